import { randomUUID } from "node:crypto";
import type { Json, JsonMap } from "./go/json-decode.ts";
import { blankUser, type User } from "./models/user.ts";
import type { Passwords } from "./passwords.ts";
import type { Settings } from "./settings.ts";

/** A person to put into the store without going through the API. Times are ISO; no password means none is stored. */
export interface SeedPerson {
  id?: string;
  email: string;
  password?: string;
  role?: string;
  aud?: string;
  confirmed_at?: string;
  invited_at?: string;
  created_at?: string;
  confirmation_sent_at?: string;
  recovery_sent_at?: string;
  app_metadata?: Record<string, unknown>;
  user_metadata?: Record<string, unknown>;
  /** An address the person asked to change to. */
  new_email?: string;
}

interface Seeding {
  passwords: Passwords;
  settings: Settings;
  /** Milliseconds; the creation time of who has none. */
  now: number;
}

export function seedUser(person: SeedPerson, { passwords, settings, now }: Seeding): User {
  const created = timeOf(person, "created_at") ?? now;
  return blankUser({
    id: person.id ?? randomUUID(),
    aud: person.aud ?? settings.jwt.aud,
    role: person.role ?? settings.jwt.defaultGroup,
    email: person.email,
    encrypted_password: person.password === undefined ? "" : passwords.hashNow(person.password),
    confirmed_at: timeOf(person, "confirmed_at"),
    invited_at: timeOf(person, "invited_at"),
    confirmation_sent_at: timeOf(person, "confirmation_sent_at"),
    recovery_sent_at: timeOf(person, "recovery_sent_at"),
    email_change: person.new_email ?? "",
    email_change_sent_at: person.new_email === undefined ? undefined : created,
    app_metadata: metadataOf(person.app_metadata ?? { provider: "email" }),
    user_metadata: metadataOf(person.user_metadata ?? {}),
    created_at: created,
    updated_at: created,
  });
}

type TimeKey = "confirmed_at" | "invited_at" | "created_at" | "confirmation_sent_at" | "recovery_sent_at";

function timeOf(person: SeedPerson, key: TimeKey): number | undefined {
  const text = person[key];
  if (text === undefined) return undefined;
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new Error(`${person.email}: ${key} is "${text}", which is no ISO time`);
  return ms;
}

/** Whatever was given goes through JSON, so that the store holds nothing JSON cannot say. */
function metadataOf(given: Record<string, unknown>): JsonMap {
  return new Map(Object.entries(JSON.parse(JSON.stringify(given)) as Record<string, Json>));
}
