import { isBarred, keptOut, rolesOf, statusOf } from "#lib/server/account.ts";
import type { ChangeDeps } from "#lib/server/deps.ts";
import { AppError } from "#lib/server/errors.ts";
import { sendRecovery, storeRoles } from "#lib/server/gotrue/changes.ts";
import type { Permit } from "#lib/server/policy/policy.ts";
import { rankOfRoles } from "#lib/server/policy/rank.ts";
import { sameRoles } from "#lib/server/role-set.ts";
import type { Edit, Kind } from "./kind.ts";

export type RoleFields = { roles: string[] };
type RolesAction = "users.set_roles" | "users.set_staff_roles";

function touchesStaff({ before, after }: Edit<RoleFields>, { rules }: ChangeDeps): boolean {
  const staffRoles = Object.values(rules.staffRoles);
  return staffRoles.some((role) => before.roles.includes(role) !== after.roles.includes(role));
}

/** Replaces the roles of a user as a whole. */
export const rolesKind: Kind<RoleFields, RolesAction> = {
  ridesInToken: true,
  read: (account) => ({ roles: rolesOf(account) }),
  same: (a, b) => sameRoles(a.roles, b.roles),
  judge: (edit, deps) => ({
    action: touchesStaff(edit, deps) ? "users.set_staff_roles" : "users.set_roles",
    effect: { roles: { before: edit.before.roles, after: edit.after.roles } },
  }),
  check({ account }) {
    if (keptOut(account)?.ended) {
      const message = "The suspension has ended and the roles are about to come back. Restore first, then change them.";
      throw new AppError("invalid", message, { field: "roles" });
    }
    if (!isBarred(account)) return undefined;
    const status = statusOf(account).replace("_", " ");
    throw new AppError("invalid", `This account is ${status} and has no roles until that is lifted.`, {
      field: "roles",
    });
  },
  write: (permit, { account, after }, { identity }) =>
    storeRoles(permit, identity, { id: account.id, roles: after.roles }),
  async afterwards(permit, edit, deps) {
    const { staffRoles } = deps.rules;
    const becomesStaff = !rankOfRoles(edit.before.roles, staffRoles) && rankOfRoles(edit.after.roles, staffRoles);
    return becomesStaff ? secureNewStaff(permit, edit, deps) : [];
  },
};

/** Whoever signed up by themselves may not be who reads the address's mail: Identity keeps the first password typed. */
async function secureNewStaff(
  permit: Permit<RolesAction>,
  { account }: Edit<RoleFields>,
  { identity }: ChangeDeps,
): Promise<string[]> {
  const signedUpAlone = account.invitedAt === undefined && account.confirmationSentAt !== undefined;
  if (!signedUpAlone) return [];
  const why = "This person signed up by themselves, and whoever did so first may know the password.";
  try {
    await sendRecovery(permit, identity, account.email);
    return [`${why} A mail with a link to set a new one is on its way: ask them to use it.`];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [`${why} The mail to set a new one was not sent (${error.message}) Ask them to use "Forgot password?".`];
  }
}
