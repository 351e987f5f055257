"use client";

import { useEffect, useRef } from "react";
import { bringUp } from "#components/ui/bring-up.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import { type AuditView, isNarrowed } from "#lib/client/audit-view.ts";
import { dayOf, parseTime } from "#lib/client/dates.ts";
import { type AuditRun, useAuditExport } from "#lib/client/exports/export-audit.ts";
import type { AuditFormat } from "#lib/contract/audit-export.ts";

interface Props {
  view: AuditView;
  format: AuditFormat;
  onClose: () => void;
}

/** Begins at once, and tells how far it is and how it ended. */
export function ExportDialog({ view, format, onClose }: Props) {
  const { run, start, stop } = useAuditExport(view, format);
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    start();
  });
  const close = () => {
    stop();
    onClose();
  };
  return (
    <Dialog title={isNarrowed(view) ? "Export the entries found" : "Export the whole audit list"} onClose={close}>
      <div className="mt-4 grid gap-4">
        <Told run={run} />
        <div className="flex gap-2">
          {(run.state === "failed" || run.state === "stopped") && (
            <Button onClick={start}>{run.state === "failed" ? "Try again" : "Go on"}</Button>
          )}
          <Button variant="outline" onClick={run.state === "running" ? stop : close}>
            {run.state === "running" ? "Stop" : "Close"}
          </Button>
        </div>
      </div>
    </Dialog>
  );
}

function Told({ run: { state, read, searchedTo, file, problem } }: { run: AuditRun }) {
  const count = `${read.toLocaleString("en-GB")} ${read === 1 ? "entry" : "entries"}`;
  const back = parseTime(searchedTo);
  if (state === "done") {
    return (
      <Notice ref={bringUp} role="status" tone="good" title={`${count} exported`}>
        Your browser has saved them as {file}. The audit list keeps that you exported, and how many.
      </Notice>
    );
  }
  if (state === "stopped") {
    return (
      <Notice ref={bringUp} role="status" tone="info" title="Stopped">
        No file was written. {count} read; going on keeps them.
      </Notice>
    );
  }
  if (state === "failed") {
    return (
      <Notice ref={bringUp} role="alert" tone="bad" title="The export broke off">
        {problem} What was read stays: trying again goes on from there.
      </Notice>
    );
  }
  return (
    <>
      {/* How many there are nobody knows before the end. */}
      <ProgressBar label="Reading the audit list" />
      <p role="status">
        {count} read{back && `, back to ${dayOf(back)}`}
      </p>
    </>
  );
}
