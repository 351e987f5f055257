import { bringUp } from "#components/ui/bring-up.ts";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import type { ExportRun } from "#lib/client/exports/export-users.ts";

interface Props {
  run: ExportRun;
  onAgain: () => void;
  onStop: () => void;
  onClose: () => void;
}

const counted = (count: number) => count.toLocaleString("en-GB");

/** How far an export is, and how it ended. */
export function ExportProgress({ run, onAgain, onStop, onClose }: Props) {
  const { state, read, total, problem, file } = run;
  return (
    <div className="mt-4 grid gap-4">
      {state === "running" && (
        <>
          <ProgressBar label="Read so far" done={read} total={total} />
          <p role="status">{total === undefined ? "Reading…" : `${counted(read)} of ${counted(total)} people read`}</p>
          <Button variant="outline" className="justify-self-start" onClick={onStop}>
            Stop
          </Button>
        </>
      )}
      {state === "done" && (
        <Notice ref={bringUp} role="status" tone="good" title={`${counted(read)} people exported`}>
          Your browser has saved them as {file}.
        </Notice>
      )}
      {state === "stopped" && (
        <Notice ref={bringUp} role="status" tone="info" title="Stopped">
          No file was written. {counted(read)} people were read; going on keeps them.
        </Notice>
      )}
      {state === "failed" && (
        <Notice ref={bringUp} role="alert" tone="bad" title="The export broke off">
          {problem} What was read stays: trying again goes on from there.
        </Notice>
      )}
      {state !== "running" && (
        <div className="flex gap-2">
          {state !== "done" && <Button onClick={onAgain}>{state === "failed" ? "Try again" : "Go on"}</Button>}
          <Button variant="outline" onClick={onClose}>
            Close
          </Button>
        </div>
      )}
    </div>
  );
}
