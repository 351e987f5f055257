import * as z from "zod/mini";
import { log } from "#lib/server/log.ts";
import { snapshotKeys } from "./keys.ts";
import type { Noting } from "./note.ts";

const Seen = z.object({ at: z.number() });

/** When an account got a session last (RFC 3339), or undefined where nobody noticed one. A store that is down hides no person. */
export async function lastSeenAt({ state }: Noting, id: string): Promise<string | undefined> {
  try {
    const stored = Seen.safeParse(await state.store.get(snapshotKeys(state).lastSeen(id))).data;
    return stored && new Date(stored.at).toISOString();
  } catch (error) {
    log("warn", "last_seen_unread", { account: id }, error);
    return undefined;
  }
}
