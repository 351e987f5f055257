import { Action, type Rank } from "#lib/contract/policy.ts";
import { type Account, rolesKeptAside } from "#lib/server/account.ts";
import { AppError } from "#lib/server/errors.ts";
import { sameRoles } from "#lib/server/role-set.ts";
import { atLeast, isReservedAddress, type Rules, rankOfRoles, standing } from "./rank.ts";
import { machineTable, policyTable, type Reach } from "./table.ts";

export interface Staff {
  kind: "staff";
  id: string;
  email: string;
  name: string;
  rank: Rank;
}
interface Machine {
  kind: keyof typeof machineTable;
  id: string;
  email: "";
}
export type Actor = Staff | Machine;

export type Subject = Pick<Account, "id" | "email" | "audience" | "appMetadata">;

/** What would be different afterwards. Every path says it: form, bulk, import, undo, JSON editor. */
export interface Effect {
  roles?: { before: readonly string[]; after: readonly string[] };
  /** The address somebody gets, be it by creation or by change. */
  email?: string;
}

export interface Attempt<A extends Action = Action> {
  actor: Actor;
  action: A;
  target?: Subject;
  effect?: Effect;
  /** When this actor last changed the target's address, in ms since 1970. */
  addressChangedAt?: number;
  now?: number;
}

/** An attempt with the rank that protects its target, which is the same for every action. */
interface Judged {
  attempt: Attempt;
  targetRank: Rank | undefined;
}

const minted: unique symbol = Symbol("permit");
const genuine = new WeakSet<object>();

/** Leave to do one thing. Only `authorize` makes one, and calls that change Identity take it first. */
export interface Permit<A extends Action = Action> {
  readonly [minted]: true;
  readonly actor: Actor;
  readonly action: A;
  readonly target: { id?: string; email?: string };
}

/** Stops a permit that was cast instead of minted. */
export function requireGenuine(permit: Permit): void {
  if (!genuine.has(permit)) throw new Error("A permit that authorize() did not mint.");
}

function reaches(reach: Reach, rank: Rank | undefined): boolean {
  if (reach === "non_staff") return rank === undefined;
  if (reach === "below_owner") return rank !== "owner";
  return reach === "anyone";
}

function refusedRole(rules: Rules, actor: Staff, role: string): string | undefined {
  const staffRank = rankOfRoles([role], rules.staffRoles);
  if (staffRank) {
    const may = policyTable["users.set_staff_roles"][actor.rank] !== "no" && atLeast(actor.rank, staffRank);
    return may ? undefined : `The role ${role} makes somebody staff of this desk. Ask an admin.`;
  }
  const lowest = rules.appRoles.find((known) => known.name === role)?.lowestRank ?? "admin";
  return atLeast(actor.rank, lowest) ? undefined : `The role ${role} is given and taken by rank ${lowest} and up.`;
}

const ownersAddress = "This address is an owner's. Only an owner can create, invite or rename somebody to it.";

function refusedEffect(rules: Rules, actor: Staff, effect: Effect): string | undefined {
  if (effect.email !== undefined && isReservedAddress(rules, effect.email) && actor.rank !== "owner") {
    return ownersAddress;
  }
  const { before, after } = effect.roles ?? { before: [], after: [] };
  const changed = [
    ...after.filter((role) => !before.includes(role)),
    ...before.filter((role) => !after.includes(role)),
  ];
  for (const role of changed) {
    const refused = refusedRole(rules, actor, role);
    if (refused) return refused;
  }
  const ranks = [rankOfRoles(before, rules.staffRoles), rankOfRoles(after, rules.staffRoles)];
  const above = ranks.find((rank) => rank && !atLeast(actor.rank, rank));
  return above && `That concerns rank ${above}, which is above yours.`;
}

function refusedMachine(rules: Rules, { actor, action, target, effect }: Attempt): string | undefined {
  if (actor.kind === "staff" || !machineTable[actor.kind].includes(action))
    return `${actor.kind} may not do ${action}.`;
  if (target && (target.audience !== rules.audience || standing(rules, target))) return "Machines do not act on staff.";
  if (effect?.email !== undefined && isReservedAddress(rules, effect.email))
    return "Machines do not give an owner's address.";
  const { before, after } = effect?.roles ?? { before: [], after: [] };
  const givesBack = action === "users.restore" && target !== undefined && before.length === 0;
  if (givesBack && sameRoles(rolesKeptAside(target), after)) return undefined;
  return sameRoles(before, after) ? undefined : "Machines do not give or take roles.";
}

const hour = 3_600_000;

function refusedTarget(rules: Rules, actor: Staff, { attempt, targetRank: rank }: Judged): string | undefined {
  const { action, target, addressChangedAt, now = Date.now() } = attempt;
  if (!target) return undefined;
  const row = policyTable[action];
  if (target.audience !== rules.audience)
    return "This account belongs to another audience of this Identity, not to this desk.";
  if (target.id === actor.id && row.changes) {
    return row.onSelf ? undefined : "You cannot do this to your own account. Ask a colleague of your rank.";
  }
  if (!reaches(row[actor.rank], rank))
    return `As ${actor.rank} you cannot do this to ${rank ? `staff of rank ${rank}` : "anybody"}.`;
  if (
    row.hoursAfterAddressChange &&
    addressChangedAt !== undefined &&
    now - addressChangedAt < row.hoursAfterAddressChange * hour
  ) {
    return "You changed this person's address less than a day ago. Let a colleague send the mail, or wait.";
  }
  return undefined;
}

function judge(rules: Rules, judged: Judged): string | undefined {
  const { actor, action, effect } = judged.attempt;
  if (actor.kind !== "staff") return refusedMachine(rules, judged.attempt);
  if (policyTable[action][actor.rank] === "no") return `Your rank, ${actor.rank}, does not allow this (${action}).`;
  return refusedTarget(rules, actor, judged) ?? (effect && refusedEffect(rules, actor, effect));
}

/** Why this may not happen, in a sentence for whoever tries; undefined when it may. Pure. */
export function refusal(rules: Rules, attempt: Attempt): string | undefined {
  return judge(rules, { attempt, targetRank: attempt.target && standing(rules, attempt.target) });
}

/** @throws AppError `forbidden`, with the attempt for the audit. */
export function authorize<const A extends Action>(rules: Rules, attempt: Attempt<A>): Permit<A> {
  const { actor, action, target, effect } = attempt;
  const about = target
    ? { id: target.id, email: target.email }
    : effect?.email !== undefined
      ? { email: effect.email }
      : {};
  const refused = refusal(rules, attempt);
  if (refused) {
    const field = refused === ownersAddress ? "email" : undefined;
    throw new AppError("forbidden", refused, { field, attempt: { action, target: about } });
  }
  const permit: Permit<A> = { [minted]: true, actor, action, target: about };
  genuine.add(permit);
  return permit;
}

/** What the actor may do at all, or to one person; reads only where this deploy changes nothing. */
export function capabilities(
  rules: Rules,
  actor: Actor,
  { target, readOnly }: { target?: Subject; readOnly: boolean },
): Action[] {
  const targetRank = target && standing(rules, target);
  return Action.options.filter((action) => {
    const row = policyTable[action];
    if ((target && row.on === "desk") || (readOnly && row.changes)) return false;
    return judge(rules, { attempt: { actor, action, target }, targetRank }) === undefined;
  });
}
