import type { Input, Output } from "#lib/contract/endpoint.ts";
import type { createUser, UnfinishedStep } from "#lib/contract/new-user.ts";
import { type Account, rolesOf } from "#lib/server/account.ts";
import { type Done, recorded } from "#lib/server/audit/audit.ts";
import type { Deps } from "#lib/server/deps.ts";
import { AppError } from "#lib/server/errors.ts";
import { findByAddress, getAccount } from "#lib/server/gotrue/accounts.ts";
import { createAccount, inviteAccount, sendRecovery, storeRoles } from "#lib/server/gotrue/changes.ts";
import { wasMadeByOperator } from "#lib/server/gotrue/log.ts";
import { IdentityFault } from "#lib/server/gotrue/transport.ts";
import { log } from "#lib/server/log.ts";
import { lookAlikesOf } from "#lib/server/look-alikes/look-alikes.ts";
import { readablePassword, unknownPassword } from "#lib/server/password.ts";
import { authorize, type Permit } from "#lib/server/policy/policy.ts";
import { sameRoles } from "#lib/server/role-set.ts";
import { noteAccount } from "#lib/server/snapshot/note.ts";
import { requireNewAddress } from "./new-address.ts";
import { asUser } from "./view.ts";

type Creation = Output<typeof createUser>;
type Body = Input<typeof createUser>["body"];
type CreationPermit = Permit<"users.create"> | Permit<"users.invite">;

interface Plan {
  body: Body;
  roles: string[];
  /** Set for every way but the invitation, which makes an account without one. */
  password: string | undefined;
  permit: CreationPermit;
}

interface Made {
  account: Account;
  /** Identity made it but its answer was lost, so it is not sure which password it has. */
  recovered: boolean;
}

function attempt({ body, password, permit }: Plan, { identity }: Deps): Promise<Account> {
  const { email, name, access } = body;
  if (isInvitation(permit)) return inviteAccount(permit, identity, { email, name });
  return createAccount(permit, identity, {
    email,
    name,
    password: password ?? unknownPassword(),
    confirmed: access === "password",
  });
}

function isInvitation(permit: CreationPermit): permit is Permit<"users.invite"> {
  return permit.action === "users.invite";
}

/** The account our lost call has made: with this very address, and made by an operator, not by a stranger meanwhile. */
async function lookForOwn({ body, permit }: Plan, { identity }: Deps): Promise<Account | undefined> {
  const way = isInvitation(permit) ? "invite" : "create";
  const found = (await findByAddress(identity, body.email)).filter((account) => account.email === body.email);
  for (const account of found) if (await wasMadeByOperator(identity, account.id, way)) return account;
  return undefined;
}

/** Creates once: after a lost answer it looks before it tries a second and last time. */
async function make(plan: Plan, deps: Deps): Promise<Made> {
  try {
    return { account: await attempt(plan, deps), recovered: false };
  } catch (error) {
    if (!(error instanceof IdentityFault && error.mayHaveHappened)) throw error;
  }
  const own = await lookForOwn(plan, deps);
  if (own) return { account: own, recovered: true };
  try {
    return { account: await attempt(plan, deps), recovered: false };
  } catch (error) {
    const late = await lookForOwn(plan, deps);
    if (late) return { account: late, recovered: true };
    throw error;
  }
}

const again = "The account exists; this can be done again.";

interface Finished {
  /** As read back after the change, where there was one. */
  account: Account;
  unfinished: UnfinishedStep[];
}

/** Sets what creation cannot: roles, and the password once more where it is in doubt. Says what did not happen. */
async function finishRoles({ account, recovered }: Made, plan: Plan, deps: Deps): Promise<Finished> {
  const { roles, permit } = plan;
  const password = recovered ? plan.password : undefined;
  if (roles.length === 0 && password === undefined) return { account, unfinished: [] };
  const notDone = (why: string): Finished => ({ account, unfinished: [{ step: "roles", message: `${why} ${again}` }] });
  try {
    await storeRoles(permit, deps.identity, { id: account.id, roles, password });
    const stored = await getAccount(deps.identity, account.id);
    if (!stored || !sameRoles(rolesOf(stored), roles)) return notDone("Identity did not keep the roles.");
    return { account: stored, unfinished: [] };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return notDone(`The roles were not stored: ${error.message}`);
  }
}

async function finishMail(account: Account, { body, permit }: Plan, deps: Deps): Promise<UnfinishedStep[]> {
  if (body.access !== "mail" || isInvitation(permit)) return [];
  try {
    await sendRecovery(permit, deps.identity, account.email);
    return [];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [{ step: "mail", message: `The mail was not sent: ${error.message} ${again}` }];
  }
}

/** Identity has no unique index: of two creations at once both may succeed, so whoever comes later says so. */
async function lookForTwins(account: Account, deps: Deps): Promise<UnfinishedStep[]> {
  try {
    const { length } = await findByAddress(deps.identity, account.email);
    if (length <= 1) return [];
    const message = `There are now ${length} accounts with this address, made at the same moment. Keep one, and delete the others.`;
    return [{ step: "twin", message }];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const message = `Whether somebody else made an account with this address at the same moment is not known: ${error.message}`;
    return [{ step: "twin", message }];
  }
}

/** They only warn, so not finding out holds nothing up. */
async function warnings(email: string, deps: Deps): Promise<Creation["lookAlikes"]> {
  try {
    return (await lookAlikesOf(email, deps)).lookAlikes;
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log("warn", "look_alikes_unknown", {}, error);
    return [];
  }
}

async function carryOut(plan: Plan, deps: Deps): Promise<Done<Omit<Creation, "lookAlikes">>> {
  const made = await make(plan, deps);
  const { account, unfinished: roleSteps } = await finishRoles(made, plan, deps);
  await noteAccount(deps, account);
  const mailSteps = await finishMail(account, plan, deps);
  const unfinished = [...roleSteps, ...mailSteps, ...(await lookForTwins(account, deps))];
  return {
    value: {
      user: asUser(account, deps),
      password: plan.body.access === "password" ? plan.password : undefined,
      unfinished,
    },
    target: { id: account.id, email: account.email },
    failed: unfinished.length === 0 ? undefined : unfinished.map((step) => step.message).join(" "),
  };
}

/** Creates an account in one of three ways, after the checks that Identity leaves out for accounts made by staff. */
export async function create({ body }: Input<typeof createUser>, deps: Deps): Promise<Creation> {
  const { rules, actor, audit } = deps;
  const roles = [...new Set(body.roles ?? [])];
  const action = body.access === "invite" ? "users.invite" : "users.create";
  const permit: CreationPermit = authorize(rules, {
    actor,
    action,
    effect: { email: body.email, roles: { before: [], after: roles } },
  });
  const [checked, lookAlikes] = await Promise.all([requireNewAddress(body, deps), warnings(body.email, deps)]);
  const password = { password: readablePassword(), mail: unknownPassword(), invite: undefined }[body.access];
  const after = { email: body.email, name: body.name, roles, access: body.access, ...checked.evidence };
  const creation = await recorded(audit, permit, { after, reason: body.reason }, async () => {
    await checked.leavePass();
    return carryOut({ body, roles, password, permit }, deps);
  });
  return { ...creation, lookAlikes };
}
