"use client";

import { Command } from "cmdk";
import { Search } from "lucide-react";
import { useRouter } from "next/navigation";
import { type ReactNode, useEffect, useLayoutEffect, useRef, useState } from "react";
import { UserText } from "#components/text/user-text.tsx";
import { type Command as Offer, useAllCommands } from "#lib/client/commands.ts";
import { useFoundPeople } from "#lib/client/find-people.ts";
import { recentPeople } from "#lib/client/recent-people.ts";
import { PaletteCommands } from "./palette-commands.tsx";
import { paletteGroup, paletteItem } from "./palette-item.ts";
import { FoundPeople, FoundSaid, PersonItem } from "./palette-people.tsx";

/** Finds a person while one types, goes to any page, and does whatever the page offers. */
export function Palette({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState("");
  const found = useFoundPeople(text);
  const commands = useAllCommands().filter((command) => command.inPalette !== false && isMeant(command, text));
  const router = useRouter();
  const wanted = text.trim();

  /** Once the dialog is gone, for the work may want the focus. */
  function choose(work: () => void): void {
    onClose();
    setTimeout(work);
  }
  const open = (id: string) => choose(() => router.push(`/user?id=${id}`));
  const search = () => choose(() => router.push(`/users?q=${encodeURIComponent(wanted)}`));
  const recent = wanted ? [] : recentPeople();
  const [selected, setSelected] = useState("");
  const best = commands.length === 0 && found.settled ? found.data?.users[0]?.id : undefined;
  // Enter takes the first person, also one who arrives after the line that leads to the whole list.
  useEffect(() => {
    if (best) setSelected(best);
  }, [best]);

  return (
    <ModalCommand selected={selected} onSelect={setSelected} onClose={onClose}>
      <div className="flex items-center gap-3 border-b border-border px-4">
        <Search aria-hidden className="size-4 shrink-0 text-muted-foreground" />
        <Command.Input
          value={text}
          onValueChange={setText}
          maxLength={200}
          aria-label="Search or jump"
          placeholder="A person, a page, an action"
          className="min-h-12 min-w-0 flex-1 bg-transparent text-base outline-none md:text-sm"
        />
        <button
          type="button"
          className="min-h-11 cursor-pointer px-1 text-[0.8125rem] text-muted-foreground"
          onClick={onClose}
        >
          Close
        </button>
      </div>
      <FoundSaid wanted={wanted} found={found} />
      <Command.List label="Results" className="max-h-[min(24rem,60dvh)] overflow-y-auto overscroll-contain p-2">
        {recent.length > 0 && (
          <Command.Group heading="Opened lately" className={paletteGroup}>
            {recent.map((person) => (
              <PersonItem key={person.id} person={person} onOpen={open} />
            ))}
          </Command.Group>
        )}
        <PaletteCommands commands={commands} onChoose={(command) => choose(command.run)} />
        {wanted && <FoundPeople found={found} onOpen={open} />}
        {wanted && (
          <Command.Item value="desk.search-all" onSelect={search} className={paletteItem}>
            <Search aria-hidden className="size-4 shrink-0 text-muted-foreground" />
            <span className="min-w-0 wrap-anywhere">
              Show all users that match “<UserText>{wanted}</UserText>”
            </span>
          </Command.Item>
        )}
      </Command.List>
    </ModalCommand>
  );
}

/** Each word that is typed stands somewhere in the name of the command. */
function isMeant({ label, group }: Offer, text: string): boolean {
  const name = `${group ?? ""} ${label}`.toLowerCase();
  return text
    .toLowerCase()
    .split(/\s+/)
    .every((word) => name.includes(word));
}

interface ModalProps {
  children: ReactNode;
  selected: string;
  onSelect: (value: string) => void;
  onClose: () => void;
}

/** cmdk's own dialog writes a style element into the page, which its policy forbids; the browser's needs none. */
function ModalCommand({ children, selected, onSelect, onClose }: ModalProps) {
  const dialog = useRef<HTMLDialogElement>(null);
  // A layout effect, as in `Dialog`.
  useLayoutEffect(() => {
    const element = dialog.current;
    element?.showModal();
    element?.querySelector("input")?.focus();
    return () => element?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes it; a click beside it is for the mouse
    <dialog
      ref={dialog}
      aria-label="Search or jump"
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
      onClick={(event) => event.target === event.currentTarget && onClose()}
      className="mx-auto mt-[10dvh] w-[calc(100%-2rem)] max-w-xl overflow-hidden rounded-2xl border border-border bg-card text-foreground shadow-2xl backdrop:bg-black/50"
    >
      <Command label="Search or jump" shouldFilter={false} loop value={selected} onValueChange={onSelect}>
        {children}
      </Command>
    </dialog>
  );
}
