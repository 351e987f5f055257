import type { Account } from "#lib/server/account.ts";
import { type CrawledPage, crawlPage } from "#lib/server/gotrue/crawling.ts";
import { type IdentityAccess, unexpected } from "#lib/server/gotrue/transport.ts";

/** Where a crawl through everybody, oldest first, stands. */
export interface Place {
  offset: number;
  most: number;
  total?: number | undefined;
  tail: string[];
  /** How often the total was smaller than before. */
  shrunk?: number | undefined;
}

export interface Step {
  place: Place;
  /** Everybody on the page, those of the overlap too: what is read later holds. */
  accounts: Account[];
  finished: boolean;
}

const OVERLAP = 20;
const TAIL = 500;
const SMALL = 100;
/** Nobody hands out fewer at once: a shorter first page is all there is, whatever a total says. */
const LEAST = 20;
/** A total that shrinks more often than this is not one: it would send us back forever. */
const SHRINKS = 50;

/**
 * A page, as Identity counts pages, that begins at most at `want` and reaches as far as possible: the size is chosen so that
 * pages overlap, for `page` × `per_page` is the only offset there is.
 */
export function windowAt(want: number, most: number): { page: number; perPage: number; start: number } {
  let best = { page: 1, perPage: most, start: 0 };
  if (want < 1) return best;
  for (let perPage = most; perPage >= Math.ceil(most * 0.8); perPage -= 1) {
    const before = Math.floor(want / perPage);
    const start = before * perPage;
    if (start + perPage > best.start + best.perPage || best.start + best.perPage <= want) {
      best = { page: before + 1, perPage, start };
    }
  }
  return best;
}

/**
 * Reads on. People who are deleted meanwhile move all behind them forward, so that a plain next page would miss as many
 * others: each page must hold somebody of the page before, or it is read again from further ahead.
 */
export async function readOn(identity: IdentityAccess, place: Place): Promise<Step> {
  const overlap = Math.min(OVERLAP, Math.floor(place.most / 5));
  let back = overlap;
  for (;;) {
    const want = Math.max(0, place.offset - back);
    const slice = windowAt(want, place.most);
    const page = await crawlPage(identity, { page: slice.page, perPage: slice.perPage, order: "oldest" });
    const most = mostAfter(page, slice, place.most);
    if (most !== undefined) return { place: { ...place, most }, accounts: [], finished: false };
    if (page === "refused") throw unexpected("it refuses a list of 100");
    if (follows(page, slice.start, place.tail)) return stepped(page, slice, place);
    back = Math.max(1, back * 2, (place.total ?? 0) - (page.total ?? 0));
  }
}

interface Window {
  page: number;
  perPage: number;
  start: number;
}

/**
 * A smaller size where this one is refused, or where the first page is shorter than it although there may be more people;
 * undefined where it is good.
 */
function mostAfter(page: CrawledPage | "refused", { perPage, start }: Window, most: number): number | undefined {
  if (page === "refused") return most > SMALL ? SMALL : undefined;
  const { length } = page.accounts;
  if (start > 0 || length >= perPage) return undefined;
  const more = page.total === undefined || length < page.total;
  return more && length >= LEAST ? length : undefined;
}

function follows({ accounts }: CrawledPage, start: number, tail: readonly string[]): boolean {
  if (start === 0) return true;
  const known = new Set(tail);
  return accounts.some(({ id }) => known.has(id));
}

function stepped({ accounts, total }: CrawledPage, { start, perPage }: Window, place: Place): Step {
  const end = start + accounts.length;
  // Who is gone was before us or behind us: read as many again.
  const fewer = Math.max(0, (place.total ?? total ?? 0) - (total ?? 0));
  const shrunk = (place.shrunk ?? 0) + (total !== undefined && fewer > 0 ? 1 : 0);
  // The total may be wrong, so the end is a page that is not full.
  const finished = accounts.length < perPage;
  const tail = [...place.tail, ...accounts.map(({ id }) => id)].slice(-TAIL);
  const back = total === undefined || shrunk > SHRINKS ? 0 : fewer;
  const offset = finished ? end : Math.max(0, end - back);
  return { place: { offset, most: place.most, total, tail, shrunk }, accounts, finished };
}
