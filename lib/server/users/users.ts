import type { Input, Output } from "#lib/contract/endpoint.ts";
import type { getUser, listUsers, setRoles as setRolesRow } from "#lib/contract/users.ts";
import { type Account, isBarred, rolesOf, statusOf } from "#lib/server/account.ts";
import { recorded } from "#lib/server/audit/audit.ts";
import type { Deps } from "#lib/server/deps.ts";
import { AppError } from "#lib/server/errors.ts";
import { getAccount, listAccounts } from "#lib/server/gotrue/accounts.ts";
import { sendRecovery, storeRoles } from "#lib/server/gotrue/changes.ts";
import { unexpected } from "#lib/server/gotrue/transport.ts";
import { authorize, type Permit } from "#lib/server/policy/policy.ts";
import { rankOfRoles } from "#lib/server/policy/rank.ts";
import { sameRoles } from "#lib/server/role-set.ts";
import { asUser, asUserDetail } from "./view.ts";

const PER_PAGE = 50;

/** A page of users, live from Identity. */
export async function list({ query }: Input<typeof listUsers>, deps: Deps): Promise<Output<typeof listUsers>> {
  const { accounts, total } = await listAccounts(deps.identity, {
    page: query.page ?? 1,
    perPage: query.perPage ?? PER_PAGE,
    search: query.q ?? "",
    oldestFirst: query.sort === "createdAt",
  });
  return { users: accounts.map((account) => asUser(account, deps)), total, asOf: new Date().toISOString() };
}

async function existing(id: string, { identity }: Deps): Promise<Account> {
  const account = await getAccount(identity, id);
  if (account) return account;
  throw new AppError("not_found", "There is no user with this id. It may have been deleted meanwhile.");
}

/** One user with everything Identity says of them. */
export async function get({ params }: Input<typeof getUser>, deps: Deps): Promise<Output<typeof getUser>> {
  return asUserDetail(await existing(params.id, deps), deps);
}

function requireUnbarred(account: Account): void {
  if (!isBarred(account)) return;
  const status = statusOf(account).replace("_", " ");
  throw new AppError("invalid", `This account is ${status} and has no roles until that is lifted.`, { field: "roles" });
}

function changedMeanwhile(): AppError {
  return new AppError(
    "changed_meanwhile",
    "Somebody changed these roles meanwhile. Look at what they are now, then decide again.",
  );
}

type RolesPermit = Permit<"users.set_roles" | "users.set_staff_roles">;

/** Replaces the roles of a user, unless they are no longer what the caller saw, and reads back whether they are as asked. */
export async function setRoles(
  { params, body }: Input<typeof setRolesRow>,
  deps: Deps,
): Promise<Output<typeof setRolesRow>> {
  const { rules, actor, identity, audit } = deps;
  const account = await existing(params.id, deps);
  const before = rolesOf(account);
  const after = [...new Set(body.roles)];
  const staffRoles = Object.values(rules.staffRoles);
  const touchesStaff = staffRoles.some((role) => before.includes(role) !== after.includes(role));
  const action = touchesStaff ? "users.set_staff_roles" : "users.set_roles";
  const permit = authorize(rules, { actor, action, target: account, effect: { roles: { before, after } } });
  requireUnbarred(account);
  if (!sameRoles(before, body.expected)) {
    throw changedMeanwhile();
  }
  if (sameRoles(before, after)) return asUserDetail(account, deps);
  const details = { before: { roles: before }, after: { roles: after }, reason: body.reason };
  return recorded(audit, permit, details, async () => {
    await storeRoles(permit, identity, { id: account.id, roles: after });
    const stored = await existing(account.id, deps);
    if (sameRoles(rolesOf(stored), before)) throw unexpected("the roles are as they were before");
    if (!sameRoles(rolesOf(stored), after)) throw changedMeanwhile();
    const becomesStaff = !rankOfRoles(before, rules.staffRoles) && rankOfRoles(after, rules.staffRoles);
    const notices = becomesStaff ? await secureNewStaff(permit, stored, deps) : [];
    return { value: { ...asUserDetail(stored, deps), ...(notices.length > 0 && { notices }) } };
  });
}

/** Whoever signed up by themselves may not be who reads the address's mail: Identity keeps the first password typed. */
async function secureNewStaff(permit: RolesPermit, account: Account, { identity }: Deps): Promise<string[]> {
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
