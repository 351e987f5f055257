import { setImmediate as nextTurn } from "node:timers/promises";
import type { App } from "./call.ts";
import { equalityKey } from "./mysql/collation.ts";
import { type Entry, entriesOf } from "./people-entries.ts";
import { BadRow, type ReadPerson, readPerson } from "./person-row.ts";
import { ConnectionLost, DatabaseError } from "./store/rows.ts";
import type { UserTable } from "./store/user-table.ts";

/** What became of one entry; `held back`: it is good, but others are not. */
export interface ImportedRow {
  /** Of the file; in a JSON array the place of the entry, from 1. */
  line: number;
  email?: string;
  id?: string;
  outcome: "imported" | "refused" | "held back";
  reason?: string;
}

export interface ImportOutcome {
  imported: number;
  refused: number;
  rows: ImportedRow[];
}

/** Entries read before everybody else gets a turn. */
const AT_ONCE = 500;
/** As many as node has threads for it. */
const HASHES_AT_ONCE = 4;

type Importing = Pick<App, "store" | "settings" | "passwords" | "now">;
type Candidate = { line: number; person: ReadPerson; reason?: undefined } | { line: number; reason: string };

/**
 * Adds the accounts of an export, of a JSON array, or of an answer of `GET /admin/users`. All or none, unless `partial`;
 * an id or an address that is taken is refused by name. On the disk when it resolves.
 */
export async function importPeople(app: Importing, text: string, { partial = false } = {}): Promise<ImportOutcome> {
  const candidates = await readAll(app, entriesOf(text));
  await hashPasswords(app, candidates);
  const judged = judge(candidates, app.store.users());
  const isHeldBack = !partial && judged.some(({ reason }) => reason !== undefined);
  const good = judged.flatMap((candidate) => (candidate.reason === undefined ? [candidate.person.row] : []));
  if (!isHeldBack) app.store.insertRows(good);
  await app.store.settle();
  const rows = judged.map((candidate) => rowFor(candidate, isHeldBack));
  return { imported: isHeldBack ? 0 : good.length, refused: judged.length - good.length, rows };
}

async function readAll({ settings, now }: Importing, entries: Entry[]): Promise<Candidate[]> {
  const defaults = { aud: settings.jwt.aud, role: settings.jwt.defaultGroup, now: now() };
  const candidates: Candidate[] = [];
  for (const [index, entry] of entries.entries()) {
    if (index % AT_ONCE === AT_ONCE - 1) await nextTurn();
    candidates.push(candidateOf(entry, (value) => readPerson(value, defaults)));
  }
  return candidates;
}

function candidateOf({ line, value, reason }: Entry, read: (value: unknown) => ReadPerson): Candidate {
  if (reason !== undefined) return { line, reason };
  try {
    return { line, person: read(value) };
  } catch (error) {
    const isExpected = error instanceof BadRow || error instanceof DatabaseError || error instanceof ConnectionLost;
    if (!isExpected) throw error;
    return { line, reason: error.message };
  }
}

/** Each distinct password once. */
async function hashPasswords({ passwords }: Importing, candidates: Candidate[]): Promise<void> {
  const people = candidates.flatMap((candidate) => (candidate.reason === undefined ? [candidate.person] : []));
  const plain = new Set(people.flatMap(({ password }) => password ?? []));
  const left = plain.values();
  const hashes = new Map<string, string>();
  const work = async () => {
    for (const password of left) hashes.set(password, await passwords.hash(password));
  };
  await Promise.all(Array.from({ length: HASHES_AT_ONCE }, work));
  for (const { row, password } of people) {
    if (password !== undefined) row.encrypted_password = hashes.get(password) ?? "";
  }
}

/** Refuses ids and addresses that are taken, in the store or further up; twins of an export, which name their ids, may come. */
function judge(candidates: Candidate[], users: UserTable): Candidate[] {
  const ids = new Set<string>();
  const addresses = new Map<string, { line: number; hasId: boolean }>();
  return candidates.map((candidate) => {
    if (candidate.reason !== undefined) return candidate;
    const { line, person } = candidate;
    const { row, hasId } = person;
    const address = JSON.stringify([equalityKey(row.email), equalityKey(row.aud)]);
    const twin = addresses.get(address);
    const reason = takenReason(row, users) ?? (ids.has(row.id) ? `has the id ${row.id} a second time` : undefined);
    const isTwin = twin !== undefined && !(twin.hasId && hasId);
    if (reason !== undefined) return { line, reason };
    if (isTwin) return { line, reason: `has the address ${row.email} of line ${twin.line} again` };
    ids.add(row.id);
    addresses.set(address, { line, hasId });
    return candidate;
  });
}

function takenReason({ id, email, aud }: ReadPerson["row"], users: UserTable): string | undefined {
  if (users.has(id)) return `there is an account with the id ${id} already`;
  const other = users.byEmail(email, aud);
  return other && `there is an account with the address ${email} already (${other.id})`;
}

function rowFor(candidate: Candidate, isHeldBack: boolean): ImportedRow {
  const { line, reason } = candidate;
  if (reason !== undefined) return { line, outcome: "refused", reason };
  const { email, id } = candidate.person.row;
  return { line, email, id, outcome: isHeldBack ? "held back" : "imported" };
}
