import { deskParts, rolesKeptAside, rolesOf, statusOf } from "#lib/server/account.ts";
import * as config from "#lib/server/config.ts";
import type { ChangeDeps } from "#lib/server/deps.ts";
import { AppError } from "#lib/server/errors.ts";
import { storeStanding } from "#lib/server/gotrue/updates.ts";
import type { Effect } from "#lib/server/policy/policy.ts";
import { standing } from "#lib/server/policy/rank.ts";
import { sameRoles } from "#lib/server/role-set.ts";
import { noteEnd } from "#lib/server/users/suspension-ends.ts";
import { type Edit, type Kind, sameJsonIn } from "./kind.ts";

/** `app_metadata.desk` as it is stored; null where there is none. */
export type StateFields = { roles: string[]; desk: unknown };
type StateAction = "users.suspend" | "users.restore" | "users.delete";

const never = { confirmedAt: undefined, invitedAt: undefined };

/** What we keep of somebody who is suspended, in the bin, in review or rejected; undefined where Identity's word stands. */
function barredAs({ desk }: StateFields) {
  const status = statusOf({ appMetadata: { desk }, ...never });
  return status === "unconfirmed" ? undefined : status;
}

function everyRole({ roles, desk }: StateFields): string[] {
  return [...new Set([...roles, ...rolesKeptAside({ appMetadata: { desk } })])];
}

function actionFor({ before, after }: Edit<StateFields>): StateAction {
  const status = barredAs(after);
  if (status === "deleted") return "users.delete";
  return status === "suspended" && barredAs(before) !== "deleted" ? "users.suspend" : "users.restore";
}

/** Whoever gives roles back needs the rank to give them; to put them aside, nobody may win or lose one by the way. */
function effectOf({ before, after }: Edit<StateFields>): Effect {
  if (barredAs(after)) return { roles: { before: everyRole(before), after: everyRole(after) } };
  return { roles: { before: before.roles, after: after.roles } };
}

function checkEnd({ account, after }: Edit<StateFields>, { rules }: ChangeDeps): void {
  const { until, ended } = deskParts({ appMetadata: { desk: after.desk } });
  if (until === undefined) return;
  if (ended) {
    throw new AppError("invalid", "This end has passed already. Choose a later one, or none.", { field: "until" });
  }
  if (standing(rules, account)) {
    const message = "Staff are not let back in by the clock. Suspend them without an end; a colleague restores them.";
    throw new AppError("invalid", message, { field: "until" });
  }
  config.cronSecret();
}

/** Suspends, puts into the bin, and takes either back: the roles go aside and come back together with the status. */
export const stateKind: Kind<StateFields, StateAction> = {
  ridesInToken: true,
  read: (account) => ({ roles: rolesOf(account), desk: account.appMetadata.desk ?? null }),
  same: (a, b) => sameRoles(a.roles, b.roles) && sameJsonIn(a.desk, b.desk),
  judge: (edit) => ({
    action: actionFor(edit),
    effect: effectOf(edit),
    // Taking back needs the rank of what is taken back.
    like: barredAs(edit.before) === "deleted" && barredAs(edit.after) !== "deleted" ? "users.delete" : undefined,
  }),
  check(edit, deps) {
    checkEnd(edit, deps);
    return undefined;
  },
  async write(permit, { account, after }, { identity, state }) {
    const { until } = deskParts({ appMetadata: { desk: after.desk } });
    // First, for an end that nobody knows of would never come; one that finds nobody suspended does nothing.
    if (until !== undefined) await noteEnd(state, account.id, until);
    await storeStanding(permit, identity, { id: account.id, ...after });
  },
  async afterwards(_permit, { after }) {
    return barredAs(after) ? [whatStaysOpen] : [];
  },
};

const whatStaysOpen = "Identity ends no sessions: open ones go on without roles, and a recovery link still opens one.";
