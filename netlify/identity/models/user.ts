import type { JsonMap } from "../go/json-decode.ts";
import { encodeJson, encodeStruct } from "../go/json-encode.ts";
import { formatTime } from "../go/time.ts";
import { NIL_UUID } from "../go/uuid.ts";

/**
 * One account as a request holds it. Times are milliseconds: exact while the request that set them runs,
 * whole seconds once loaded from the store. Metadata is null only where a request made the account without any.
 */
export interface User {
  id: string;
  aud: string;
  role: string;
  email: string;
  encrypted_password: string;
  confirmed_at: number | undefined;
  invited_at: number | undefined;
  confirmation_token: string;
  confirmation_sent_at: number | undefined;
  recovery_token: string;
  recovery_sent_at: number | undefined;
  email_change_token: string;
  email_change: string;
  email_change_sent_at: number | undefined;
  app_metadata: JsonMap | null;
  user_metadata: JsonMap | null;
  created_at: number;
  updated_at: number;
}
export type Column = Exclude<keyof User, "id" | "created_at" | "updated_at">;

/** What a log entry and an admin check need of whoever acts. */
export interface Actor extends Pick<User, "id" | "aud" | "role" | "email" | "user_metadata"> {
  superAdmin: boolean;
}

/** An account with nothing set but what is given. */
export function blankUser(given: Partial<User> & Pick<User, "id" | "email">): User {
  return {
    aud: "",
    role: "",
    encrypted_password: "",
    confirmed_at: undefined,
    invited_at: undefined,
    confirmation_token: "",
    confirmation_sent_at: undefined,
    recovery_token: "",
    recovery_sent_at: undefined,
    email_change_token: "",
    email_change: "",
    email_change_sent_at: undefined,
    app_metadata: null,
    user_metadata: null,
    created_at: 0,
    updated_at: 0,
    ...given,
  };
}

export function actorOf(user: User): Actor {
  return { ...user, superAdmin: false };
}

/** Who acts with a functions admin token: all rights, no row, no address. */
export function systemActor(aud: string): Actor {
  return { id: NIL_UUID, aud, role: "", email: "", user_metadata: null, superAdmin: true };
}

/** Who acts with the operator token. */
export function operatorActor(): Actor {
  return { ...systemActor(""), email: "operator@netlify.com" };
}

/** The account as every answer and webhook shows it; `hash` adds the stored password, for the export. */
export function userJson(user: User, { hash = false } = {}): string {
  return encodeStruct({
    id: user.id,
    aud: user.aud,
    role: user.role,
    email: user.email,
    encrypted_password: hash ? user.encrypted_password : undefined,
    confirmed_at: timeOf(user.confirmed_at),
    invited_at: timeOf(user.invited_at),
    confirmation_sent_at: timeOf(user.confirmation_sent_at),
    recovery_sent_at: timeOf(user.recovery_sent_at),
    new_email: user.email_change === "" ? undefined : user.email_change,
    email_change_sent_at: timeOf(user.email_change_sent_at),
    app_metadata: { raw: encodeJson(user.app_metadata) },
    user_metadata: { raw: encodeJson(user.user_metadata) },
    created_at: formatTime(user.created_at),
    updated_at: formatTime(user.updated_at),
  });
}

/** Metadata after a change: only top-level keys, null removes one; an account still without any takes all as it is. */
export function mergeMetadata(before: JsonMap | null, changes: JsonMap | null): JsonMap | null {
  if (before === null || changes === null) return before ?? changes;
  const merged = new Map(before);
  for (const [key, value] of changes) {
    if (value === null) merged.delete(key);
    else merged.set(key, value);
  }
  return merged;
}

function timeOf(ms: number | undefined): string | undefined {
  return ms === undefined ? undefined : formatTime(ms);
}
