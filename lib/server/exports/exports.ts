import type { Input, Output } from "#lib/contract/endpoint.ts";
import type { ExportColumn, ExportRow, exportUsers } from "#lib/contract/exports.ts";
import type { Account } from "#lib/server/account.ts";
import { recorded } from "#lib/server/audit/audit.ts";
import type { Deps } from "#lib/server/deps.ts";
import { getAccount } from "#lib/server/gotrue/accounts.ts";
import { type CrawledPage, crawlPage } from "#lib/server/gotrue/crawling.ts";
import { unexpected } from "#lib/server/gotrue/transport.ts";
import { authorize } from "#lib/server/policy/policy.ts";
import { inParallel } from "#lib/server/snapshot/in-parallel.ts";
import { lastSeenAt } from "#lib/server/snapshot/last-seen.ts";
import { readPeople } from "#lib/server/snapshot/people.ts";
import { asUserDetail } from "#lib/server/users/view.ts";

/** A page costs Identity the same whatever its size. */
const PER_PAGE = 500;
/** What every Identity hands out at once. */
const SMALL = 100;
/** Nobody hands out fewer: a shorter first page is all there is, whatever a total says. */
const LEAST = 20;
/** An answer may hold 6 MB; a part ends before a page that could go past it. */
const ENOUGH_BYTES = 2_500_000;
const PAGES_AT_ONCE = 4;
const BEGIN_WITHIN_MS = 5_000;
const READS_AT_ONCE = 8;
const SEEN_AT_ONCE = 24;

type Body = Input<typeof exportUsers>["body"];
type Part = Output<typeof exportUsers>;

/** A part of an export: recorded before a name leaves, and again with how many did. */
export function run({ body }: Input<typeof exportUsers>, deps: Deps): Promise<Part> {
  const permit = authorize(deps.rules, { actor: deps.actor, action: "exports.run" });
  const { columns, format, batch, q, ids, cursor } = body;
  const asked = {
    format,
    columns,
    ...(q && { search: q }),
    ...(ids && { chosen: ids.length }),
    from: cursor?.page ?? 1,
  };
  return recorded(deps.audit, permit, { batch, after: asked }, async () => {
    const part = ids ? await readChosen(ids, body, deps) : await readPages(body, deps);
    return { value: part, after: { ...asked, count: part.rows.length } };
  });
}

async function readChosen(ids: readonly string[], { columns }: Body, deps: Deps): Promise<Part> {
  const chosen = [...new Set(ids)];
  const found = await inParallel(chosen, READS_AT_ONCE, (id) => getAccount(deps.identity, id));
  const accounts = found.filter((account) => account !== undefined);
  const rows = await rowsOf(accounts, columns, deps);
  return { rows, total: chosen.length, asOf: new Date().toISOString() };
}

/** Oldest first: who signs up meanwhile comes at the end instead of moving everybody on. */
async function readPages({ columns, q, cursor }: Body, deps: Deps): Promise<Part> {
  const begun = Date.now();
  const rows: ExportRow[] = [];
  let { page, perPage } = cursor ?? { page: 1, perPage: PER_PAGE };
  for (let read = 1; ; read += 1) {
    const found = await crawlPage(deps.identity, { page, perPage, order: "oldest", search: q });
    if (found === "refused") {
      if (perPage <= SMALL) throw unexpected("it refuses a list of 100");
      // Pages of another size are other pages: from the start, and who was read already comes again.
      [page, perPage, rows.length] = [1, SMALL, 0];
      continue;
    }
    const { accounts, total } = found;
    rows.push(...(await rowsOf(accounts, columns, deps)));
    const isLast = accounts.length < perPage && !isCut(found, page);
    // An Identity that gives fewer than asked for counts its pages by that.
    if (!isLast && accounts.length < perPage) perPage = accounts.length;
    const part = { rows, total: total ?? (page - 1) * perPage + accounts.length, asOf: new Date(begun).toISOString() };
    if (isLast) return part;
    page += 1;
    const full = read === PAGES_AT_ONCE || JSON.stringify(rows).length > ENOUGH_BYTES;
    if (full || Date.now() - begun > BEGIN_WITHIN_MS) return { ...part, next: { page, perPage } };
  }
}

/** Whether a page that is not full may be so because Identity gives no more at once. */
function isCut({ accounts, total }: CrawledPage, page: number): boolean {
  return page === 1 && accounts.length >= LEAST && (total === undefined || accounts.length < total);
}

async function rowsOf(
  accounts: readonly Account[],
  columns: readonly ExportColumn[],
  deps: Deps,
): Promise<ExportRow[]> {
  const seen = columns.includes("lastSeenAt") ? await seenBy(accounts, deps) : [];
  return accounts.map((account, index) => {
    const user = { ...asUserDetail(account, deps), lastSeenAt: seen[index] };
    const chosen = columns.map((column) => [column, user[column]] as const);
    return Object.fromEntries([["id", user.id] as const, ...chosen].filter(([, value]) => value !== undefined));
  });
}

/** When each was seen last: from the snapshot, or one by one where nobody was read into it. */
async function seenBy(accounts: readonly Account[], deps: Deps): Promise<(string | undefined)[]> {
  const people = await readPeople(deps);
  if (!people) return inParallel(accounts, SEEN_AT_ONCE, ({ id }) => lastSeenAt(deps, id));
  return accounts.map(({ id }) => {
    const seen = people.rows.get(id)?.seen;
    return seen === undefined ? undefined : new Date(seen).toISOString();
  });
}
