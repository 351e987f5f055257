import type { Json, JsonMap } from "../go/json-decode.ts";
import { depthOf, encodeJson } from "../go/json-encode.ts";
import type { Column, User } from "../models/user.ts";
import type { LinkEnd, Mail } from "./mail-table.ts";

/** An account as stored: times in seconds, metadata as JSON text. Rows are never changed, only replaced. */
export interface UserRow extends Omit<User, "app_metadata" | "user_metadata"> {
  app_metadata: string;
  user_metadata: string;
}
export interface TokenRow {
  token: string;
  user_id: string;
  revoked: boolean;
  created_at: number;
}
export interface AuditRow {
  id: string;
  payload: string;
  created_at: number;
}

/** A whole account as a list, for the journal: without names it takes less than two thirds, and so does reading it. */
export type PackedRow = [
  id: string,
  aud: string,
  role: string,
  email: string,
  encrypted_password: string,
  confirmed_at: number | null,
  invited_at: number | null,
  confirmation_token: string,
  confirmation_sent_at: number | null,
  recovery_token: string,
  recovery_sent_at: number | null,
  email_change_token: string,
  email_change: string,
  email_change_sent_at: number | null,
  app_metadata: string,
  user_metadata: string,
  created_at: number,
  updated_at: number,
];

/** One change to the store; a transaction is a list of them and one line of the journal. */
export type Change =
  | { op: "user+"; row: PackedRow }
  | { op: "user~"; id: string; set: Partial<UserRow> }
  | { op: "user-"; id: string }
  | { op: "token+"; row: TokenRow }
  | { op: "token~"; token: string }
  | { op: "token-"; user_id: string }
  | { op: "audit+"; row: AuditRow }
  | { op: "mail+"; mail: Mail }
  | { op: "mail~"; token: string; ended: LinkEnd }
  | { op: "mails-" };

/** What the database behind GoTrue would have refused. Endpoints answer it with a 500 and their own words. */
export class DatabaseError extends Error {
  override name = "DatabaseError";
}

/** More than one packet: the database hangs up, and no endpoint gets to say it in its own words. */
export class ConnectionLost extends Error {
  override name = "ConnectionLost";
}

/** Limits of the recorded database: a varchar, JSON nesting of MariaDB, and one packet less what surrounds the value. */
const MAX_CHARACTERS = 255;
const MAX_DEPTH = 31;
const MAX_METADATA_BYTES = 16 * 1024 * 1024 - 1024;

/** Milliseconds as stored. The database rounds, so a time may come back up to half a second ahead. */
export function inSeconds(ms: number): number {
  return Math.round(ms / 1000);
}

const COLUMNS: Column[] = [
  "aud",
  "role",
  "email",
  "email_change",
  "confirmed_at",
  "invited_at",
  "confirmation_sent_at",
  "recovery_sent_at",
  "email_change_sent_at",
];

/** A new account as stored. Throws DatabaseError for what does not fit. */
export function rowOf(user: User): UserRow {
  return {
    ...user,
    ...columnsOf(user, COLUMNS),
    app_metadata: metadataText(user.app_metadata),
    user_metadata: metadataText(user.user_metadata),
    created_at: inSeconds(user.created_at),
    updated_at: inSeconds(user.updated_at),
  };
}

/** The named columns as they are stored. Throws DatabaseError for what does not fit. */
export function columnsOf(user: User, columns: Column[]): Partial<UserRow> {
  return Object.fromEntries(columns.map((column) => [column, stored(column, user[column])]));
}

export function userOf(row: UserRow): User {
  const time = (seconds: number | undefined) => (seconds === undefined ? undefined : seconds * 1000);
  return {
    ...row,
    confirmed_at: time(row.confirmed_at),
    invited_at: time(row.invited_at),
    confirmation_sent_at: time(row.confirmation_sent_at),
    recovery_sent_at: time(row.recovery_sent_at),
    email_change_sent_at: time(row.email_change_sent_at),
    app_metadata: metadataOf(row.app_metadata),
    user_metadata: metadataOf(row.user_metadata),
    created_at: row.created_at * 1000,
    updated_at: row.updated_at * 1000,
  };
}

function stored(column: Column, value: User[Column]): UserRow[Column] {
  if (column === "app_metadata" || column === "user_metadata") return metadataText(value as JsonMap | null);
  if (typeof value === "number") return inSeconds(value);
  if (typeof value === "string") refuseLong(column, value);
  return value as UserRow[Column];
}

function refuseLong(column: Column, text: string): void {
  if (text.length > MAX_CHARACTERS && [...text].length > MAX_CHARACTERS) {
    throw new DatabaseError(`${column} is longer than ${MAX_CHARACTERS} characters`);
  }
}

/** No metadata is stored as an empty object. */
function metadataText(metadata: JsonMap | null): string {
  if (metadata === null || metadata.size === 0) return "{}";
  if (depthOf(metadata) > MAX_DEPTH) throw new DatabaseError(`metadata is nested deeper than ${MAX_DEPTH} levels`);
  const text = encodeJson(metadata);
  if (Buffer.byteLength(text) > MAX_METADATA_BYTES) throw new ConnectionLost("metadata is larger than one packet");
  return text;
}

function metadataOf(text: string): JsonMap {
  return new Map(Object.entries(JSON.parse(text) as Record<string, Json>));
}
