"use client";

import { useState } from "react";
import type { UserDialogProps } from "#components/users/user-action.ts";
import type { Fields } from "#lib/client/field-diff.ts";
import { fieldChanges } from "#lib/client/field-diff.ts";
import { useFieldEdit } from "#lib/client/field-edit.ts";
import { useMetadataDraft } from "#lib/client/metadata-draft.ts";
import { announce, useUserEdits } from "#lib/client/user-edits.ts";
import { reservedAppKeys } from "#lib/contract/metadata-rules.ts";
import { Clashes } from "./clashes.tsx";
import { EditDialog } from "./edit-dialog.tsx";
import { JsonEditor } from "./json-editor.tsx";
import { MetadataChanges } from "./metadata-changes.tsx";
import { MetadataForm } from "./metadata-form.tsx";
import { ViewSwitch } from "./view-switch.tsx";

const objects = {
  user: {
    title: "Edit user metadata",
    note: "The user and the site can write here too. Nothing in it grants anything.",
  },
  app: {
    title: "Edit app metadata",
    note: "Only staff and the site write here. Roles, status and provider are not shown: they are changed elsewhere.",
  },
};

function editable(user: UserDialogProps["user"], of: "user" | "app"): Fields {
  if (of === "user") return user.userMetadata;
  return Object.fromEntries(Object.entries(user.appMetadata).filter(([key]) => !Object.hasOwn(reservedAppKeys, key)));
}

export function UserMetadataDialog(props: UserDialogProps) {
  return <MetadataDialog {...props} of="user" />;
}

export function AppMetadataDialog(props: UserDialogProps) {
  return <MetadataDialog {...props} of="app" />;
}

interface Props extends UserDialogProps {
  of: "user" | "app";
}

/** One metadata object as a form for what is plain in it, and as JSON for all of it; what will be sent is shown before. */
function MetadataDialog({ user, of, onClose }: Props) {
  const [seen] = useState(() => editable(user, of));
  const [reason, setReason] = useState("");
  const draft = useMetadataDraft(seen);
  const { editMetadata } = useUserEdits(user);
  const edit = useFieldEdit({
    seen,
    send: (wish) => editMetadata(of, wish, reason),
    currentOf: (current) => objectIn(current[`${of}Metadata`]),
    onDecided: draft.replace,
    onSaved(answer) {
      if (answer) announce(answer, { title: "Metadata saved", old: "the old metadata" });
      onClose();
    },
  });
  const changes = draft.fields ? fieldChanges(edit.base, draft.fields) : undefined;
  const clashes = edit.clashes.length > 0;
  return (
    <EditDialog
      wide
      title={objects[of].title}
      label="Save metadata"
      reason={reason}
      onReason={setReason}
      problem={edit.problem?.message}
      busy={edit.busy}
      dirty={draft.touched}
      idle={changes?.length === 0}
      instead={clashes && <Clashes edit={edit} />}
      onSubmit={() => (draft.fields ? edit.save(draft.fields) : draft.showProblems())}
      onClose={onClose}
    >
      <p className="text-muted-foreground">{objects[of].note}</p>
      <fieldset disabled={clashes} className="grid gap-4 *:min-w-0">
        <legend className="sr-only">Metadata</legend>
        <ViewSwitch draft={draft} />
        {draft.view === "form" ? <MetadataForm draft={draft} of={of} /> : <JsonEditor draft={draft} />}
      </fieldset>
      {!clashes && <MetadataChanges changes={changes} />}
    </EditDialog>
  );
}

function objectIn(value: unknown): Fields {
  return typeof value === "object" && value !== null ? { ...value } : {};
}
