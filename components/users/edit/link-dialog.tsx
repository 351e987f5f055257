"use client";

import { EmailText } from "#components/text/user-text.tsx";
import type { UserDialogProps } from "#components/users/user-action.ts";
import { useOneStep } from "#lib/client/one-step.ts";
import { useUserEdits } from "#lib/client/user-edits.ts";
import { EditDialog } from "./edit-dialog.tsx";
import { OnceOnly } from "./once-only.tsx";
import { Outcome } from "./outcome.tsx";

/** Mails a link that works whatever state somebody is in. */
export function LinkDialog({ user, onClose }: UserDialogProps) {
  const { sendLink } = useUserEdits(user);
  const step = useOneStep(sendLink);
  if (step.answer) return <Outcome title="Link sent" notices={step.answer.notices} onClose={onClose} />;
  return (
    <EditDialog
      title="Send a link"
      label="Send the mail"
      reason={step.reason}
      onReason={step.setReason}
      problem={step.problem?.message}
      busy={step.busy}
      dirty={step.reason !== ""}
      onSubmit={step.run}
      onClose={onClose}
    >
      <p className="wrap-anywhere">
        Identity mails a link to{" "}
        <strong className="font-medium">
          <EmailText>{user.email}</EmailText>
        </strong>
        . It lets them set a password and signs them in
        {user.confirmedAt === undefined && ", and confirms their address"}. It works once, for a day.
      </p>
      <OnceOnly>A mail that is sent is sent. A link mailed this way before stops working.</OnceOnly>
    </EditDialog>
  );
}
