"use client";

import { useState } from "react";
import { Choice } from "#components/ui/choice.tsx";
import { TextField } from "#components/ui/field.tsx";
import { Notice } from "#components/ui/notice.tsx";
import { AddressCheck } from "#components/users/address-check.tsx";
import type { UserDialogProps } from "#components/users/user-action.ts";
import { useAddressCheck } from "#lib/client/address-check.ts";
import { useFieldEdit } from "#lib/client/field-edit.ts";
import { useSession } from "#lib/client/session.ts";
import { lingering, useUserEdits } from "#lib/client/user-edits.ts";
import type { Changed } from "#lib/contract/user-changes.ts";
import { Clashes } from "./clashes.tsx";
import { EditDialog } from "./edit-dialog.tsx";
import { Outcome } from "./outcome.tsx";

/** Changes an address, with what stands against the new one shown before. */
export function EmailDialog({ user, onClose }: UserDialogProps) {
  const [email, setEmail] = useState(user.email);
  const [reason, setReason] = useState("");
  const [override, setOverride] = useState(false);
  const [saved, setSaved] = useState<Changed>();
  const { changeEmail } = useUserEdits(user);
  const check = useAddressCheck(email.trim() === user.email ? "" : email, user.id);
  const mayOverride = useSession().data?.can.includes("checks.override") ?? false;
  const edit = useFieldEdit({
    seen: { email: user.email },
    send: (wish) => changeEmail(wish, { reason: reason.trim(), override }),
    onDecided: (wanted) => setEmail(String(wanted.email)),
    onSaved: (answer) => (answer ? setSaved(answer) : onClose()),
  });
  if (saved) return <Saved answer={saved} onClose={onClose} />;

  const { problem } = edit;
  const at = (field: string) => (problem?.field === field ? problem.message : undefined);
  const clashes = edit.clashes.length > 0;
  const isShut = check.result?.directory.shut.includes("create") ?? false;
  const needsOverride = isShut || problem?.code === "email_known" || problem?.code === "email_unchecked";
  const asksOverride = needsOverride && mayOverride;
  return (
    <EditDialog
      title="Change e-mail address"
      label={override && asksOverride ? "Change it anyway" : "Change address"}
      reason={reason}
      onReason={(text) => {
        setReason(text);
        edit.typed("reason");
      }}
      reasonRequired
      reasonProblem={at("reason")}
      problem={problem && !at("email") && !at("reason") ? problem.message : undefined}
      busy={edit.busy}
      dirty={email.trim() !== user.email || reason !== ""}
      idle={email.trim() === user.email}
      instead={clashes && <Clashes edit={edit} nameOf={() => "E-mail address"} />}
      onSubmit={() => edit.save({ email: email.trim() })}
      onClose={onClose}
    >
      <TextField
        label="New address"
        name="email"
        type="email"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        value={email}
        readOnly={clashes}
        onChange={(event) => {
          setEmail(event.target.value);
          edit.typed("email");
        }}
        onBlur={check.settle}
        error={at("email")}
      />
      <AddressCheck
        check={check}
        needsReason={needsOverride}
        mayOverride={mayOverride}
        wayOn="Tick the box below to change it all the same."
        className="-mt-2"
      />
      {asksOverride && (
        <Choice
          type="checkbox"
          label="Change it all the same"
          hint="The reason you give stays in the audit list, with what the directory said."
          checked={override}
          onChange={() => setOverride(!override)}
        />
      )}
      <Notice tone="info">
        Identity changes it at once and takes it as confirmed: nobody is asked, and no mail goes out. They sign in with
        the new address from then on.
      </Notice>
    </EditDialog>
  );
}

function Saved({ answer, onClose }: { answer: Changed; onClose: () => void }) {
  const until = lingering(answer, "the old address");
  return <Outcome title="Address changed" notices={[...(until ? [until] : []), ...answer.notices]} onClose={onClose} />;
}
