import type { SortColumn } from "#lib/contract/user-filters.ts";
import { UserStatus } from "#lib/contract/users.ts";
import { type Row, statusOfRow } from "./row.ts";

/** A column of which many people have the same value: each value once, and for each place which one it is. */
export interface Kinds<Value> {
  values: Value[];
  at: { [place: number]: number; readonly length: number };
}

/**
 * What filters and sorting look at, side by side in memory, for reading through 100,000 objects is ten times slower. Each is made
 * when it is asked for first.
 */
export interface Columns {
  created?: Float64Array;
  seen?: Float64Array;
  pending?: Uint8Array;
  roles?: Kinds<readonly string[]>;
  provider?: Kinds<string>;
  status?: { at: Uint8Array; until: number };
  emails?: string[];
  names?: string[];
  text?: { all: string; starts: Uint32Array };
  /** Whether anybody searched since somebody changed. */
  searched?: boolean;
  keys: Map<SortColumn, Keys>;
  /** By column the places of everybody, upwards: made for who leafs far. */
  orders: Map<SortColumn, Uint32Array>;
}

/** Everybody, oldest first and those of one moment by id; a person is known by their place in it. */
export interface Table {
  rows: readonly Row[];
  columns: Columns;
}

function filled<List extends Float64Array | Uint8Array>(list: List, rows: readonly Row[], read: (row: Row) => number) {
  let place = 0;
  for (const row of rows) {
    list[place] = read(row);
    place += 1;
  }
  return list;
}

function kindsOf<Value>(rows: readonly Row[], read: (row: Row) => Value): Kinds<Value> {
  const numbers = new Map<Value, number>();
  const at = new Uint32Array(rows.length);
  let [last, number]: [Value | undefined, number] = [undefined, 0];
  let place = 0;
  for (const row of rows) {
    const value = read(row);
    if (value !== last || place === 0) {
      number = numbers.get(value) ?? numbers.size;
      numbers.set(value, number);
      last = value;
    }
    at[place] = number;
    place += 1;
  }
  return { values: [...numbers.keys()], at };
}

/** In ms since 1970. */
export function createdOf({ rows, columns }: Table): Float64Array {
  columns.created ??= filled(new Float64Array(rows.length), rows, (row) => row.created);
  return columns.created;
}

/** In ms since 1970; 0 for who was never seen. */
export function seenOf({ rows, columns }: Table): Float64Array {
  columns.seen ??= filled(new Float64Array(rows.length), rows, (row) => row.seen ?? 0);
  return columns.seen;
}

/** 1 for who has a change of address that waits for its confirmation. */
export function pendingOf({ rows, columns }: Table): Uint8Array {
  columns.pending ??= filled(new Uint8Array(rows.length), rows, (row) => (row.pendingEmail === undefined ? 0 : 1));
  return columns.pending;
}

export function rolesOf({ rows, columns }: Table): Kinds<readonly string[]> {
  columns.roles ??= kindsOf(rows, (row) => row.roles);
  return columns.roles;
}

export function providerOf({ rows, columns }: Table): Kinds<string> {
  columns.provider ??= kindsOf(rows, (row) => row.provider);
  return columns.provider;
}

const statusNumber = new Map(UserStatus.options.map((status, index) => [status, index]));

/** Places in `UserStatus.options`. A suspension may end by time alone, so it is judged anew from the first end on. */
export function statusOf({ rows, columns }: Table): Uint8Array {
  const now = Date.now();
  if (!columns.status || columns.status.until <= now) {
    const at = filled(new Uint8Array(rows.length), rows, (row) => statusNumber.get(statusOfRow(row)) ?? 0);
    const until = rows.reduce((first, { judged }) => Math.min(first, judged?.until ?? first), Number.POSITIVE_INFINITY);
    columns.status = { at, until };
  }
  return columns.status.at;
}

/** As people compare text: without case and accents. */
export function emailsOf({ rows, columns }: Table): string[] {
  columns.emails ??= rows.map((row) => {
    row.plainEmail ??= plain(row.email);
    return row.plainEmail;
  });
  return columns.emails;
}

export function namesOf({ rows, columns }: Table): string[] {
  columns.names ??= rows.map((row) => {
    row.plainName ??= plain(row.name);
    return row.plainName;
  });
  return columns.names;
}

/** What stands between two texts, and in none that a person types. */
export const BETWEEN = "\0";

/**
 * Every address and name as one text, which is searched ten times as quickly, and where each place begins in it. Undefined for the
 * first search after a change: putting it together costs more than one search saves.
 */
