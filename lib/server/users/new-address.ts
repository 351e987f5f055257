import type { Access } from "#lib/contract/new-user.ts";
import { statusOf } from "#lib/server/account.ts";
import { normaliseAddress } from "#lib/server/address.ts";
import * as config from "#lib/server/config.ts";
import type { ChangeDeps } from "#lib/server/deps.ts";
import type { Verdict } from "#lib/server/directories/directory.ts";
import { type Door, shutBecause } from "#lib/server/doors.ts";
import { AppError } from "#lib/server/errors.ts";
import { findByAddress } from "#lib/server/gotrue/accounts.ts";
import { leavePass } from "#lib/server/passes.ts";
import { refusal } from "#lib/server/policy/policy.ts";
import { verdictFor } from "#lib/server/verdicts.ts";

const field = "email";

export interface NewAddress {
  email: string;
  access: Access;
  /** Why to go on although a directory knows the address, or could not tell. */
  reason?: string | undefined;
}

export interface Checked {
  /** For the audit: what the directories said, where that was not "unknown". */
  evidence: { directory?: Verdict["state"]; outsideId?: string | undefined };
  /** Lets the creation through our own event function, where Identity will call it. */
  leavePass(): Promise<void>;
}

/** Said of what is no address. */
export const unusable = "This is not an e-mail address that mail can reach. Check what follows the @.";

function requireAddress(email: string): string {
  const address = normaliseAddress(email);
  if (address !== undefined) return address;
  throw new AppError("invalid", unusable, { field });
}

async function requireFree({ email, ownId }: AddressCheck, { identity }: ChangeDeps): Promise<void> {
  const account = (await findByAddress(identity, email)).find(({ id }) => id !== ownId);
  if (!account) return;
  const since = account.createdAt.slice(0, 10);
  throw new AppError(
    "email_taken",
    `There is already an account with this address (${statusOf(account)}, since ${since}).`,
    { field },
  );
}

function problemOf(verdict: Verdict, { door, ask }: AddressCheck): AppError | undefined {
  const shut = shutBecause(verdict, door, config.policyFile().whenUnavailable);
  if (shut === "known") {
    const who = verdict.state === "known" && verdict.outsideId !== undefined ? ` as ${verdict.outsideId}` : "";
    return new AppError("email_known", `${directoryName()} knows this address already${who}. ${ask}`, { field });
  }
  if (shut === undefined) return undefined;
  const why = verdict.state === "unavailable" ? verdict.why : "";
  return new AppError("email_unchecked", `${directoryName()} could not be asked: ${why}. Try again later. ${ask}`, {
    field,
  });
}

/** What staff call the directory, at the start of a sentence. */
export function directoryName(): string {
  const name = config.policyFile().directories.http?.name ?? "the directory";
  return name.charAt(0).toUpperCase() + name.slice(1);
}

function requireOverride(email: string, { rules, actor }: ChangeDeps): void {
  if (refusal(rules, { actor, action: "checks.override" }) === undefined) return;
  throw new AppError("forbidden", "Only an admin may go on although the check of this address says no.", {
    attempt: { action: "checks.override", target: { email } },
  });
}

export interface AddressCheck {
  email: string;
  door: Door;
  /** To go on although a directory knows the address, or could not tell. */
  override: boolean;
  /** How somebody who may goes on, as a sentence. */
  ask: string;
  /** The account that carries the address already, where it is only to be spelled otherwise. */
  ownId?: string;
}

/**
 * The check of every door where staff give somebody an address: a usable one, free in Identity, unknown to the directories.
 * Who goes on although a directory knows it needs the rank for it.
 * @throws AppError `invalid`, `email_taken`, `email_known`, `email_unchecked`, each naming `email`; `forbidden`.
 */
export async function checkAddress(
  check: AddressCheck,
  deps: ChangeDeps,
): Promise<{ address: string; verdict: Verdict }> {
  const address = requireAddress(check.email);
  const [verdict] = await Promise.all([
    verdictFor(address, { state: deps.state, afresh: true }),
    requireFree(check, deps),
  ]);
  const problem = problemOf(verdict, check);
  if (problem && !check.override) throw problem;
  if (problem) requireOverride(check.email, deps);
  return { address, verdict };
}

/** For the audit: what the directories said, where that was not "unknown". */
export function evidenceOf(verdict: Verdict): Checked["evidence"] {
  const outsideId = verdict.state === "known" ? verdict.outsideId : undefined;
  return verdict.state === "unknown" ? {} : { directory: verdict.state, outsideId };
}

/** `checkAddress` for an account that is to be made; the reason that is given is what overrides. Throws as it does. */
export async function requireNewAddress({ email, access, reason }: NewAddress, deps: ChangeDeps): Promise<Checked> {
  const door = access === "invite" ? "invite" : "create";
  const ask = "An admin can go on by giving a reason.";
  const { address, verdict } = await checkAddress({ email, door, override: reason !== undefined, ask }, deps);
  const needsPass = access === "invite" && verdict.state !== "unknown";
  return {
    evidence: evidenceOf(verdict),
    leavePass: async () => (needsPass ? leavePass(deps.state, address) : undefined),
  };
}
