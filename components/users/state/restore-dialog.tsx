"use client";

import { UserText } from "#components/text/user-text.tsx";
import { useUserStates } from "#lib/client/user-states.ts";
import type { UserDetail } from "#lib/contract/users.ts";
import { StateDialog } from "./state-dialog.tsx";

interface Props {
  user: Pick<UserDetail, "id" | "status"> & { keptOut?: { roles: string[] } | undefined };
  onClose: () => void;
}

/** Gives the roles back that were kept aside, and lets somebody in again. */
export function RestoreDialog({ user, onClose }: Props) {
  const { restore } = useUserStates(user);
  const roles = user.keptOut?.roles ?? [];
  return (
    <StateDialog title="Restore" label="Restore" done="Restored" work={restore} onClose={onClose}>
      <p>
        {user.status === "deleted"
          ? "They become what they were before they were put into the bin."
          : "They can sign in."}
      </p>
      <p className="wrap-anywhere">
        Roles kept for them:{" "}
        <strong className="font-medium">{roles.length > 0 ? <UserText>{roles.join(", ")}</UserText> : "none"}</strong>
      </p>
    </StateDialog>
  );
}
