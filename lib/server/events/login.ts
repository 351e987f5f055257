import { statusOf } from "#lib/server/account.ts";
import type { EventAnswer, Happening } from "./events.ts";

const BARRED = ["suspended", "rejected", "deleted"];

/** Somebody is about to get a session by password or provider. A refresh and a recovery link fire no event. */
export async function login({ account }: Happening): Promise<EventAnswer> {
  const status = statusOf({ appMetadata: account.appMetadata, confirmedAt: undefined, invitedAt: undefined });
  return BARRED.includes(status) ? { decision: "refuse", why: status } : { decision: "allow" };
}
