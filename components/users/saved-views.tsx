"use client";

import { type FormEvent, useState } from "react";
import { UserText } from "#components/text/user-text.tsx";
import { Button } from "#components/ui/button.tsx";
import { CopyButton } from "#components/ui/copy-button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { TextField } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { siteUrl } from "#lib/client/base.ts";
import { isSameView, type SavedView, useSavedViews } from "#lib/client/saved-views.ts";
import { parseUsersView, printUsersView } from "#lib/client/users-view.ts";
import type { PanelProps } from "./panel-props.ts";

/** Lists under a name: to open, save, rename and delete. */
export function SavedViews({ view, onView, onClose }: PanelProps) {
  const { views, save, rename, remove, problem } = useSavedViews();
  const [renaming, setRenaming] = useState<string>();
  const [said, setSaid] = useState("");
  const here = printUsersView({ ...view, page: 1 });

  function open({ search }: SavedView): void {
    onView(parseUsersView(new URLSearchParams(search)), "push");
    onClose();
  }

  return (
    <Dialog title="Saved views" onClose={onClose}>
      <p className="mt-1 text-muted-foreground">
        Search, filters, order and columns under a name, kept for you in this browser. Every view is a link, too.
      </p>
      {views.length > 0 && (
        <ul aria-label="Your views" className="mt-4 grid gap-0.5 rounded-xl border border-border p-1">
          {views.map((saved) =>
            renaming === saved.name ? (
              <li key={saved.name} className="p-1.5">
                <NameForm
                  label="New name"
                  button="Rename"
                  start={saved.name}
                  onName={(name) => {
                    rename(saved.name, name);
                    setRenaming(undefined);
                    setSaid(`Renamed to ${name}.`);
                  }}
                />
              </li>
            ) : (
              <li key={saved.name} className="flex flex-wrap items-center gap-x-1">
                <button
                  type="button"
                  aria-current={isSameView(saved.search, here) || undefined}
                  onClick={() => open(saved)}
                  className="min-h-11 min-w-0 flex-1 cursor-pointer wrap-anywhere rounded-lg px-2.5 text-left font-medium hover:bg-muted aria-[current]:text-primary md:min-h-9"
                >
                  <UserText>{saved.name}</UserText>
                </button>
                <Button variant="ghost" size="sm" onClick={() => setRenaming(saved.name)}>
                  Rename<span className="sr-only"> {saved.name}</span>
                </Button>
                <Button
                  variant="ghost"
                  size="sm"
                  onClick={() => {
                    remove(saved.name);
                    setSaid(`Deleted ${saved.name}.`);
                  }}
                >
                  Delete<span className="sr-only"> {saved.name}</span>
                </Button>
              </li>
            ),
          )}
        </ul>
      )}
      <div className="mt-5 grid gap-3">
        <NameForm
          label="Save what shows now as"
          button="Save"
          onName={(name) => {
            save({ name, search: here });
            setSaid(`Saved as ${name}.`);
          }}
        />
        {problem && <Notice tone="warn">{problem}</Notice>}
        <p role="status" className="wrap-anywhere text-[0.8125rem] text-muted-foreground">
          {said}
        </p>
        <div className="flex flex-wrap gap-2">
          <Button variant="outline" onClick={onClose}>
            Close
          </Button>
          <CopyButton text={window.location.origin + siteUrl(`/users${here}`)} what="link" />
        </div>
      </div>
    </Dialog>
  );
}

interface NameProps {
  label: string;
  button: string;
  start?: string;
  onName: (name: string) => void;
}

function NameForm({ label, button, start = "", onName }: NameProps) {
  const [name, setName] = useState(start);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() === "") return;
    onName(name.trim());
    setName("");
  };
  return (
    <form className="flex items-end gap-2" onSubmit={submit}>
      <TextField
        label={label}
        value={name}
        maxLength={60}
        required
        autoComplete="off"
        className="min-w-0 flex-1"
        onChange={(event) => setName(event.target.value)}
      />
      <Button type="submit" variant="outline">
        {button}
      </Button>
    </form>
  );
}
