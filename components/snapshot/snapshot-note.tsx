"use client";

import { useEffect } from "react";
import { Moment } from "#components/text/moment.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import { messageOf } from "#lib/client/api.ts";
import { useRefreshSnapshot, useSnapshot } from "#lib/client/snapshot.ts";
import { useSubmit } from "#lib/client/submit.ts";
import type { SnapshotState } from "#lib/contract/snapshot.ts";

interface Props {
  /** How the snapshot stood when what is shown was read from it. */
  found: SnapshotState;
  /** What shows people "as read 3 minutes ago". */
  what: string;
}

/** Of when a list or numbers are, and how to make them newer. Where nobody was read yet it begins by itself and says how far it is. */
export function SnapshotNote({ found, what }: Props) {
  const { data: now = found } = useSnapshot();
  const refreshSnapshot = useRefreshSnapshot();
  const { submit, busy, error } = useSubmit(async () => void (await refreshSnapshot()));
  const isMissing = found.asOf === undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once where there is nothing to show yet
  useEffect(() => {
    if (isMissing) submit(undefined);
  }, [isMissing]);
  return (
    <>
      <div className="mb-3 flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 text-[0.8125rem] text-muted-foreground md:min-h-9">
        <p role="status" className="group">
          {busy ? reading(isMissing) : <Age snapshot={found} what={what} />}
        </p>
        {busy && <Progress {...now} />}
        {(!isMissing || error !== undefined) && (
          <Button variant="link" size="bare" busy={busy} onClick={() => submit(undefined)}>
            {isMissing ? "Try again" : "Refresh"}
          </Button>
        )}
      </div>
      {error !== undefined && (
        <Notice role="alert" tone="bad" title="Not everybody could be read" className="mb-4">
          {messageOf(error)} Trying again goes on from where it stopped.
        </Notice>
      )}
    </>
  );
}

function reading(first: boolean): string {
  return first ? "Reading everybody for the first time…" : "Reading what is new…";
}

function Age({ snapshot: { asOf, state }, what }: { snapshot: SnapshotState; what: string }) {
  if (asOf === undefined) return "Nobody was read yet.";
  return (
    <>
      {what} as read <Moment at={asOf} exact="swap" />
      {state !== "ready" && "; somebody was changed elsewhere since"}.
    </>
  );
}

function Progress({ done = 0, total }: SnapshotState) {
  if (total === undefined) return null;
  return (
    <span className="flex items-center gap-2">
      <ProgressBar label="People read" className="w-32" done={done} total={total} />
      {done.toLocaleString("en-GB")} of {total.toLocaleString("en-GB")}
    </span>
  );
}