export function textOf(table: Table): { all: string; starts: Uint32Array } | undefined {
  if (table.columns.text) return table.columns.text;
  if (!table.columns.searched) {
    table.columns.searched = true;
    return undefined;
  }
  const [emails, names] = [emailsOf(table), namesOf(table)];
  const parts = emails.map((email, place) => `${email}${BETWEEN}${names[place] ?? ""}`);
  const starts = new Uint32Array(parts.length + 1);
  for (const [place, part] of parts.entries()) starts[place + 1] = (starts[place] ?? 0) + part.length + BETWEEN.length;
  table.columns.text = { all: parts.join(BETWEEN), starts };
  return table.columns.text;
}

function changeKind<Value>({ values, at }: Kinds<Value>, place: number, value: Value): void {
  const known = values.indexOf(value);
  at[place] = known < 0 ? values.push(value) - 1 : known;
}

/** Makes the columns right where one person changed and everybody kept their place. */
export function changeColumns(columns: Columns, place: number, row: Row): void {
  if (columns.created) columns.created[place] = row.created;
  if (columns.seen) columns.seen[place] = row.seen ?? 0;
  if (columns.pending) columns.pending[place] = row.pendingEmail === undefined ? 0 : 1;
  if (columns.roles) changeKind(columns.roles, place, row.roles);
  if (columns.provider) changeKind(columns.provider, place, row.provider);
  if (columns.status) {
    columns.status.at[place] = statusNumber.get(statusOfRow(row)) ?? 0;
    columns.status.until = Math.min(columns.status.until, row.judged?.until ?? Number.POSITIVE_INFINITY);
  }
  for (const [name, texts, text] of [
    ["email", columns.emails, plain(row.email)],
    ["name", columns.names, plain(row.name)],
  ] as const) {
    if (texts) texts[place] = text;
    const heads = columns.keys.get(name)?.heads;
    if (heads) heads[place] = headOf(text);
  }
  for (const name of ["provider", "roles", "lastSeen"] as const) columns.keys.delete(name);
  columns.orders.clear();
  columns.text = undefined;
  columns.searched = false;
}

/** Text without case and accents. */
export function plain(text: string): string {
  if (/^[\0-\x7f]*$/.test(text)) return text.toLowerCase();
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** What a place is sorted by: a number, and a text where those are equal. */
export interface Keys {
  heads: Kinds<unknown>["at"];
  texts?: readonly string[];
}

const keysBy: Record<Exclude<SortColumn, "createdAt">, (table: Table) => Keys> = {
  email: (table) => headed(emailsOf(table)),
  name: (table) => headed(namesOf(table)),
  status: (table) => ({ heads: statusOf(table) }),
  lastSeen: (table) => ({ heads: seenOf(table) }),
  provider: (table) => ({ heads: ranked(providerOf(table), (provider) => provider) }),
  roles: (table) => ({ heads: ranked(rolesOf(table), (roles) => roles.toSorted().join("\n")) }),
};

/** Equal for as long as nobody changes; a status may change by time alone. */
export function keysOf(table: Table, column: Exclude<SortColumn, "createdAt">): Keys {
  const known = table.columns.keys.get(column);
  if (known && column !== "status") return known;
  const made = keysBy[column](table);
  table.columns.keys.set(column, made);
  return made;
}

const HEAD = 6;

/** Texts with their first letters as a number each: comparing texts takes ten times as long. */
function headed(texts: readonly string[]): Keys {
  const heads = new Float64Array(texts.length);
  let place = 0;
  for (const text of texts) {
    heads[place] = headOf(text);
    place += 1;
  }
  return { heads, texts };
}

/** Smaller for whatever text comes before; what is beyond the usual letters is left to the texts. */
function headOf(text: string): number {
  let head = 0;
  let isExact = true;
  for (let index = 0; index < HEAD; index += 1) {
    const letter: number = isExact && index < text.length ? Math.min(text.charCodeAt(index) + 1, 255) : 0;
    isExact &&= letter < 255;
    head = head * 256 + letter;
  }
  return head;
}

/** For each place the rank of its value among all, which is quicker to compare than the value. */
function ranked<Value>({ values, at }: Kinds<Value>, text: (value: Value) => string): Uint32Array {
  const texts = values.map(text);
  const ranks = new Map([...new Set(texts)].toSorted().map((key, rank) => [key, rank]));
  const rankOf = texts.map((key) => ranks.get(key) ?? 0);
  const keys = new Uint32Array(at.length);
  for (let place = 0; place < keys.length; place += 1) keys[place] = rankOf[at[place] ?? 0] ?? 0;
  return keys;
}
