import type { AddressCheck, checkAddress } from "#lib/contract/check.ts";
import { EmailAddress } from "#lib/contract/email-address.ts";
import type { Input } from "#lib/contract/endpoint.ts";
import { type Account, nameOf, statusOf } from "./account.ts";
import { normaliseAddress } from "./address.ts";
import * as config from "./config.ts";
import type { Deps } from "./deps.ts";
import { configuredDirectories } from "./directories/check.ts";
import type { Verdict } from "./directories/directory.ts";
import { shutBecause } from "./doors.ts";
import { findByAddress } from "./gotrue/accounts.ts";
import { lookAlikesOf, without } from "./look-alikes/look-alikes.ts";
import { refusal } from "./policy/policy.ts";
import { directoryName, unusable } from "./users/new-address.ts";
import { verdictFor } from "./verdicts.ts";

type DirectoryAnswer = AddressCheck["directory"];

const NOT_ASKED: DirectoryAnswer = { state: "not_asked", shut: [] };

/** From the memory where there is one: somebody types, and goes back to what they typed before. */
async function askDirectory(address: string, { state }: Deps): Promise<DirectoryAnswer> {
  if (configuredDirectories().length === 0) return { state: "none", shut: [] };
  const verdict = await verdictFor(address, { state });
  return { state: verdict.state, name: directoryName(), ...detailsOf(verdict), shut: shutFor(verdict) };
}

function detailsOf(verdict: Verdict): Pick<DirectoryAnswer, "outsideId" | "why"> {
  if (verdict.state === "known") return { outsideId: verdict.outsideId };
  return verdict.state === "unavailable" ? { why: verdict.why } : {};
}

function shutFor(verdict: Verdict): DirectoryAnswer["shut"] {
  const { whenUnavailable } = config.policyFile();
  return (["create", "invite"] as const).filter((door) => shutBecause(verdict, door, whenUnavailable) !== undefined);
}

function personOf(account: Account): AddressCheck["account"] {
  return { id: account.id, email: account.email, name: nameOf(account), status: statusOf(account) };
}

function whyUnusable(address: string): string {
  return EmailAddress.safeParse(address).error?.issues[0]?.message ?? unusable;
}

/**
 * What stands against an account with this address. It refuses nothing and changes nothing. Of an address that is kept for an
 * owner a lower rank learns what trying to create it would tell, and nobody is asked about it.
 */
export async function check({ query }: Input<typeof checkAddress>, deps: Deps): Promise<AddressCheck> {
  const { address } = query;
  const normalised = normaliseAddress(address);
  const problem =
    normalised === undefined
      ? whyUnusable(address)
      : refusal(deps.rules, { actor: deps.actor, action: "users.create", effect: { email: address } });
  if (normalised === undefined || problem !== undefined) {
    const nothing = { lookAlikes: [], alike: 0, complete: true };
    return { address, normalised, usable: false, problem, directory: NOT_ASKED, ...nothing };
  }
  const [directory, [account], found] = await Promise.all([
    query.directory === "skip" ? NOT_ASKED : askDirectory(normalised, deps),
    findByAddress(deps.identity, address.trim()),
    lookAlikesOf(address, deps),
  ]);
  const others = without(account?.id, found);
  return { address, normalised, usable: true, directory, account: account && personOf(account), ...others };
}
