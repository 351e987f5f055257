"use client";

import { useEffect, useRef, useState } from "react";
import { Moment } from "#components/text/moment.tsx";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { messageOf } from "#lib/client/api.ts";
import { numberOf } from "#lib/client/overview.ts";
import { useRefreshSnapshot, useSnapshot } from "#lib/client/snapshot.ts";
import type { SnapshotState } from "#lib/contract/snapshot.ts";

/** Of when the numbers are, and how to make them newer. Where nobody was read yet it begins by itself and says how far it is. */
export function SnapshotLine({ found }: { found: SnapshotState }) {
  const { data: now = found } = useSnapshot();
  const refreshSnapshot = useRefreshSnapshot();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const begun = useRef(false);

  async function refresh(): Promise<void> {
    if (busy) return;
    setBusy(true);
    setProblem(undefined);
    await refreshSnapshot().catch((error: unknown) => setProblem(messageOf(error)));
    setBusy(false);
  }

  const isMissing = found.asOf === undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for a desk that has nothing to show yet
  useEffect(() => {
    if (isMissing && !begun.current) void refresh();
    begun.current = true;
  }, [isMissing]);

  return (
    <>
      <div className="mb-4 flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1 text-[0.8125rem] text-muted-foreground md:min-h-8">
        <p role="status">{busy ? <Reading first={isMissing} /> : <Age now={now} />}</p>
        {busy && <Progress {...now} />}
        {(!isMissing || problem) && (
          <Button variant="link" size="sm" busy={busy} onClick={() => void refresh()}>
            {isMissing ? "Try again" : "Refresh"}
          </Button>
        )}
      </div>
      {problem && (
        <Notice role="alert" tone="bad" title="Not everybody could be read" className="mb-4">
          {problem} Trying again goes on from where it stopped.
        </Notice>
      )}
    </>
  );
}

function Reading({ first }: { first: boolean }) {
  return first ? "Reading everybody for the first time…" : "Reading what is new…";
}

function Age({ now }: { now: SnapshotState }) {
  if (now.asOf === undefined) return "Nobody was read yet.";
  return (
    <span className="group">
      Everybody as read <Moment at={now.asOf} exact="swap" />
      {now.state !== "ready" && "; somebody was changed elsewhere since"}.
    </span>
  );
}

function Progress({ done = 0, total }: SnapshotState) {
  if (total === undefined) return null;
  return (
    <span className="flex items-center gap-2">
      <progress
        aria-label="People read"
        className="h-2 w-32 accent-primary"
        max={total}
        value={Math.min(done, total)}
      />
      {numberOf(done)} of {numberOf(total)}
    </span>
  );
}
