import { Rank } from "#lib/contract/policy.ts";
import { type Account, rolesKeptAside, rolesOf } from "#lib/server/account.ts";
import { collationKey, normaliseAddress } from "#lib/server/address.ts";
import type { DeskConfig } from "#lib/server/desk-config.ts";

/** What judging needs to know of this site. */
export interface Rules {
  /** Normalised addresses. */
  owners: readonly string[];
  audience: string;
  staffRoles: DeskConfig["staffRoles"];
  appRoles: DeskConfig["appRoles"];
}

/** Whether a rank is this one or above it. */
export function atLeast(rank: Rank, lowest: Rank): boolean {
  return Rank.options.indexOf(rank) >= Rank.options.indexOf(lowest);
}

/** The highest rank these roles give. Names count exactly as they are written. */
export function rankOfRoles(
  roles: readonly string[],
  staffRoles: Rules["staffRoles"],
): Exclude<Rank, "owner"> | undefined {
  const ranks = ["admin", "support", "viewer"] as const;
  return ranks.find((rank) => roles.includes(staffRoles[rank]));
}

/** Whether this is the address of an owner, whoever has it and whether or not they proved it. */
export function isOwnerAddress(rules: Rules, email: string): boolean {
  const address = normaliseAddress(email);
  return address !== undefined && rules.owners.includes(address);
}

/** Whether an address is kept for an owner: also one that Identity's database would take for theirs and so lock them out with. */
export function isReservedAddress(rules: Rules, email: string): boolean {
  if (isOwnerAddress(rules, email)) return true;
  const key = collationKey(email.trim());
  return rules.owners.some((owner) => collationKey(owner) === key);
}

/**
 * The rank by which an account is protected: an owner's address protects although nobody may have proved it yet, and
 * roles kept aside although they are not in force.
 */
export function standing(rules: Rules, account: Pick<Account, "email" | "appMetadata">): Rank | undefined {
  if (isReservedAddress(rules, account.email)) return "owner";
  return rankOfRoles([...rolesOf(account), ...rolesKeptAside(account)], rules.staffRoles);
}
