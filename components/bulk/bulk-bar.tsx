"use client";

import { useState } from "react";
import { ExportButton } from "#components/exports/export-button.tsx";
import { Button } from "#components/ui/button.tsx";
import { messageOf } from "#lib/client/api.ts";
import { useIdsOfAll } from "#lib/client/ids-of-all.ts";
import type { Selection } from "#lib/client/selection.ts";
import { useSubmit } from "#lib/client/submit.ts";
import type { UsersView } from "#lib/client/users-view.ts";
import { BulkDialog } from "./bulk-dialog.tsx";
import { usersInWords } from "./bulk-words.ts";

interface Props {
  selection: Selection;
  view: UsersView;
  /** All that match the list. */
  total: number;
}

/** What can be done with the ticked people; stays in sight while the list scrolls. */
export function BulkBar({ selection, view, total }: Props) {
  const [open, setOpen] = useState(false);
  const idsOfAll = useIdsOfAll();
  const { submit, busy, error } = useSubmit(async () => selection.mark(await idsOfAll(view), true));
  const count = selection.ids.size;
  return (
    <section
      aria-label="Selection"
      className="sticky bottom-3 z-10 mt-4 flex flex-wrap items-center gap-x-2 gap-y-1 rounded-xl border border-input bg-card px-3 py-2 shadow-xl"
    >
      <p role="status" className="px-1 font-medium">
        {usersInWords(count)} selected
      </p>
      {count < total && (
        <Button variant="link" size="sm" busy={busy} onClick={() => submit(undefined)}>
          Select all {total.toLocaleString("en-GB")}
          <span className="sr-only"> that match</span>
        </Button>
      )}
      <div className="ml-auto flex flex-wrap gap-2">
        <Button variant="ghost" onClick={selection.clear}>
          Clear<span className="sr-only"> the selection</span>
        </Button>
        <ExportButton scope={{ ids: [...selection.ids] }} who={`${usersInWords(count)} you chose`} />
        <Button onClick={() => setOpen(true)}>Change {usersInWords(count)}…</Button>
      </div>
      {error !== undefined && (
        <p role="alert" className="w-full px-1 text-[0.8125rem] text-destructive">
          {messageOf(error)}
        </p>
      )}
      {open && <BulkDialog ids={[...selection.ids]} onClose={() => setOpen(false)} onFinished={selection.clear} />}
    </section>
  );
}
