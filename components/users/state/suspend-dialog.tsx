"use client";

import { useState } from "react";
import { TextField } from "#components/ui/field.tsx";
import { EditDialog } from "#components/users/edit/edit-dialog.tsx";
import type { UserDialogProps } from "#components/users/user-action.ts";
import { messageOf } from "#lib/client/api.ts";
import { ApiError } from "#lib/client/api-error.ts";
import { useSubmit } from "#lib/client/submit.ts";
import { announce } from "#lib/client/user-edits.ts";
import { endOf, useUserStates } from "#lib/client/user-states.ts";

/** Keeps somebody out for a while, with a reason and an end if there is one; of somebody suspended it changes the end. */
export function SuspendDialog({ user, onClose }: UserDialogProps) {
  const { suspend } = useUserStates(user);
  const [reason, setReason] = useState("");
  const [end, setEnd] = useState("");
  const isSuspended = user.status === "suspended";
  const { submit, busy, error, reset } = useSubmit(async () => {
    announce(await suspend(reason, endOf(end)), {
      title: isSuspended ? "End changed" : "Suspended",
      ...(!isSuspended && { old: "its roles" }),
    });
    onClose();
  });
  const field = error instanceof ApiError ? error.field : undefined;
  const said = error === undefined ? undefined : messageOf(error);

  return (
    <EditDialog
      title={isSuspended ? "Change the end of the suspension" : "Suspend"}
      label={isSuspended ? "Save" : "Suspend"}
      reason={reason}
      onReason={(text) => {
        setReason(text);
        reset();
      }}
      reasonRequired
      reasonProblem={field === "reason" ? said : undefined}
      problem={field === "reason" || field === "until" ? undefined : said}
      busy={busy}
      dirty={reason !== "" || end !== ""}
      onSubmit={() => submit(undefined)}
      onClose={onClose}
    >
      <p>They cannot sign in and have no roles, until somebody restores them. The roles are kept for then.</p>
      <TextField
        label="Ends by itself"
        optional
        type="datetime-local"
        name="until"
        value={end}
        onChange={(event) => {
          setEnd(event.target.value);
          reset();
        }}
        error={field === "until" ? said : undefined}
        hint="In your time zone. They can sign in from then on; the roles come back within an hour after."
      />
    </EditDialog>
  );
}
