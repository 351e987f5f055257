"use client";

import { type ReactNode, useState } from "react";
import { bringUp } from "#components/ui/bring-up.ts";
import { Button } from "#components/ui/button.tsx";
import { Dialog } from "#components/ui/dialog.tsx";
import { TextField } from "#components/ui/field.tsx";
import { instead } from "#components/ui/instead.ts";
import { Notice } from "#components/ui/notice.tsx";

interface Props {
  title: string;
  /** Of the button that does it. */
  label: string;
  children: ReactNode;
  reason: string;
  onReason: (reason: string) => void;
  reasonRequired?: boolean;
  reasonHint?: string;
  /** What stands in the way, besides what is said at a field. */
  problem?: string | undefined;
  /** Where something may have been changed. */
  problemTitle?: string | undefined;
  /** Nobody can take it back. */
  isFinal?: boolean;
  /** What the last try said of the reason. */
  reasonProblem?: string | undefined;
  busy: boolean;
  /** Something was typed that closing would lose. */
  dirty: boolean;
  /** Nothing to save: the button is greyed. */
  idle?: boolean;
  wide?: boolean;
  /** In place of the buttons, where something has to be decided first. */
  instead?: ReactNode;
  onSubmit: () => void;
  onClose: () => void;
}

/** The frame of every change of a person: its fields, why, what stands in the way, and the two ways out. */
export function EditDialog(props: Props) {
  const { title, label, children, problem, busy, idle = false, wide = false, onSubmit } = props;
  const { leave, asking, stay } = useLeave(props);
  const form = instead(() => !idle && !asking && onSubmit());
  return (
    <Dialog title={title} wide={wide} onClose={leave}>
      <form noValidate onSubmit={form} className="mt-4 grid gap-4 *:min-w-0">
        {children}
        {problem !== undefined && (
          <Notice ref={bringUp} role="alert" tone="bad" title={props.problemTitle ?? "Nothing was changed"}>
            {problem}
          </Notice>
        )}
        {props.instead || <Reason {...props} />}
        {asking && <Discard onStay={stay} onDiscard={props.onClose} />}
        {!props.instead && !asking && (
          <div className="flex flex-wrap items-center gap-2">
            <Button type="submit" variant={props.isFinal ? "danger" : "primary"} busy={busy} aria-disabled={idle}>
              {label}
            </Button>
            <Button variant="ghost" onClick={leave}>
              Cancel
            </Button>
          </div>
        )}
      </form>
    </Dialog>
  );
}

/** Closing asks first where it would lose something, and waits while something is under way. */
function useLeave({ dirty, busy, onClose }: Pick<Props, "dirty" | "busy" | "onClose">) {
  const [asking, setAsking] = useState(false);
  return {
    asking,
    stay: () => setAsking(false),
    leave() {
      if (busy) return;
      if (dirty) setAsking(true);
      else onClose();
    },
  };
}

function Reason({ reason, onReason, reasonRequired, reasonHint, reasonProblem }: Props) {
  return (
    <TextField
      label="Reason"
      name="reason"
      optional={!reasonRequired}
      maxLength={500}
      autoComplete="off"
      value={reason}
      onChange={(event) => onReason(event.target.value)}
      error={reasonProblem}
      hint={reasonHint ?? "Kept in the audit list, with your name."}
    />
  );
}

function Discard({ onStay, onDiscard }: { onStay: () => void; onDiscard: () => void }) {
  return (
    <Notice
      ref={bringUp}
      role="alert"
      tone="warn"
      title="Close without saving?"
      action={
        <>
          <Button size="sm" onClick={onStay}>
            Go on editing
          </Button>
          <Button size="sm" variant="outline" onClick={onDiscard}>
            Discard what I typed
          </Button>
        </>
      }
    />
  );
}
