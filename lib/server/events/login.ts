import { statusOf } from "#lib/server/account.ts";
import { recordRefusedSignIn } from "#lib/server/audit/refused-sign-ins.ts";
import { noteSeen } from "#lib/server/snapshot/note.ts";
import type { EventAnswer, Happening } from "./events.ts";

const BARRED = ["suspended", "rejected", "deleted"];

/** Somebody is about to get a session by password or provider. A refresh and a recovery link fire no event. */
export async function login({ account, state, audit }: Happening): Promise<EventAnswer> {
  const status = statusOf({ appMetadata: account.appMetadata, confirmedAt: undefined, invitedAt: undefined });
  if (BARRED.includes(status)) {
    if (audit) await recordRefusedSignIn(audit, { id: account.id, email: account.email, status });
    return { decision: "refuse", why: status };
  }
  if (state) await noteSeen({ state }, account.id);
  return { decision: "allow" };
}
