"use client";

import { UserText } from "#components/text/user-text.tsx";
import { bringUp } from "#components/ui/bring-up.ts";
import { Button } from "#components/ui/button.tsx";
import { Notice } from "#components/ui/notice.tsx";
import type { RoleEdit } from "#lib/client/edit-roles.ts";
import type { RoleChange } from "#lib/client/role-changes.ts";

/** Somebody else was faster: what they did, and how to go on. */
export function RoleConflict({ edit, change: { added, removed } }: { edit: RoleEdit; change: RoleChange }) {
  return (
    <Notice
      ref={bringUp}
      role="alert"
      tone="warn"
      title="Somebody else changed these roles meanwhile"
      action={
        <>
          <Button size="sm" onClick={edit.rebase}>
            Keep my changes on top
          </Button>
          <Button size="sm" variant="outline" onClick={edit.undo}>
            Take theirs
          </Button>
        </>
      }
    >
      <p>Nothing of yours was saved yet.</p>
      <Names label="They added" names={added} />
      <Names label="They removed" names={removed} />
    </Notice>
  );
}

function Names({ label, names }: { label: string; names: string[] }) {
  if (names.length === 0) return null;
  return (
    <p>
      {label}:{" "}
      <strong className="font-medium">
        <UserText>{names.join(", ")}</UserText>
      </strong>
    </p>
  );
}
