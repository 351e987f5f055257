"use client";

import { EmailText } from "#components/text/user-text.tsx";
import type { UserDialogProps } from "#components/users/user-action.ts";
import { useOneStep } from "#lib/client/one-step.ts";
import { useUserEdits } from "#lib/client/user-edits.ts";
import { EditDialog } from "./edit-dialog.tsx";
import { OnceOnly } from "./once-only.tsx";
import { Outcome } from "./outcome.tsx";

/** Takes an address as proved, although nobody followed its link. */
export function ConfirmDialog({ user, onClose }: UserDialogProps) {
  const { confirm } = useUserEdits(user);
  const step = useOneStep(confirm);
  if (step.answer) return <Outcome title="Confirmed" notices={step.answer.notices} onClose={onClose} />;
  return (
    <EditDialog
      title="Confirm by hand"
      label="Confirm"
      reason={step.reason}
      onReason={step.setReason}
      problem={step.problem?.message}
      busy={step.busy}
      dirty={step.reason !== ""}
      onSubmit={step.run}
      onClose={onClose}
    >
      <p className="wrap-anywhere">
        From then on Identity takes it as proved that this person reads the mail of{" "}
        <strong className="font-medium">
          <EmailText>{user.email}</EmailText>
        </strong>
        .
      </p>
      <OnceOnly>
        Identity has no way back to unconfirmed. The link they were mailed to confirm with, or their invitation, stops
        working.
      </OnceOnly>
    </EditDialog>
  );
}
