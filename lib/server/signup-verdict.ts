import type { Input, Output } from "#lib/contract/endpoint.ts";
import type { getSignupVerdict } from "#lib/contract/signup-verdict.ts";
import * as config from "./config.ts";
import type { PublicDeps } from "./deps.ts";
import { refusalOf } from "./refusals.ts";

/** Why the signup with this attempt id was refused, in the words of `desk.config.ts`. Only whoever made the id can ask. */
export async function get(
  { query }: Input<typeof getSignupVerdict>,
  { state }: PublicDeps,
): Promise<Output<typeof getSignupVerdict>> {
  const reason = await refusalOf(state, query.attempt);
  if (!reason) return { state: "none" };
  const { reveal, wording } = config.policyFile().refusals;
  return { state: "refused", ...wording[reveal ? reason : "neutral"] };
}
