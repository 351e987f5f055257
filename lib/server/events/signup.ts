import { withoutAttempt } from "#lib/server/attempt.ts";
import { noteAsk } from "#lib/server/snapshot/note.ts";
import type { EventAnswer, Happening } from "./events.ts";

/**
 * An account is about to be confirmed. A second signup before that skips the validate event and leaves its attempt id in
 * the metadata, so it is taken out here. Nothing is granted, whatever the payload says of roles.
 */
export async function signup({ account, state }: Happening): Promise<EventAnswer> {
  // Stored as confirmed only once we have answered, so readers of the snapshot are to ask.
  if (state) await noteAsk({ state }, account.id);
  const kept = withoutAttempt(account.userMetadata);
  return kept ? { decision: "allow", keep: { userMetadata: kept } } : { decision: "allow" };
}
