"use client";

import { type ReactNode, useState } from "react";
import { EditDialog } from "#components/users/edit/edit-dialog.tsx";
import { messageOf } from "#lib/client/api.ts";
import { useSubmit } from "#lib/client/submit.ts";
import { announce } from "#lib/client/user-edits.ts";
import type { Changed } from "#lib/contract/user-changes.ts";

interface Props {
  title: string;
  /** Of the button that does it. */
  label: string;
  /** What the toast says afterwards. */
  done: string;
  /** What a session that is open keeps. */
  old?: string;
  work: (reason: string) => Promise<Changed>;
  children: ReactNode;
  onClose: () => void;
}

/** Asks once more and for a reason if there is one, does it, and offers to take it back. */
export function StateDialog({ title, label, done, old, work, children, onClose }: Props) {
  const [reason, setReason] = useState("");
  const { submit, busy, error } = useSubmit(async () => {
    announce(await work(reason), { title: done, ...(old && { old }) });
    onClose();
  });
  return (
    <EditDialog
      title={title}
      label={label}
      reason={reason}
      onReason={setReason}
      problem={error === undefined ? undefined : messageOf(error)}
      busy={busy}
      dirty={reason !== ""}
      onSubmit={() => submit(undefined)}
      onClose={onClose}
    >
      {children}
    </EditDialog>
  );
}
