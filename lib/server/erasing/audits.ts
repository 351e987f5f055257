import type { AuditEntry } from "#lib/contract/audit.ts";
import type { Audit } from "#lib/server/audit/audit.ts";
import { openAuditIn } from "#lib/server/audit/audit.ts";
import { hashOf } from "#lib/server/audit/facts.ts";
import { readEntry } from "#lib/server/audit/record.ts";
import { addressesIn, type Erased, listedAbout, listedElsewhere, redactAll } from "#lib/server/audit/redacting.ts";
import { indexedDays, keysOfDay } from "#lib/server/audit/unindexed.ts";
import * as config from "#lib/server/config.ts";
import { inParallel } from "#lib/server/snapshot/in-parallel.ts";

/** Deploy contexts of Netlify. Each has an audit of its own, and all are about the same people. */
const CONTEXTS = ["production", "deploy-preview", "branch-deploy", "dev"];
const DAYS_AT_ONCE = 8;
const READS_AT_ONCE = 8;
const PASSES = 3;

/** The audits of all deploy contexts, with what was listed of them by this request. */
export interface Audits {
  all: readonly Audit[];
  /** The keys of one day of one audit: many people are looked for in the same days. */
  keysOf(audit: Audit, day: string): Promise<string[]>;
}

export function openAudits(audit: Audit): Audits {
  const contexts = new Set([audit.deploy.context, ...CONTEXTS, ...config.contextsAllowedToWrite()]);
  const listed = new Map<string, Promise<string[]>>();
  return {
    all: [...contexts].map((context) => openAuditIn(audit, context)),
    keysOf(audit, day) {
      const name = `${audit.deploy.context}/${day}`;
      const known = listed.get(name) ?? keysWithin(audit, day);
      listed.set(name, known);
      return known;
    },
  };
}

async function keysWithin(audit: Audit, day: string): Promise<string[]> {
  const asked = { known: await indexedDays(audit), until: Number.POSITIVE_INFINITY };
  return (await keysOfDay(audit, day, asked)) ?? [];
}

/** The entries about somebody, in all contexts. */
export async function entriesAbout({ all }: Audits, id: string): Promise<AuditEntry[]> {
  const found = await inParallel(all, READS_AT_ONCE, async (audit) => {
    const listed = await listedAbout(audit, id);
    return inParallel(listed, READS_AT_ONCE, ({ entryId }) => readEntry(audit, entryId));
  });
  return found.flat().filter((entry) => entry !== undefined);
}

/** What stands in keys for each address these entries know somebody by. */
export function hashesIn(entries: readonly AuditEntry[], secret: string): string[] {
  return addressesIn(entries).map((address) => hashOf(address, secret));
}

/** Takes somebody out of the entries about them. What is written meanwhile by a change under way comes along. */
export async function redactAbout({ all }: Audits, erased: Erased): Promise<void> {
  for (const audit of all) {
    for (let pass = 0; pass < PASSES; pass += 1) {
      const listed = await listedAbout(audit, erased.id);
      const before = await redactAll(audit, listed, erased);
      if (before.every((entry) => entry.erased || entry.target?.email === undefined)) break;
    }
  }
}

interface Days {
  /** Up to this day it was done before. */
  after: string | undefined;
  /** Nothing is begun later than this, ms since 1970. */
  until: number;
  /** Told of each entry as it was. */
  onEntry(entry: AuditEntry): Promise<void>;
}

/** How far the days were gone through. */
export interface Progress {
  /** The last day done. */
  day: string | undefined;
  complete: boolean;
  days: { done: number; total: number };
}

/**
 * Takes somebody out of the entries that are not about their id, day by day from the oldest, for they are found by looking
 * through all keys.
 */
export async function redactElsewhere(
  audits: Audits,
  erased: Erased,
  { after, until, onEntry }: Days,
): Promise<Progress> {
  const folders = await Promise.all(
    audits.all.flatMap(({ store, keys }) => [store.folders(keys.facts), store.folders(keys.log)]),
  );
  // Days count down: the largest is the oldest.
  const days = [...new Set(folders.flat())].sort().reverse();
  const left = days.filter((day) => after === undefined || day < after);
  const before = days.length - left.length;
  const progress = (done: number, day = after): Progress => ({
    day,
    complete: done >= left.length,
    days: { done: before + Math.min(done, left.length), total: days.length },
  });
  let day = after;
  for (let done = 0; done < left.length; done += DAYS_AT_ONCE) {
    // Some are gone through in any case, so that each request gets further.
    if (done > 0 && Date.now() >= until) return progress(done, day);
    const some = left.slice(done, done + DAYS_AT_ONCE);
    await Promise.all(
      some.map(async (each) => {
        for (const audit of audits.all) {
          const listed = listedElsewhere(await audits.keysOf(audit, each), erased);
          for (const entry of await redactAll(audit, listed, erased)) await onEntry(entry);
        }
      }),
    );
    day = some.at(-1);
  }
  return progress(left.length, day);
}
