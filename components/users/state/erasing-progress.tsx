import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { ProgressBar } from "#components/ui/progress-bar.tsx";
import type { Erased } from "#lib/contract/erasing.ts";

interface Props extends Pick<Erased, "days"> {
  /** Why it stopped. */
  problem: string | undefined;
  onGoOn: () => void;
  onClose: () => void;
}

/** The account is gone; how far the rest is, which goes on by itself. */
export function ErasingProgress({ days, problem, onGoOn, onClose }: Props) {
  return (
    <Dialog title={problem === undefined ? "Deleting for good…" : "Not finished yet"} onClose={onClose}>
      <div className="mt-4 grid gap-3">
        <ProgressBar label="Days of the audit gone through" done={days?.done} total={days?.total} />
        <p role="status">
          The account is gone. Going through the audit{days && `: ${days.done} of ${days.total} days`}.
        </p>
        {problem !== undefined && (
          <Notice role="alert" tone="bad" title="It stopped">
            {problem}
          </Notice>
        )}
        <p className="text-muted-foreground">
          It goes on by itself while this is open, and from the list of the deleted after.
        </p>
        <div className="flex flex-wrap gap-2">
          {problem !== undefined && <Button onClick={onGoOn}>Go on</Button>}
          <Button variant="outline" onClick={onClose}>
            Close
          </Button>
        </div>
      </div>
    </Dialog>
  );
}
