"use client";

import { bringUp } from "#components/ui/bring-up.ts";
import { Button } from "#components/ui/button.tsx";
import { Card } from "#components/ui/card.tsx";
import { TextField } from "#components/ui/field.tsx";
import { instead } from "#components/ui/instead.ts";
import { Notice } from "#components/ui/notice.tsx";
import { Skeleton } from "#components/ui/skeleton.tsx";
import { type RoleEdit, useRoleEdit } from "#lib/client/edit-roles.ts";
import { useSession } from "#lib/client/session.ts";
import { whyLocked } from "#lib/client/why-locked.ts";
import type { AssignableRole, Session } from "#lib/contract/session.ts";
import type { UserDetail } from "#lib/contract/users.ts";
import { anchors } from "./actions-for.ts";
import { RoleChoices } from "./role-choices.tsx";
import { RoleConflict } from "./role-conflict.tsx";
import { RoleList } from "./role-list.tsx";
import { RolesSaved } from "./roles-saved.tsx";

/** The roles of a user, to change where the viewer may. */
export function UserRoles({ user }: { user: UserDetail }) {
  const { data: session } = useSession();
  const mayChange = user.can.includes("users.set_roles");
  return (
    <Card title="Roles" anchor={anchors.roles}>
      {user.rank === "owner" && (
        <p className="mb-3 text-muted-foreground">
          An owner of this desk: named by address in its settings, not by a role.
        </p>
      )}
      {!session && <Skeleton className="w-40" />}
      {session && mayChange && <Editor user={user} session={session} />}
      {session && !mayChange && (
        <>
          <RoleList user={user} />
          <p className="mt-3 text-muted-foreground">{whyLocked(user, session)}</p>
        </>
      )}
    </Card>
  );
}

function Editor({ user, session }: { user: UserDetail; session: Session }) {
  const edit = useRoleEdit(user);
  return (
    <form className="grid gap-4" onSubmit={instead(() => edit.changed && edit.save())}>
      <RoleChoices roles={allRoles(user, session)} chosen={edit.chosen} onChange={edit.choose} />
      {edit.problem && (
        <Notice ref={bringUp} role="alert" tone="bad" title="The roles were not changed">
          {edit.problem}
        </Notice>
      )}
      {edit.conflict && <RoleConflict edit={edit} change={edit.conflict} />}
      {edit.changed && !edit.conflict && (
        <TextField
          label="Reason"
          name="reason"
          optional
          maxLength={500}
          autoComplete="off"
          value={edit.reason}
          onChange={(event) => edit.explain(event.target.value)}
          hint="Kept in the audit list, with your name."
        />
      )}
      {!edit.conflict && <Buttons edit={edit} />}
      <div role="status">{edit.saved && <RolesSaved {...edit.saved} />}</div>
    </form>
  );
}

function Buttons({ edit }: { edit: RoleEdit }) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Button type="submit" busy={edit.busy} aria-disabled={!edit.changed}>
        Save roles
      </Button>
      {edit.changed && !edit.busy && (
        <Button variant="ghost" onClick={edit.undo}>
          Discard changes
        </Button>
      )}
    </div>
  );
}

/** The roles of the configuration, and whatever else this account carries; who may take those is the server's word. */
function allRoles(user: UserDetail, session: Session): AssignableRole[] {
  const listed = session.roles.map((role) => role.name);
  const others = user.roles.filter((role) => !listed.includes(role));
  return [
    ...session.roles,
    ...others.map((name) => ({ name, description: "Not in the list of this site’s roles", grantable: true })),
  ];
}
