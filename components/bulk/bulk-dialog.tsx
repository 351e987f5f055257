"use client";

import { useState } from "react";
import { Dialog } from "#components/ui/dialog.tsx";
import { type BulkRun, type BulkWish, changing, useBulkRun } from "#lib/client/bulk.ts";
import type { BulkAction } from "#lib/contract/bulk.ts";
import { BulkForm } from "./bulk-form.tsx";
import { BulkOutcomes } from "./bulk-outcomes.tsx";
import { BulkProgress } from "./bulk-progress.tsx";
import { bulkWords, usersInWords } from "./bulk-words.ts";

interface Props {
  /** As they were ticked when the dialog was opened. */
  ids: string[];
  /** Chosen in the palette already. */
  asked: BulkAction | undefined;
  onClose: () => void;
  /** The dialog is put away after something was done. */
  onFinished: () => void;
}

/** Asks what to do to the ticked people, shows how it goes, and what became of each. */
export function BulkDialog({ ids: ticked, asked, onClose, onFinished }: Props) {
  const [ids] = useState(ticked);
  const [wish, setWish] = useState<BulkWish>();
  const run = useBulkRun();

  function close(): void {
    if (run.running) {
      run.stop();
      return;
    }
    if (run.state) onFinished();
    onClose();
  }

  if (!wish || !run.state) {
    const start = (chosen: BulkWish) => {
      setWish(chosen);
      run.start(changing(chosen), ids);
    };
    return (
      <Dialog title={`Change ${usersInWords(ids.length)}`} onClose={close}>
        <BulkForm count={ids.length} asked={asked} onStart={start} onCancel={close} />
      </Dialog>
    );
  }
  const { isFinal } = bulkWords[wish.action];
  return (
    <Dialog title={titleOf(run, wish)} onClose={close}>
      <BulkProgress
        run={run}
        state={run.state}
        total={run.undoing ? run.state.results.size : ids.length}
        onUndo={isFinal ? undefined : run.undo}
        onClose={close}
      />
      <BulkOutcomes results={run.state.results} />
    </Dialog>
  );
}

/** What is going on, or what came of it. */
function titleOf({ undoing, running, state }: BulkRun, { action }: BulkWish): string {
  if (undoing) return "Undo";
  const { doing, done } = bulkWords[action];
  if (running) return `${doing}…`;
  const someDone = [...(state?.results.values() ?? [])].some(({ outcome }) => outcome === "done");
  return someDone ? done : "Nothing was changed";
}
