import { log } from "#lib/server/log.ts";
import { type Audit, index } from "./audit.ts";
import { readFacts } from "./facts.ts";
import { dayOf, isEntryId, newEntryId, readKey } from "./key.ts";
import { readEntry } from "./record.ts";

const READS_AT_ONCE = 8;
/** How long after its end nothing of a day is still being written. */
const OVER_MS = 3_600_000;

const all = { atLeast: Number.POSITIVE_INFINITY };

/** What keys tell of each entry: whether they know how it ended. */
function toldBy(keys: readonly string[]): Map<string, boolean> {
  const told = new Map<string, boolean>();
  for (const key of keys) {
    const facts = readFacts(key);
    if (facts) told.set(facts.entryId, told.get(facts.entryId) || facts.outcome !== "unknown");
  }
  return told;
}

/** Entries that keys are silent about, or tell less of than the log does: each key names one, and maybe a part of it. */
function untold(inLog: readonly string[], keys: readonly string[]): string[] {
  const told = toldBy(keys);
  const missing = inLog.map(readKey).filter(({ entryId, part }) => {
    if (!isEntryId(entryId)) return false;
    const knowsOutcome = told.get(entryId);
    return knowsOutcome === undefined || (part === "outcome" && !knowsOutcome);
  });
  return [...new Set(missing.map(({ entryId }) => entryId))];
}

/** Writes the keys of entries that have none. @returns whether that was all; the next call goes on. */
async function indexEach(audit: Audit, ids: readonly string[], until: number): Promise<boolean> {
  for (let at = 0; at < ids.length; at += READS_AT_ONCE) {
    if (Date.now() >= until) return false;
    await Promise.all(
      ids.slice(at, at + READS_AT_ONCE).map(async (id) => {
        const entry = await readEntry(audit, id);
        if (entry) await index(audit, entry);
      }),
    );
  }
  return true;
}

/** Days that need no second look: each of their entries has its keys. */
export async function indexedDays({ store, keys }: Audit): Promise<Set<string>> {
  const found = await store.keys(keys.indexed(""), all);
  return new Set(found.map((key) => key.slice(keys.indexed("").length)));
}

interface Asked {
  /** Of `indexedDays`. */
  known: ReadonlySet<string>;
  /** No further entry is begun later than this, ms since 1970. */
  until: number;
}

/**
 * The keys of a day that hold facts. Entries of a desk that wrote none, and those whose keys were lost on their way, get
 * theirs first; a day that is over is looked through once. Undefined where time was up before all had theirs.
 */
export async function keysOfDay(audit: Audit, day: string, { known, until }: Asked): Promise<string[] | undefined> {
  const { store, keys } = audit;
  if (known.has(day)) return store.keys(keys.factsOfDay(day), all);
  const [inLog, found] = await Promise.all([store.keys(keys.day(day), all), store.keys(keys.factsOfDay(day), all)]);
  const missing = untold(inLog, found);
  if (!(await indexEach(audit, missing, until))) return undefined;
  // Days count down, so what is over has the larger number.
  if (day > dayOf(newEntryId(Date.now() - OVER_MS))) await remember(audit, day);
  return missing.length === 0 ? found : store.keys(keys.factsOfDay(day), all);
}

async function remember({ store, keys }: Audit, day: string): Promise<void> {
  try {
    await store.set(keys.indexed(day), {});
  } catch (error) {
    log("warn", "audit_day_unmarked", { day }, error);
  }
}

/** The keys about one person; those that hold no facts have a second one beside them that does. */
export async function keysAbout(audit: Audit, accountId: string): Promise<string[]> {
  const { store, keys } = audit;
  const found = await store.keys(keys.about(accountId), all);
  const missing = untold(found, found);
  if (missing.length === 0) return found;
  await indexEach(audit, missing, Number.POSITIVE_INFINITY);
  return store.keys(keys.about(accountId), all);
}
