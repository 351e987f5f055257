import type { AuditEntry } from "#lib/contract/audit.ts";
import type { AuditFilter } from "#lib/contract/audit-filter.ts";
import type { Audit } from "./audit.ts";
import { type Facts, factsOf, matcherOf, readFacts } from "./facts.ts";
import { beginOf, beginOfDay, dayOf, endOfDay } from "./key.ts";
import { readFound } from "./record.ts";
import { indexedDays, keysAbout, keysOfDay } from "./unindexed.ts";

/** Of one request: the lists it asks for, a folder each, and how long it goes on beginning new ones. */
const FOLDERS_AT_ONCE = 8;
const MAX_FOLDERS = 120;
const MAX_KEYS = 40_000;
const TIME_MS = 4_000;
const READS_AT_ONCE = 25;

export interface Search {
  filter: AuditFilter;
  /** Only what comes behind this entry id. */
  after?: string | undefined;
  limit: number;
}

export interface Found {
  entries: AuditEntry[];
  /** Where to go on: absent once everything was looked at. */
  next?: string | undefined;
}

/** The facts of entries behind `after`, each once and newest first; what is known of the outcome outweighs the intent. */
function factsIn(keys: readonly string[], after: string): Facts[] {
  const found = new Map<string, Facts>();
  for (const key of keys) {
    const facts = readFacts(key);
    if (!facts || facts.entryId <= after) continue;
    const other = found.get(facts.entryId);
    if (!other || other.outcome === "unknown") found.set(facts.entryId, facts);
  }
  return [...found.values()];
}

/** A stretch of the log: one day of it, or everything about one person. */
interface Folder {
  /** Its keys, or undefined where time was up before they could be told. */
  keys(): Promise<string[] | undefined>;
  /** The positions before and behind it. */
  begin?: string;
  end?: string;
}

/** Everything about one person is one folder; else there is one for each day, newest first. */
async function foldersFor(audit: Audit, { filter, after = "" }: Search, until: number): Promise<Folder[]> {
  const { target, from, to } = filter;
  if (target && "id" in target) return [{ keys: () => keysAbout(audit, target.id) }];
  const { store, keys } = audit;
  const newest = [after, to === undefined ? "" : beginOf(to)].toSorted().at(-1);
  const first = newest ? dayOf(newest) : "";
  const last = from === undefined ? undefined : dayOf(beginOf(from - 1));
  const [logged, indexed, known] = await Promise.all([
    store.folders(keys.log),
    store.folders(keys.facts),
    indexedDays(audit),
  ]);
  const days = [...new Set([...logged, ...indexed])].sort();
  return days
    .filter((day) => day >= first && (last === undefined || day <= last))
    .map((day) => ({
      keys: () => keysOfDay(audit, day, { known, until }),
      begin: beginOfDay(day),
      end: endOfDay(day),
    }));
}

/** Reads entries until there are `limit` that are what was asked for, and one more as the sign that it goes on. */
async function readMatching(audit: Audit, facts: readonly Facts[], { filter, limit }: Search): Promise<AuditEntry[]> {
  const matches = matcherOf(filter, audit.secret);
  const found: AuditEntry[] = [];
  let at = 0;
  while (at < facts.length && found.length <= limit) {
    const some = facts.slice(at, at + Math.min(READS_AT_ONCE, limit + 1 - found.length));
    at += some.length;
    const records = await Promise.all(some.map((known) => readFound(audit, known)));
    // The record is the truth: facts may be of an intent whose outcome was lost on its way here.
    found.push(...records.filter((entry) => entry && matches(factsOf(entry, audit.secret))).filter(isThere));
  }
  return found;
}

function isThere<T>(value: T | undefined): value is T {
  return value !== undefined;
}

/**
 * Looks for entries from the newest back, by their keys, and reads only those that match. It gives up after a bounded amount
 * of work, with what it found and where to go on: 20,000 entries or 120 days, some 4 s.
 */
export async function search(audit: Audit, wanted: Search): Promise<Found> {
  const { filter, limit, after = "" } = wanted;
  const until = Date.now() + TIME_MS;
  const matches = matcherOf(filter, audit.secret);
  const folders = await foldersFor(audit, wanted, until);
  const entries: AuditEntry[] = [];
  let seen = 0;
  let done = 0;
  for (let atOnce = 1; done < folders.length; atOnce = Math.min(2 * atOnce, FOLDERS_AT_ONCE)) {
    const some = folders.slice(done, done + atOnce);
    done += some.length;
    const lists = await Promise.all(some.map(({ keys }) => keys()));
    const unread = lists.indexOf(undefined);
    const read = lists.slice(0, unread < 0 ? lists.length : unread).filter(isThere);
    const facts = read.flatMap((keys) => factsIn(keys, after)).filter(matches);
    entries.push(...(await readMatching(audit, facts, { filter, limit: limit - entries.length })));
    if (entries.length > limit) return { entries: entries.slice(0, limit), next: entries[limit - 1]?.id };
    if (unread >= 0) return { entries, next: [after, some[unread]?.begin ?? ""].toSorted().at(-1) };
    seen += read.reduce((sum, keys) => sum + keys.length, 0);
    const isSpent = seen >= MAX_KEYS || done >= MAX_FOLDERS || Date.now() >= until;
    if (isSpent && done < folders.length) return { entries, next: some.at(-1)?.end };
  }
  return { entries };
}
