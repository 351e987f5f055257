import type { AuditEntry, getAuditEntry, listAudit } from "#lib/contract/audit.ts";
import type { Input, Output } from "#lib/contract/endpoint.ts";
import type { Deps } from "#lib/server/deps.ts";
import { AppError } from "#lib/server/errors.ts";
import type { Audit } from "./audit.ts";
import { readFacts } from "./facts.ts";
import { dayOf, isEntryId, readKey, timeOf } from "./key.ts";
import { readEntry } from "./record.ts";
import { type Found, type Search, search } from "./searching.ts";
import { settled } from "./settling.ts";
import { withUndo } from "./undone.ts";

interface Wanted {
  /** The last entry of the page before. */
  after?: string | undefined;
  limit: number;
}

/** Keys of a listing folded to entries: those that come behind `after`, each once. */
function entriesIn(keys: readonly string[], after: string | undefined): string[] {
  const ids = keys
    .map((key) => readKey(key).entryId)
    .filter((id) => isEntryId(id) && (after === undefined || id > after));
  return [...new Set(ids)];
}

/** Goes from day to day, newest first, until there is enough. */
async function idsOfAll({ store, keys }: Audit, { after, limit }: Wanted): Promise<string[]> {
  const days = await store.folders(keys.log);
  const first = after === undefined ? "" : dayOf(after);
  const found: string[] = [];
  for (const day of days.filter((name) => name >= first)) {
    const missing = limit + 1 - found.length;
    // An entry has up to two keys, and `after` may have its second one still to come.
    const page = await store.keys(keys.day(day), {
      after: after && keys.part(after, "intent"),
      atLeast: 2 * missing + 2,
    });
    found.push(...entriesIn(page, after));
    if (found.length > limit) return found;
  }
  return found;
}

/** A page of all entries, newest first: one list request or a few, and one read per entry, however many there are. */
async function readAll(audit: Audit, wanted: Wanted): Promise<Found> {
  const ids = await idsOfAll(audit, wanted);
  const page = ids.slice(0, wanted.limit);
  const entries = await Promise.all(page.map((id) => readEntry(audit, id)));
  return {
    entries: entries.filter((entry) => entry !== undefined),
    next: ids.length > wanted.limit ? page.at(-1) : undefined,
  };
}

/** Whom nobody was that busy with: more entries about one person than a day of work leaves. */
const MOST_RECENT = 500;

/** What concerns one person since then (ms since 1970), newest first. */
export async function entriesAbout(
  audit: Audit,
  { target, since }: { target: string; since: number },
): Promise<AuditEntry[]> {
  const { entries } = await search(audit, { filter: { target: { id: target }, from: since }, limit: MOST_RECENT });
  return entries;
}

/** A page of what is about one person. */
export function readAudit(audit: Audit, { target, ...wanted }: Wanted & { target: string }): Promise<Found> {
  return search(audit, { filter: { target: { id: target } }, ...wanted });
}

const PER_PAGE = 50;
/** Each asks Identity, so only so many a page; the next reader settles more. */
const SETTLED_PER_PAGE = 5;

/** Entries with what became of the newest `most` whose outcome was never written, as far as Identity tells. */
export async function settleSome(
  entries: AuditEntry[],
  { audit, identity }: Pick<Deps, "audit" | "identity">,
  most = SETTLED_PER_PAGE,
): Promise<AuditEntry[]> {
  const open = entries.filter((entry) => entry.outcome === "unknown").slice(0, most);
  const told = await Promise.all(open.map((entry) => settled(entry, audit, identity)));
  return entries.map((entry) => told.find(({ id }) => id === entry.id) ?? entry);
}

/** @throws AppError `invalid` for a cursor that no page gave out. */
export function requireCursor(cursor: string | undefined): void {
  if (cursor === undefined || isEntryId(cursor)) return;
  throw new AppError("invalid", "cursor is what the page before gave as next.", { field: "cursor" });
}

/** A page of everything, or of what a filter leaves of it. */
export function readPage(audit: Audit, { filter, ...wanted }: Search): Promise<Found> {
  const isFiltered = Object.values(filter).some((value) => value !== undefined);
  return isFiltered ? search(audit, { filter, ...wanted }) : readAll(audit, wanted);
}

/** Who did what to whom, newest first: everything, or what a filter leaves of it. */
export async function list({ query }: Input<typeof listAudit>, deps: Deps): Promise<Output<typeof listAudit>> {
  const { cursor, limit = PER_PAGE, ...filter } = query;
  requireCursor(cursor);
  const { entries, next } = await readPage(deps.audit, { filter, after: cursor, limit });
  const searchedTo = next && new Date(timeOf(next)).toISOString();
  return { entries: await withUndo(await settleSome(entries, deps), deps), next, searchedTo };
}

/** The newest entry about the same person that took this one back. */
async function undoing({ id, target }: AuditEntry, { store, keys }: Audit): Promise<string | undefined> {
  if (target?.id === undefined) return undefined;
  const about = await store.keys(keys.about(target.id), { atLeast: Number.POSITIVE_INFINITY });
  return about.map(readFacts).find((facts) => facts?.undoes === id && facts.outcome === "done")?.entryId;
}

/** One entry by its id, and what took it back. */
export async function get({ params }: Input<typeof getAuditEntry>, deps: Deps): Promise<Output<typeof getAuditEntry>> {
  const { audit, identity } = deps;
  const entry = await readEntry(audit, params.id);
  if (!entry) throw new AppError("not_found", "There is no such entry in the audit of this deploy context.");
  const undo = await undoing(entry, audit);
  const [known = entry] = await withUndo([await settled(entry, audit, identity)], deps);
  return { entry: known, undoneBy: undo ? await readEntry(audit, undo) : undefined };
}
