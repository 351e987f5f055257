"use client";

import { useState } from "react";
import { TextField } from "#components/ui/field.tsx";
import type { UserDialogProps } from "#components/users/user-action.ts";
import { useFieldEdit } from "#lib/client/field-edit.ts";
import { announce, useUserEdits } from "#lib/client/user-edits.ts";
import { Clashes } from "./clashes.tsx";
import { EditDialog } from "./edit-dialog.tsx";

/** Changes the name people see. */
export function NameDialog({ user, onClose }: UserDialogProps) {
  const [name, setName] = useState(user.name);
  const [reason, setReason] = useState("");
  const { rename } = useUserEdits(user);
  const edit = useFieldEdit({
    seen: { name: user.name },
    send: (wish) => rename(wish, reason),
    onDecided: (wanted) => setName(String(wanted.name)),
    onSaved(answer) {
      if (answer) announce(answer, { title: "Name saved", old: "the old name" });
      onClose();
    },
  });
  const clashes = edit.clashes.length > 0;
  return (
    <EditDialog
      title="Edit name"
      label="Save name"
      reason={reason}
      onReason={(text) => {
        setReason(text);
        edit.typed("reason");
      }}
      reasonProblem={edit.problem?.field === "reason" ? edit.problem.message : undefined}
      problem={edit.problem?.field === undefined ? edit.problem?.message : undefined}
      busy={edit.busy}
      dirty={name !== user.name}
      idle={name.trim() === user.name && !edit.problem}
      instead={clashes && <Clashes edit={edit} nameOf={() => "Name"} />}
      onSubmit={() => edit.save({ name: name.trim() })}
      onClose={onClose}
    >
      <TextField
        label="Name"
        name="name"
        autoComplete="off"
        maxLength={200}
        value={name}
        readOnly={clashes}
        onChange={(event) => {
          setName(event.target.value);
          edit.typed("name");
        }}
        error={edit.problem?.field === "name" ? edit.problem.message : undefined}
        hint="Also found by the search. Leave it empty to take it away."
      />
    </EditDialog>
  );
}
