"use client";

import { EmailText } from "#components/text/user-text.tsx";
import type { UserDialogProps } from "#components/users/user-action.ts";
import { useUserStates } from "#lib/client/user-states.ts";
import { StateDialog } from "./state-dialog.tsx";

/** Puts somebody into the bin, out of which they can come back. */
export function BinDialog({ user, onClose }: UserDialogProps) {
  const { moveToBin } = useUserStates(user);
  return (
    <StateDialog
      title="Move to the bin"
      label="Move to the bin"
      done="Moved to the bin"
      old="its roles"
      work={moveToBin}
      onClose={onClose}
    >
      <p className="wrap-anywhere">
        <strong className="font-medium">
          <EmailText>{user.email}</EmailText>
        </strong>{" "}
        cannot sign in and has no roles. The account stays as it is, with its password, and can be restored.
      </p>
    </StateDialog>
  );
}
