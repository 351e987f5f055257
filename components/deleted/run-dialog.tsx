"use client";

import { useState } from "react";
import { BulkOutcomes } from "#components/bulk/bulk-outcomes.tsx";
import { BulkProgress } from "#components/bulk/bulk-progress.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { erasing } from "#lib/client/bin.ts";
import { type BulkRun, changing, useBulkRun } from "#lib/client/bulk.ts";
import { useSubmit } from "#lib/client/submit.ts";
import { RunForm } from "./run-form.tsx";

/** Something to be done to some people in the bin. */
export interface RunWish {
  kind: "restore" | "erase";
  title: string;
  /** Asks whom it is about, once somebody starts it. */
  idsOf: () => Promise<string[]>;
  /** How many, as far as the page knows. */
  count: number;
}

interface Props {
  wish: RunWish;
  onClose: () => void;
  /** The dialog is put away after something was done. */
  onFinished: () => void;
}

const words = {
  restore: { doing: "Restoring…", done: "Restored", none: "Nobody was restored" },
  erase: { doing: "Deleting for good…", done: "Deleted for good", none: "Nobody was deleted" },
};

/** Asks once more, brings people back or deletes them for good, and shows how it goes and what became of each. */
export function RunDialog({ wish, onClose, onFinished }: Props) {
  const [asked] = useState(wish);
  const [total, setTotal] = useState(wish.count);
  const run = useBulkRun();
  const { submit, busy, error } = useSubmit(async (reason: string) => {
    const ids = await asked.idsOf();
    setTotal(ids.length);
    run.start(
      asked.kind === "erase" ? erasing(reason) : changing({ action: "restore", reason: reason.trim() || undefined }),
      ids,
    );
  });

  function close(): void {
    if (run.running) {
      run.stop();
      return;
    }
    if (run.state) onFinished();
    onClose();
  }

  if (!run.state) {
    return (
      <Dialog title={asked.title} onClose={close}>
        <RunForm kind={asked.kind} count={asked.count} busy={busy} error={error} onStart={submit} onCancel={close} />
      </Dialog>
    );
  }
  return (
    <Dialog title={titleOf(run, asked)} onClose={close}>
      <BulkProgress
        run={run}
        state={run.state}
        total={run.undoing ? run.state.results.size : total}
        onUndo={asked.kind === "restore" ? run.undo : undefined}
        onClose={close}
      />
      <BulkOutcomes results={run.state.results} areGone={asked.kind === "erase"} />
    </Dialog>
  );
}

function titleOf({ undoing, running, state }: BulkRun, { kind }: RunWish): string {
  if (undoing) return "Undo";
  if (running) return words[kind].doing;
  const someDone = [...(state?.results.values() ?? [])].some(({ outcome }) => outcome === "done");
  return someDone ? words[kind].done : words[kind].none;
}
