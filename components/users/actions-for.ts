import { KeyRound } from "lucide-react";
import { goTo } from "#components/ui/go-to.ts";
import type { UserDetail } from "#lib/contract/users.ts";
import { editActions } from "./edit/actions.ts";
import { stateActions } from "./state/actions.ts";
import type { UserAction } from "./user-action.ts";

/** Headings of the page of a user that actions and notices lead to. */
export const anchors = {
  roles: "roles",
  links: "links",
  activity: "activity",
  notes: "notes",
  metadata: "metadata",
} as const;

/** Everything that can be done to somebody in their present status, the likely first; who may is told by `can`. */
export function actionsFor(user: UserDetail): UserAction[] {
  const state = stateActions(user);
  return [
    // Whoever is kept out is to be let in again before anything else.
    ...state.filter(({ prominent }) => prominent),
    ...editActions(user),
    { action: "users.set_roles", label: "Change roles", Icon: KeyRound, run: () => goTo(anchors.roles) },
    ...state.filter(({ prominent }) => !prominent),
  ];
}
