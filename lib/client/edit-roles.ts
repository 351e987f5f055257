import { useState } from "react";
import type { UserDetail } from "#lib/contract/users.ts";
import { messageOf } from "./api.ts";
import { ApiError } from "./api-error.ts";
import { parseTime } from "./dates.ts";
import { applyChange, isSame, type RoleChange, roleChange } from "./role-changes.ts";
import { useSubmit } from "./submit.ts";
import { useFreshUser, useSetRoles } from "./users.ts";

interface Draft {
  /** The roles the person started from. */
  base: string[];
  chosen: string[];
  /** Why, for the audit; may stay empty. */
  reason: string;
  /** The user as somebody else left them since. */
  theirs?: UserDetail;
}

/** What a save came to. */
export interface SavedRoles {
  /** Until when a session that is open now may still carry the old roles. */
  oldUntil: Date | undefined;
  /** What else whoever saved ought to know, in sentences of the server. */
  notices: string[];
}

export interface RoleEdit extends Pick<Draft, "chosen" | "reason"> {
  choose: (roles: string[]) => void;
  explain: (reason: string) => void;
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
  saved: SavedRoles | undefined;
}

/** Roles being edited, against the ones they were started from. */
export function useRoleEdit(user: UserDetail): RoleEdit {
  const [draft, setDraft] = useState<Draft>(draftOf(user.roles));
  const [saved, setSaved] = useState<SavedRoles>();
  const setRoles = useSetRoles(user.id);
  const readAgain = useFreshUser(user.id);
  const { base, chosen, reason, theirs } = draft;
  const changed = !isSame(base, chosen);

  const { submit, busy, error, reset } = useSubmit(async () => {
    setSaved(undefined);
    try {
      const answer = await setRoles({ roles: chosen, expected: base, reason: reason.trim() || undefined });
      setDraft(draftOf(answer.user.roles));
      setSaved({ oldUntil: parseTime(answer.bitesBy), notices: answer.notices });
    } catch (thrown) {
      if (isAboutTheUser(thrown)) setDraft({ ...draft, theirs: await readAgain() });
      throw thrown;
    }
  });

  // Nothing is being edited: show what the server says now, such as after a refresh.
  if (!changed && !busy && !isSame(base, user.roles)) setDraft(draftOf(user.roles));

  function restart(next: Draft): void {
    reset();
    setDraft(next);
  }

  return {
    chosen,
    reason,
    choose: (roles) => setDraft({ ...draft, chosen: roles }),
    explain: (text) => setDraft({ ...draft, reason: text }),
    changed,
    save: () => submit(undefined),
    undo: () => restart(draftOf(user.roles)),
    busy,
    problem: error === undefined || theirs ? undefined : messageOf(error),
    conflict: theirs && roleChange(base, theirs.roles),
    rebase: () => restart(rebased(draft)),
    saved,
  };
}

function draftOf(roles: string[]): Draft {
  return { base: roles, chosen: roles, reason: "" };
}

function rebased({ base, chosen, reason, theirs }: Draft): Draft {
  const roles = theirs?.roles ?? base;
  return { base: roles, chosen: applyChange(roles, roleChange(base, chosen)), reason };
}

/** The roles are others than the page shows, or the user is gone. */
function isAboutTheUser(error: unknown): boolean {
  return error instanceof ApiError && (error.code === "changed_meanwhile" || error.code === "not_found");
}
