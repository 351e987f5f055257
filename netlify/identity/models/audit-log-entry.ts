import { randomUUID } from "node:crypto";
import type { Json } from "../go/json-decode.ts";
import { encodeJson } from "../go/json-encode.ts";
import { formatSeconds } from "../go/time.ts";
import type { AuditRow } from "../store/rows.ts";
import { inSeconds } from "../store/rows.ts";
import type { Actor, User } from "./user.ts";

/** Every action GoTrue logs, with the kind it files it under. */
const LOG_TYPES = {
  login: "account",
  logout: "account",
  invite_accepted: "account",
  user_signedup: "team",
  user_invited: "team",
  user_deleted: "team",
  user_modified: "user",
  user_recovery_requested: "user",
  token_revoked: "token",
  token_refreshed: "token",
} as const;
type AuditAction = keyof typeof LOG_TYPES;

export interface AuditNote {
  actor: Actor;
  action: AuditAction;
  /** The account acted upon, where an admin acts on somebody. */
  on?: User;
}

/** A row for the log. The actor's name is whatever JSON `full_name` holds, as long as the key is there. */
export function auditRow({ actor, action, on }: AuditNote, now: number): AuditRow {
  const payload: Record<string, Json> = {
    action,
    actor_email: actor.email,
    actor_id: actor.id,
    log_type: LOG_TYPES[action],
    timestamp: formatSeconds(now),
  };
  const name = actor.user_metadata?.get("full_name");
  if (name !== undefined) payload.actor_name = name;
  if (on) payload.traits = { user_email: on.email, user_id: on.id };
  return { id: randomUUID(), payload: encodeJson(payload), created_at: inSeconds(now) };
}
