import type { Input } from "#lib/contract/endpoint.ts";
import type { getSignupVerdict, SignupVerdict } from "#lib/contract/signup-verdict.ts";
import * as config from "./config.ts";
import type { PublicDeps } from "./deps.ts";
import type { DeskConfig } from "./desk-config.ts";
import { type Reason, refusalOf } from "./refusals.ts";

/** What a refused person reads. Where reasons are not revealed, everybody reads the same. */
export function wordsFor(reason: Reason | undefined, { reveal, wording }: DeskConfig["refusals"]): SignupVerdict {
  if (!reason) return { state: "none" };
  return { state: "refused", ...wording[reveal ? reason : "neutral"] };
}

/** Why the signup with this attempt id was refused, in the words of `desk.config.ts`. Only whoever made the id can ask. */
export async function get({ query }: Input<typeof getSignupVerdict>, { state }: PublicDeps): Promise<SignupVerdict> {
  return wordsFor(await refusalOf(state, query.attempt), config.policyFile().refusals);
}
