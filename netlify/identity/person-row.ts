import { randomUUID } from "node:crypto";
import type { Json, JsonMap } from "./go/json-decode.ts";
import { parseUuid } from "./go/uuid.ts";
import { blankUser } from "./models/user.ts";
import { rowOf, type UserRow } from "./store/rows.ts";

/** One entry of an import, read: the account as stored, and the password that is still to be hashed. */
export interface ReadPerson {
  row: UserRow;
  password: string | undefined;
  /** Whether the entry named its id; an export does. */
  hasId: boolean;
}

/** What the entry cannot be used for, in words. */
export class BadRow extends Error {
  override name = "BadRow";
}

interface Defaults {
  aud: string;
  role: string;
  /** Milliseconds; when somebody without a time came. */
  now: number;
}

const TEXTS = ["id", "aud", "role", "email", "password", "encrypted_password", "new_email"];
const TOKENS = ["confirmation_token", "recovery_token", "email_change_token"];
const TIMES = [
  "confirmed_at",
  "invited_at",
  "confirmation_sent_at",
  "recovery_sent_at",
  "email_change_sent_at",
  "created_at",
  "updated_at",
];
const METADATA = ["app_metadata", "user_metadata"];
const KNOWN = new Set([...TEXTS, ...TOKENS, ...TIMES, ...METADATA]);
const BCRYPT = /^\$2[aby]\$\d\d\$[./0-9A-Za-z]{53}$/;
const MAX_PASSWORD_BYTES = 72;

type Entry = Record<string, Json | undefined>;

/** Reads one entry; only `email` has to be there. Throws BadRow with the name of the field, or what the database would. */
export function readPerson(given: unknown, { aud, role, now }: Defaults): ReadPerson {
  if (typeof given !== "object" || given === null || Array.isArray(given)) throw new BadRow("is no JSON object");
  const entry = given as Entry;
  const unknown = Object.keys(entry).find((key) => !KNOWN.has(key));
  if (unknown !== undefined) {
    throw new BadRow(
      `has a field "${unknown}" that an account does not have; take it out, or put it into user_metadata`,
    );
  }
  const email = text(entry, "email");
  if (!email) throw new BadRow("has no email");
  const created = time(entry, "created_at") ?? now;
  const user = blankUser({
    id: idOf(entry) ?? randomUUID(),
    aud: text(entry, "aud") ?? aud,
    role: text(entry, "role") ?? role,
    email,
    encrypted_password: hashOf(entry),
    confirmed_at: time(entry, "confirmed_at"),
    invited_at: time(entry, "invited_at"),
    confirmation_token: text(entry, "confirmation_token") ?? "",
    confirmation_sent_at: time(entry, "confirmation_sent_at"),
    recovery_token: text(entry, "recovery_token") ?? "",
    recovery_sent_at: time(entry, "recovery_sent_at"),
    email_change_token: text(entry, "email_change_token") ?? "",
    email_change: text(entry, "new_email") ?? "",
    email_change_sent_at: time(entry, "email_change_sent_at"),
    app_metadata: metadata(entry, "app_metadata") ?? new Map([["provider", "email"]]),
    user_metadata: metadata(entry, "user_metadata") ?? new Map(),
    created_at: created,
    updated_at: time(entry, "updated_at") ?? created,
  });
  return { row: rowOf(user), password: passwordOf(entry), hasId: text(entry, "id") !== undefined };
}

function text(entry: Entry, key: string): string | undefined {
  const value = entry[key] ?? undefined;
  if (value === undefined || typeof value === "string") return value;
  throw new BadRow(`has ${key} ${shown(value)}, which is no text`);
}

/** What stands there; of a list or an object only that, for it may be too deep to be written. */
function shown(value: Json): string {
  if (typeof value === "object" && value !== null) return Array.isArray(value) ? "[…]" : "{…}";
  return JSON.stringify(value).slice(0, 100);
}

/** Milliseconds. */
function time(entry: Entry, key: string): number | undefined {
  const value = text(entry, key);
  if (value === undefined) return undefined;
  const ms = /^\d{4}-\d\d-\d\d([T ]|$)/.test(value) ? Date.parse(value) : Number.NaN;
  if (Number.isNaN(ms)) throw new BadRow(`has ${key} "${value}", which is no time like 2026-01-31T12:00:00Z`);
  return ms;
}

function metadata(entry: Entry, key: string): JsonMap | undefined {
  const value = entry[key] ?? undefined;
  if (value === undefined) return undefined;
  if (typeof value === "object" && !Array.isArray(value)) return new Map(Object.entries(value ?? {}));
  throw new BadRow(`has ${key} ${shown(value)}, which is no object`);
}

function idOf(entry: Entry): string | undefined {
  const given = text(entry, "id");
  if (given === undefined) return undefined;
  const id = parseUuid(given);
  if (id === undefined) throw new BadRow(`has id "${given}", which is no UUID`);
  return id;
}

function hashOf(entry: Entry): string {
  const hash = text(entry, "encrypted_password") ?? "";
  if (hash === "" || BCRYPT.test(hash)) return hash;
  throw new BadRow("has an encrypted_password that is no bcrypt hash; give a plain password instead");
}

function passwordOf(entry: Entry): string | undefined {
  const password = text(entry, "password");
  if (password === undefined || password === "") return undefined;
  if (text(entry, "encrypted_password")) throw new BadRow("has both password and encrypted_password; keep one");
  if (Buffer.byteLength(password) <= MAX_PASSWORD_BYTES) return password;
  throw new BadRow(`has a password of more than ${MAX_PASSWORD_BYTES} bytes`);
}
