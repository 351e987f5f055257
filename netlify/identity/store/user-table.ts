import type { Json } from "../go/json-decode.ts";
import { encodeJson } from "../go/json-encode.ts";
import { equalityKey } from "../mysql/collation.ts";
import { likeForm, type Matcher } from "../mysql/like.ts";
import type { UserRow } from "./rows.ts";

/** A row with what searching needs of it; the forms for LIKE are made when first searched. */
interface Entry {
  row: UserRow;
  sequence: number;
  emailKey: string;
  audKey: string;
  searched: { email: string; name: string | undefined } | undefined;
  deleted: boolean;
}

export interface UserQuery {
  aud: string;
  matcher: Matcher | undefined;
  ascending: boolean;
  offset: number;
  limit: number;
}

export interface UserTable {
  insert(row: UserRow): void;
  /** Changes columns of a row; of one that is gone it changes nothing, as an UPDATE does. */
  update(id: string, set: Partial<UserRow>): void;
  remove(id: string): void;
  get(id: string): UserRow | undefined;
  /** By the collation's equality; of several the smallest id. */
  byEmail(email: string, aud: string): UserRow | undefined;
  byConfirmationToken(token: string): UserRow | undefined;
  byRecoveryToken(token: string): UserRow | undefined;
  /** One page in order of creation, and how many rows there are in all. */
  page(query: UserQuery): { rows: UserRow[]; total: number };
  size(): number;
}

export function createUserTable(): UserTable {
  const entries = new Map<string, Entry>();
  const emails = new Map<string, Entry[]>();
  const confirmations = new Map<string, string>();
  const recoveries = new Map<string, string>();
  let ordered: Entry[] = [];
  let inOrder = true;
  let sequence = 0;

  const link = (entry: Entry) => {
    const twins = emails.get(entry.emailKey);
    if (twins) twins.push(entry);
    else emails.set(entry.emailKey, [entry]);
    if (entry.row.confirmation_token) confirmations.set(entry.row.confirmation_token, entry.row.id);
    if (entry.row.recovery_token) recoveries.set(entry.row.recovery_token, entry.row.id);
  };
  const unlink = (entry: Entry) => {
    const others = emails.get(entry.emailKey)?.filter((twin) => twin !== entry) ?? [];
    if (others.length > 0) emails.set(entry.emailKey, others);
    else emails.delete(entry.emailKey);
    confirmations.delete(entry.row.confirmation_token);
    recoveries.delete(entry.row.recovery_token);
  };
  const byToken = (index: Map<string, string>, token: string) => {
    const id = index.get(token);
    return id === undefined ? undefined : entries.get(id)?.row;
  };
  const sorted = () => {
    if (!inOrder) {
      ordered = ordered.filter((entry) => !entry.deleted).sort(byCreation);
      inOrder = true;
    }
    return ordered;
  };

  return {
    insert(row) {
      sequence += 1;
      const entry: Entry = { ...keysOf(row), row, sequence, searched: undefined, deleted: false };
      const last = ordered.at(-1);
      if (last && last.row.created_at > row.created_at) inOrder = false;
      ordered.push(entry);
      entries.set(row.id, entry);
      link(entry);
    },
    update(id, set) {
      const entry = entries.get(id);
      if (!entry) return;
      unlink(entry);
      Object.assign(entry, keysOf({ ...entry.row, ...set }), { row: { ...entry.row, ...set }, searched: undefined });
      link(entry);
    },
    remove(id) {
      const entry = entries.get(id);
      if (!entry) return;
      unlink(entry);
      entries.delete(id);
      entry.deleted = true;
      inOrder = false;
    },
    get: (id) => entries.get(id)?.row,
    byEmail(email, aud) {
      const audKey = equalityKey(aud);
      const twins = emails.get(equalityKey(email))?.filter((entry) => entry.audKey === audKey) ?? [];
      return twins.map((entry) => entry.row).sort((a, b) => (a.id < b.id ? -1 : 1))[0];
    },
    byConfirmationToken: (token) => byToken(confirmations, token),
    byRecoveryToken: (token) => byToken(recoveries, token),
    page: (query) => pageOf(sorted(), query),
    size: () => entries.size,
  };
}

function keysOf(row: UserRow) {
  return { emailKey: equalityKey(row.email), audKey: equalityKey(row.aud) };
}

/** The database breaks ties as it likes; here the later one counts as newer. */
function byCreation(a: Entry, b: Entry): number {
  return a.row.created_at - b.row.created_at || a.sequence - b.sequence;
}

function pageOf(ordered: Entry[], { aud, matcher, ascending, offset, limit }: UserQuery) {
  const audKey = equalityKey(aud);
  const found = ordered.filter((entry) => entry.audKey === audKey && (!matcher || isMatch(entry, matcher)));
  const rows: UserRow[] = [];
  for (let index = offset; index < found.length && rows.length < limit; index += 1) {
    const entry = found[ascending ? index : found.length - 1 - index];
    if (entry) rows.push(entry.row);
  }
  return { rows, total: found.length };
}

function isMatch(entry: Entry, matcher: Matcher): boolean {
  entry.searched ??= searchForms(entry.row);
  const { email, name } = entry.searched;
  return matcher(email) || (name !== undefined && matcher(name));
}

function searchForms(row: UserRow) {
  const name = row.user_metadata.includes('"full_name":') ? fullName(row.user_metadata) : undefined;
  return { email: likeForm(row.email), name: name === undefined ? undefined : likeForm(name) };
}

function fullName(metadata: string): string | undefined {
  const value = (JSON.parse(metadata) as Record<string, Json>).full_name;
  return value === undefined ? undefined : columnText(value);
}

/** A JSON value as SQL's `->>` gives it: a string bare, anything else as JSON with a blank after comma and colon. */
export function columnText(value: Json): string {
  if (typeof value === "string") return value;
  return spaced(value);
}

function spaced(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(spaced).join(", ")}]`;
  if (typeof value !== "object" || value === null) return encodeJson(value);
  const keys = Object.keys(value).sort();
  return `{${keys.map((key) => `${encodeJson(key)}: ${spaced(value[key] ?? null)}`).join(", ")}}`;
}
