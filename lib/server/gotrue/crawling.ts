import type { Account } from "#lib/server/account.ts";
import { askAsOperator, literally } from "./accounts.ts";
import { type Answer, type IdentityAccess, IdentityFault, unexpected } from "./transport.ts";
import { parseAccounts, parseFeed } from "./wire.ts";

export interface Slice {
  page: number;
  perPage: number;
  order: "oldest" | "newest";
  /** Part of an address or a name, taken literally. */
  search?: string | undefined;
}

export interface CrawledPage {
  accounts: Account[];
  /** Of all accounts of our audience that match, as counted by the same answer; undefined where Identity did not say. */
  total: number | undefined;
}

function totalOf(answer: Answer): number | undefined {
  const counted = /^\d{1,15}$/.exec(answer.headers.get("x-total-count") ?? "");
  return counted ? Number(counted[0]) : undefined;
}

/** A page of everybody, or "refused" where Identity does not hand out so many at once. @throws IdentityFault */
export async function crawlPage(
  identity: IdentityAccess,
  { page, perPage, order, search }: Slice,
): Promise<CrawledPage | "refused"> {
  const sort = order === "oldest" ? "created_at asc" : "created_at desc";
  const query: Record<string, string> = { page: String(page), per_page: String(perPage), sort };
  if (search) query.filter = literally(search);
  const answer = await askAsOperator(identity, { method: "GET", path: "/admin/users", query });
  if (answer.status === 400 || answer.status === 422) return "refused";
  if (answer.status !== 200) throw unexpected(`status ${answer.status}`);
  return { accounts: parseAccounts(answer.body), total: totalOf(answer) };
}

const PER_PAGE = 100;
const MAX_PAGES = 20;
/** How far entries may come out of order: they are written in transactions, and their time is rounded. */
const SLACK_MS = 10_000;

/** Whom Identity's log names, and to where it was read. */
export interface Feed {
  ids: string[];
  /** Time of the newest entry, in Identity's own words; the next reading begins there. */
  to: string;
}

async function changedSince(identity: IdentityAccess, from: string | undefined): Promise<Feed | undefined> {
  const ids = new Set<string>();
  let to: string | undefined;
  for (const action of ["action:user", "action:invite_accepted"]) {
    const read = await readAction(identity, action, { from, ids });
    if (!read) return undefined;
    if (to === undefined || Date.parse(read.newest) > Date.parse(to)) to = read.newest;
  }
  return to === undefined ? undefined : { ids: [...ids], to };
}

/** Before everything: an empty log is read from here. */
const NEVER = "1970-01-01T00:00:00Z";

async function readAction(
  identity: IdentityAccess,
  query: string,
  { from, ids }: { from: string | undefined; ids: Set<string> },
): Promise<{ newest: string } | undefined> {
  const since = from === undefined ? Number.POSITIVE_INFINITY : Date.parse(from) - SLACK_MS;
  let newest: string | undefined;
  for (let page = 1; page <= MAX_PAGES; page += 1) {
    const asked = { query, page: String(page), per_page: String(PER_PAGE) };
    const answer = await askAsOperator(identity, { method: "GET", path: "/admin/audit", query: asked });
    if (answer.status !== 200) return undefined;
    const entries = parseFeed(answer.body);
    newest ??= entries[0]?.at ?? from ?? NEVER;
    const fresh = entries.filter(({ at }) => Date.parse(at) >= since);
    for (const { userId } of fresh) if (userId !== undefined) ids.add(userId);
    if (fresh.length < entries.length || entries.length === 0) return { newest };
  }
  return undefined;
}

/**
 * Everybody whom Identity's log names as made, changed or deleted since `from`: nothing else tells who was changed elsewhere.
 * Undefined where the log cannot be followed: it does not reach back so far, or holds too much. Without `from` only its end
 * is looked up.
 */
export async function feedSince(identity: IdentityAccess, from: string | undefined): Promise<Feed | undefined> {
  try {
    return await changedSince(identity, from);
  } catch (error) {
    if (error instanceof IdentityFault) return undefined;
    throw error;
  }
}
