"use client";

import { useState } from "react";
import { Dialog } from "#components/ui/dialog.tsx";
import { type BulkWish, useBulkRun } from "#lib/client/bulk.ts";
import { BulkForm } from "./bulk-form.tsx";
import { BulkOutcomes } from "./bulk-outcomes.tsx";
import { BulkProgress } from "./bulk-progress.tsx";
import { bulkWords, usersInWords } from "./bulk-words.ts";

interface Props {
  /** As they were ticked when the dialog was opened. */
  ids: string[];
  onClose: () => void;
  /** The dialog is put away after something was done. */
  onFinished: () => void;
}

/** Asks what to do to the ticked people, shows how it goes, and what became of each. */
export function BulkDialog({ ids: ticked, onClose, onFinished }: Props) {
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
      run.start(chosen, ids);
    };
    return (
      <Dialog title={`Change ${usersInWords(ids.length)}`} onClose={close}>
        <BulkForm count={ids.length} onStart={start} onCancel={close} />
      </Dialog>
    );
  }
  const { doing, done, isFinal } = bulkWords[wish.action];
  return (
    <Dialog title={run.undoing ? "Undo" : run.running ? `${doing}…` : done} onClose={close}>
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
