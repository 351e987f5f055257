"use client";

import { useState } from "react";
import { ExportButton } from "#components/exports/export-button.tsx";
import { Button } from "#components/ui/button.tsx";
import { messageOf } from "#lib/client/api.ts";
import { useCommands } from "#lib/client/commands.ts";
import { useIdsOfAll } from "#lib/client/ids-of-all.ts";
import type { Selection } from "#lib/client/selection.ts";
import { useSession } from "#lib/client/session.ts";
import { useSubmit } from "#lib/client/submit.ts";
import type { UsersView } from "#lib/client/users-view.ts";
import { BulkAction } from "#lib/contract/bulk.ts";
import { BulkDialog } from "./bulk-dialog.tsx";
import { bulkWords, usersInWords } from "./bulk-words.ts";

interface Props {
  selection: Selection;
  view: UsersView;
  /** All that match the list. */
  total: number;
}

/** What can be done with the ticked people; stays in sight while the list scrolls. */
export function BulkBar({ selection, view, total }: Props) {
  const [open, setOpen] = useState<{ asked?: BulkAction }>();
  const idsOfAll = useIdsOfAll();
  const { submit, busy, error } = useSubmit(async () => selection.mark(await idsOfAll(view), true));
  const count = selection.ids.size;
  const selectAll = () => submit(undefined);
  useBulkCommands(selection, {
    onAction: (asked) => setOpen({ asked }),
    selectAll: count < total ? { label: `Select all ${total.toLocaleString("en-GB")}`, run: selectAll } : undefined,
  });
  return (
    <section
      aria-label="Selection"
      className="sticky bottom-3 z-10 mt-4 flex flex-wrap items-center gap-x-2 gap-y-1 rounded-xl border border-input bg-card px-3 py-2 shadow-xl"
    >
      <p role="status" className="px-1 font-medium">
        {usersInWords(count)} selected
      </p>
      {count < total && (
        <Button variant="link" size="sm" busy={busy} onClick={selectAll}>
          Select all {total.toLocaleString("en-GB")}
          <span className="sr-only"> that match</span>
        </Button>
      )}
      <Button variant="ghost" size="sm" onClick={selection.clear}>
        Clear<span className="sr-only"> the selection</span>
      </Button>
      <div className="ml-auto flex flex-wrap gap-2">
        <ExportButton whom={{ ids: [...selection.ids] }} who={`${usersInWords(count)} you chose`} />
        <Button onClick={() => setOpen({})}>Change {usersInWords(count)}…</Button>
      </div>
      {error !== undefined && (
        <p role="alert" className="w-full px-1 text-[0.8125rem] text-destructive">
          {messageOf(error)}
        </p>
      )}
      {open && (
        <BulkDialog
          ids={[...selection.ids]}
          asked={open.asked}
          onClose={() => setOpen(undefined)}
          onFinished={selection.clear}
        />
      )}
    </section>
  );
}

interface Ways {
  onAction: (action: BulkAction) => void;
  selectAll: { label: string; run: () => void } | undefined;
}

/** What the bar offers, in the palette. */
function useBulkCommands(selection: Selection, { onAction, selectAll }: Ways): void {
  const can = useSession().data?.can ?? [];
  const group = `${usersInWords(selection.ids.size)} selected`;
  const offered = BulkAction.options.filter((name) => can.includes(bulkWords[name].needs));
  useCommands([
    ...offered.map((name) => ({
      id: `bulk.${name}`,
      label: bulkWords[name].label,
      group,
      run: () => onAction(name),
    })),
    ...(selectAll ? [{ id: "bulk.all", group, ...selectAll }] : []),
    { id: "bulk.clear", label: "Clear the selection", group, run: selection.clear },
  ]);
}
