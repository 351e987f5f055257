import type { ReactNode } from "react";
import { bringUp } from "#components/ui/bring-up.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { Notice } from "#components/ui/notice.tsx";

interface Props {
  title: string;
  /** What whoever did it ought to know, in sentences. */
  notices: string[];
  children?: ReactNode;
  onClose: () => void;
}

/** What was done and what follows from it, to be read before the dialog goes; with something shown once, Escape does not lose it. */
export function Outcome({ title, notices, children, onClose }: Props) {
  return (
    <Dialog title={title} onClose={children ? undefined : onClose}>
      <div className="mt-4 grid gap-4 *:min-w-0">
        {children}
        {notices.length > 0 && (
          <Notice ref={children ? undefined : bringUp} role="status" tone="info">
            <div className="grid gap-1.5">
              {notices.map((notice) => (
                <p key={notice}>{notice}</p>
              ))}
            </div>
          </Notice>
        )}
        <Button className="w-fit" onClick={onClose}>
          Done
        </Button>
      </div>
    </Dialog>
  );
}
