import { attemptKey } from "#lib/contract/signup-verdict.ts";
import type { Metadata } from "./account.ts";

/** Everything the person sent but our attempt id, or undefined where there is none to take out. */
export function withoutAttempt(metadata: Metadata): Metadata | undefined {
  if (!Object.hasOwn(metadata, attemptKey)) return undefined;
  const { [attemptKey]: _attempt, ...kept } = metadata;
  return kept;
}
