import type { AuditEntry, listAudit } from "#lib/contract/audit.ts";
import type { Input, Output } from "#lib/contract/endpoint.ts";
import type { Deps } from "#lib/server/deps.ts";
import { AppError } from "#lib/server/errors.ts";
import { type Audit, parseEntry } from "./audit.ts";
import { dayOf, isEntryId, readKey, timeOf } from "./key.ts";
import { settled } from "./settling.ts";

interface Wanted {
  /** Account id: only what concerns this person. */
  target?: string | undefined;
  /** The last entry of the page before. */
  after?: string | undefined;
  limit: number;
}

interface AuditPage {
  entries: AuditEntry[];
  /** Where the next page begins, if there is one. */
  next?: string | undefined;
}

/** Keys of a listing folded to entries: those that come behind `after`, each once. */
function entriesIn(keys: readonly string[], after: string | undefined): string[] {
  const ids = keys
    .map((key) => readKey(key).entryId)
    .filter((id) => isEntryId(id) && (after === undefined || id > after));
  return [...new Set(ids)];
}

async function idsAbout({ store, keys }: Audit, target: string, { after, limit }: Wanted): Promise<string[]> {
  const prefix = keys.about(target);
  const found = await store.keys(prefix, { after: after && keys.aboutEntry(target, after), atLeast: limit + 1 });
  return entriesIn(found, after);
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

/** The outcome tells all that the intent does; without one the intent stands alone. */
async function readEntry({ store, keys }: Audit, id: string): Promise<AuditEntry | undefined> {
  const record = (await store.get(keys.part(id, "outcome"))) ?? (await store.get(keys.part(id, "intent")));
  return record === undefined ? undefined : parseEntry(record);
}

/** A page of entries, newest first. One list request and one read per entry, however many there are in all. */
export async function readAudit(audit: Audit, wanted: Wanted): Promise<AuditPage> {
  const ids =
    wanted.target === undefined ? await idsOfAll(audit, wanted) : await idsAbout(audit, wanted.target, wanted);
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
  const ids = await idsAbout(audit, target, { limit: MOST_RECENT });
  const recent = ids.filter((id) => timeOf(id) >= since);
  const entries = await Promise.all(recent.map((id) => readEntry(audit, id)));
  return entries.filter((entry) => entry !== undefined);
}

const PER_PAGE = 50;
/** Each asks Identity, so only so many a page; the next reader settles more. */
const SETTLED_PER_PAGE = 5;

/** Who did what to whom, newest first. */
export async function list(
  { query }: Input<typeof listAudit>,
  { audit, identity }: Deps,
): Promise<Output<typeof listAudit>> {
  const { target, cursor, limit = PER_PAGE } = query;
  if (cursor !== undefined && !isEntryId(cursor)) {
    throw new AppError("invalid", "cursor is what the page before gave as next.", { field: "cursor" });
  }
  const { entries, next } = await readAudit(audit, { target: target?.toLowerCase(), after: cursor, limit });
  const open = entries.filter((entry) => entry.outcome === "unknown").slice(0, SETTLED_PER_PAGE);
  const told = await Promise.all(open.map((entry) => settled(entry, audit, identity)));
  return { entries: entries.map((entry) => told.find(({ id }) => id === entry.id) ?? entry), next };
}
