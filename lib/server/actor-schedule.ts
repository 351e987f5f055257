import * as config from "./config.ts";
import { sameSecret } from "./keyed-hash.ts";
import type { Actor } from "./policy/policy.ts";

/** The schedule's own header: its secret is no token of Identity, and a bearer is asked there. */
export const cronHeader = "x-desk-cron";

/** The schedule, when it is what calls; undefined for everybody else, and for whoever has a wrong secret. */
export function scheduleIn(request: Request): Actor | undefined {
  const secret = request.headers.get(cronHeader);
  if (secret === null || !sameSecret(secret, config.cronSecret())) return undefined;
  return { kind: "schedule", id: "schedule", email: "" };
}
