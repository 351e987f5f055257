import { getAccount } from "#lib/server/gotrue/accounts.ts";
import { crawlPage, feedSince } from "#lib/server/gotrue/crawling.ts";
import type { IdentityAccess } from "#lib/server/gotrue/transport.ts";
import { inParallel } from "./in-parallel.ts";
import { type Row, rowOf } from "./row.ts";

const NEWEST = 100;
const NEWEST_PAGES = 20;
/** More people than this were changed elsewhere: reading everybody is as quick. */
const MOST_CHANGED = 1_000;
const AT_ONCE = 8;
const ROUNDS = 3;

export interface CaughtUp {
  /** Whether we now know exactly as many people as Identity counts. */
  agrees: boolean;
  /** Where Identity's log was read to; undefined where it could not be followed. */
  logTo: string | undefined;
  /** Who was read again or is gone. */
  touched: Set<string>;
}

/**
 * Makes rows right that are older than now: reads again whom Identity's log names, then who is new (newest first, until a
 * page holds only known people), and compares the count. Changes `rows`.
 */
export async function catchUp(
  identity: IdentityAccess,
  rows: Map<string, Row>,
  logFrom: string | undefined,
): Promise<CaughtUp> {
  const touched = new Set<string>();
  let logTo = logFrom;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const feed = logTo === undefined ? undefined : await feedSince(identity, logTo);
    if (feed && feed.ids.length <= MOST_CHANGED) await readAgain(identity, { rows, touched }, feed.ids);
    logTo = feed && feed.ids.length <= MOST_CHANGED ? feed.to : undefined;
    const total = await readNewest(identity, { rows, touched });
    if (total === undefined || total === rows.size) return { agrees: true, logTo, touched };
    if (logTo === undefined) break;
  }
  return { agrees: false, logTo, touched };
}

interface Known {
  rows: Map<string, Row>;
  touched: Set<string>;
}

async function readAgain(identity: IdentityAccess, { rows, touched }: Known, ids: readonly string[]): Promise<void> {
  await inParallel(ids, AT_ONCE, async (id) => {
    const readAt = Date.now();
    const account = await getAccount(identity, id);
    const seen = rows.get(id)?.seen;
    if (account) rows.set(id, { ...rowOf(account, readAt), seen });
    else rows.delete(id);
    touched.add(id);
  });
}

/** Reads who is new, and the number of all as counted by the same answer. */
async function readNewest(identity: IdentityAccess, { rows, touched }: Known): Promise<number | undefined> {
  for (let page = 1; page <= NEWEST_PAGES; page += 1) {
    const readAt = Date.now();
    const read = await crawlPage(identity, { page, perPage: NEWEST, order: "newest" });
    if (read === "refused") return undefined;
    const fresh = read.accounts.filter(({ id }) => !rows.has(id));
    for (const account of fresh) {
      rows.set(account.id, rowOf(account, readAt));
      touched.add(account.id);
    }
    if (fresh.length === 0 || read.accounts.length < NEWEST) return read.total;
  }
  return Number.NaN;
}
