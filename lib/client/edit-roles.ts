import { useState } from "react";
import type { UserDetail } from "#lib/contract/users.ts";
import { messageOf } from "./api.ts";
import { ApiError } from "./api-error.ts";
import { applyChange, isSame, type RoleChange, roleChange } from "./role-changes.ts";
import { useSubmit } from "./submit.ts";
import { useFreshUser, useSetRoles } from "./users.ts";

/** An access token lives an hour and keeps the roles it was made with. */
const tokenLife = 3_600_000;

export interface RoleEdit {
  chosen: string[];
  choose: (roles: string[]) => void;
  changed: boolean;
  save: () => void;
  undo: () => void;
  busy: boolean;
  /** Why the last save changed nothing. */
  problem: string | undefined;
  /** What somebody else did to the roles since this page showed them. */
  conflict: RoleChange | undefined;
  /** Keeps the person's own change, on top of what is there now. */
  rebase: () => void;
  /** After a save: until when a session that is open now may still carry the old roles. */
  oldUntil: Date | undefined;
}

/** The roles are others than the page shows, or the user is gone. */
function isAboutTheUser(error: unknown): boolean {
  return error instanceof ApiError && (error.code === "changed_meanwhile" || error.code === "not_found");
}

/** Roles being edited, against the ones they were started from. */
export function useRoleEdit(user: UserDetail): RoleEdit {
  const setRoles = useSetRoles(user.id);
  const readAgain = useFreshUser(user.id);
  const [base, setBase] = useState(user.roles);
  const [chosen, setChosen] = useState(user.roles);
  const [conflict, setConflict] = useState<UserDetail>();
  const [oldUntil, setOldUntil] = useState<Date>();

  function startFrom(roles: string[], draft = roles): void {
    setBase(roles);
    setChosen(draft);
    setConflict(undefined);
  }

  const { submit, busy, error, reset } = useSubmit(async () => {
    setOldUntil(undefined);
    try {
      const saved = await setRoles(chosen, base);
      setOldUntil(new Date(Date.now() + tokenLife));
      startFrom(saved.roles);
    } catch (thrown) {
      if (isAboutTheUser(thrown)) setConflict(await readAgain());
      throw thrown;
    }
  });

  // Nothing is being edited: show what the server says now, such as after a refresh.
  if (isSame(base, chosen) && !isSame(base, user.roles) && !busy) startFrom(user.roles);

  return {
    chosen,
    choose: setChosen,
    changed: !isSame(base, chosen),
    save: () => submit(undefined),
    undo: () => {
      reset();
      startFrom(user.roles);
    },
    busy,
    problem: error === undefined || conflict ? undefined : messageOf(error),
    conflict: conflict && roleChange(base, conflict.roles),
    rebase: () => {
      reset();
      if (conflict) startFrom(conflict.roles, applyChange(conflict.roles, roleChange(base, chosen)));
    },
    oldUntil,
  };
}
