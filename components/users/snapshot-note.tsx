"use client";

import { useEffect } from "react";
import { Moment } from "#components/text/moment.tsx";
import { Button } from "#components/ui/button.tsx";
import { messageOf } from "#lib/client/api.ts";
import { useRefreshSnapshot, useSnapshot } from "#lib/client/snapshot.ts";
import { useSubmit } from "#lib/client/submit.ts";
import type { SnapshotState } from "#lib/contract/snapshot.ts";

/** Of when a filtered list is, and how to make it newer. The first reading of everybody shows how far it is. */
export function SnapshotNote({ snapshot }: { snapshot: SnapshotState }) {
  const refreshSnapshot = useRefreshSnapshot();
  const { submit, busy, error } = useSubmit(async () => void (await refreshSnapshot()));
  const { data: { done, total } = {} } = useSnapshot();
  const isMissing = snapshot.asOf === undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for a list that has nothing to show
  useEffect(() => {
    if (isMissing) submit(undefined);
  }, [isMissing]);
  return (
    <div className="mb-3 flex min-h-9 flex-wrap items-center gap-x-3 gap-y-1 text-[0.8125rem] text-muted-foreground">
      <p role="status">
        {busy && (snapshot.asOf === undefined ? "Reading everybody for the first time…" : "Reading what is new…")}
        {!busy && snapshot.asOf !== undefined && (
          <>
            Filters and this order show everybody as read <Moment at={snapshot.asOf} exact="swap" />
            {snapshot.state !== "ready" && "; somebody was changed elsewhere since"}.
          </>
        )}
      </p>
      {busy && total !== undefined && (
        <span className="flex items-center gap-2">
          <progress aria-label="People read" className="h-2 w-32 accent-primary" max={total} value={done ?? 0} />
          {(done ?? 0).toLocaleString("en-GB")} of {total.toLocaleString("en-GB")}
        </span>
      )}
      {!busy && (
        <Button variant="link" size="sm" onClick={() => submit(undefined)}>
          {snapshot.asOf === undefined ? "Try again" : "Refresh"}
        </Button>
      )}
      {error !== undefined && (
        <p role="alert" className="text-destructive">
          {messageOf(error)}
        </p>
      )}
    </div>
  );
}
