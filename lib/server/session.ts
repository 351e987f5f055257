import type { Output } from "#lib/contract/endpoint.ts";
import type { Rank } from "#lib/contract/policy.ts";
import type { getSession } from "#lib/contract/session.ts";
import { type Account, isBarred, nameOf, rolesOf } from "./account.ts";
import type { Deps } from "./deps.ts";
import { AppError } from "./errors.ts";
import { ownRecord } from "./gotrue/own-record.ts";
import type { IdentityAddress } from "./gotrue/transport.ts";
import { isOwner, type OwnerCheck } from "./policy/owners.ts";
import { capabilities, refusal, type Staff } from "./policy/policy.ts";
import { rankOfRoles } from "./policy/rank.ts";

const MAX_TOKEN = 16_000;
/** As GoTrue takes it: one blank, no other. */
const BEARER = /^[Bb]earer ([\x21-\x7e]+)$/;

function unauthenticated(): AppError {
  return new AppError("unauthenticated", "Sign in to use the desk.", { headers: { "www-authenticate": "Bearer" } });
}

/** The audience a token was issued for. Only ever a further reason to refuse a token that Identity takes. */
function audienceOf(bearer: string): unknown {
  const payload = Buffer.from(bearer.split(".")[1] ?? "", "base64url").toString("utf8");
  try {
    const claims: unknown = JSON.parse(payload);
    return typeof claims === "object" && claims !== null && "aud" in claims ? claims.aud : "";
  } catch {
    return undefined;
  }
}

/**
 * The fresh record of whoever calls. Only the bearer counts, never a cookie, and never what the token says of itself.
 * @throws AppError `unauthenticated`; IdentityFault when Identity could not be asked.
 */
export async function callerOf(request: Request, identity: IdentityAddress): Promise<Account> {
  const bearer = BEARER.exec(request.headers.get("authorization") ?? "")?.[1];
  if (bearer === undefined || bearer.length > MAX_TOKEN) throw unauthenticated();
  const account = await ownRecord(identity, bearer);
  // Anybody may register under an audience of their own choice, with any address.
  if (account?.audience !== identity.audience || audienceOf(bearer) !== identity.audience) throw unauthenticated();
  return account;
}

/** The rank of a caller in this very moment, or undefined for somebody who is not staff. */
export async function rankOf(caller: Account, check: OwnerCheck): Promise<Rank | undefined> {
  if (isBarred(caller)) return undefined;
  if (await isOwner(caller, check)) return "owner";
  return rankOfRoles(rolesOf(caller), check.rules.staffRoles);
}

export function staffOf(caller: Account, rank: Rank): Staff {
  return { kind: "staff", id: caller.id, email: caller.email, name: nameOf(caller), rank };
}

/** Who is signed in, what they may do, and where this desk runs. */
export async function get(_input: unknown, { actor, deploy, rules }: Deps): Promise<Output<typeof getSession>> {
  const { id, email, name, rank } = actor;
  const mayGive = (role: string) =>
    refusal(rules, { actor, action: "users.set_roles", effect: { roles: { before: [], after: [role] } } }) ===
    undefined;
  const staffRanks = ["viewer", "support", "admin"] as const;
  return {
    user: { id, email, name, rank },
    can: capabilities(rules, actor, { readOnly: deploy.readOnly }),
    context: deploy.context,
    readOnly: deploy.readOnly,
    roles: [
      ...rules.appRoles.map((role) => ({
        name: role.name,
        description: role.description,
        grantable: mayGive(role.name),
      })),
      ...staffRanks.map((staffRank) => ({
        name: rules.staffRoles[staffRank],
        description: `Staff of this desk, rank ${staffRank}`,
        staffRank,
        grantable: mayGive(rules.staffRoles[staffRank]),
      })),
    ],
  };
}
