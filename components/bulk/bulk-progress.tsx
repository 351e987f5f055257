"use client";

import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import type { BulkRun } from "#lib/client/bulk.ts";
import type { BulkState } from "#lib/client/bulk-run.ts";
import { type Outcome, outcomeWords, usersInWords } from "./bulk-words.ts";

interface Props {
  run: BulkRun;
  state: BulkState;
  total: number;
  /** Absent where it cannot be taken back. */
  onUndo: (() => void) | undefined;
  onClose: () => void;
}

/** How far the run is, and what can be done about it. */
export function BulkProgress({ run, state, total, onUndo, onClose }: Props) {
  const tried = total - state.left.length;
  const failed = countOf(state, "failed");
  return (
    <div className="mt-3 grid gap-3">
      <ProgressBar label="Progress" done={tried} total={total} />
      <p role="status">{inWords(state, tried, total)}</p>
      {state.waiting && run.running && <p className="text-muted-foreground">{state.waiting}</p>}
      {state.problem && (
        <Notice role="alert" tone="bad" title="It stopped by itself">
          {state.problem}
        </Notice>
      )}
      {!run.running && !state.problem && state.left.length > 0 && (
        <Notice tone="warn" title="Stopped">
          {usersInWords(state.left.length)} not tried. What was done stays done.
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        {run.running && (
          <Button variant="outline" busy={run.stopping} onClick={() => !run.stopping && run.stop()}>
            {run.stopping ? "Stopping after this part" : "Stop"}
          </Button>
        )}
        {!run.running && state.left.length > 0 && (
          <Button onClick={run.goOn}>Go on with {usersInWords(state.left.length)}</Button>
        )}
        {!run.running && failed > 0 && !run.undoing && (
          <Button variant="outline" onClick={run.retry}>
            Try {usersInWords(failed)} again
          </Button>
        )}
        {!run.running && onUndo && (run.undoing ? state.problem !== undefined : countOf(state, "done") > 0) && (
          <Button variant="outline" onClick={onUndo}>
            {run.undoing ? "Go on undoing" : `Undo ${usersInWords(countOf(state, "done"))}`}
          </Button>
        )}
        {!run.running && (
          <Button variant="outline" onClick={onClose}>
            Close
          </Button>
        )}
      </div>
    </div>
  );
}

function countOf({ results }: BulkState, wanted: Outcome): number {
  return [...results.values()].filter(({ outcome }) => outcome === wanted).length;
}

const order: Outcome[] = ["done", "unchanged", "refused", "failed"];

function inWords(state: BulkState, tried: number, total: number): string {
  const counted = order
    .map((outcome) => ({ outcome, count: countOf(state, outcome) }))
    .filter(({ count }) => count > 0)
    .map(({ outcome, count }) => `${count.toLocaleString("en-GB")} ${outcomeWords[outcome].toLowerCase()}`);
  const head = `${tried.toLocaleString("en-GB")} of ${usersInWords(total)}`;
  return counted.length > 0 ? `${head}: ${counted.join(", ")}.` : `${head}.`;
}
