import type { Input, Output } from "#lib/contract/endpoint.ts";
import type { listUserIds, listUsers, User } from "#lib/contract/users.ts";
import type { Deps } from "#lib/server/deps.ts";
import { listAccounts } from "#lib/server/gotrue/accounts.ts";
import { find } from "#lib/server/snapshot/query.ts";
import { accountOf, type Row } from "#lib/server/snapshot/row.ts";
import { partOf } from "#lib/server/snapshot/sorting.ts";
import { readStanding } from "#lib/server/snapshot/step.ts";
import { tableOf } from "#lib/server/snapshot/table.ts";
import { asUser } from "./view.ts";

const PER_PAGE = 50;
/** As many ids as fit into what a function may answer. */
const MOST_IDS = 100_000;

type ListInput = Input<typeof listUsers>;
type List = Output<typeof listUsers>;

/** Identity itself lists everybody, searches text and sorts by creation; it can do nothing else. */
function isLive({
  q: _q,
  page: _page,
  perPage: _perPage,
  sort = "-createdAt",
  ...filters
}: ListInput["query"]): boolean {
  const filtered = Object.values(filters).some((value) => value !== undefined);
  return !filtered && (sort === "createdAt" || sort === "-createdAt");
}

/** A page of users: live from Identity where it can, else from the snapshot. */
export function list({ query }: ListInput, deps: Deps): Promise<List> {
  return isLive(query) ? listLive(query, deps) : listSnapshot(query, deps);
}

async function listLive({ page = 1, perPage = PER_PAGE, q = "", sort }: ListInput["query"], deps: Deps): Promise<List> {
  const oldestFirst = sort === "createdAt";
  const { accounts, total } = await listAccounts(deps.identity, { page, perPage, search: q, oldestFirst });
  return { users: accounts.map((account) => asUser(account, deps)), total, asOf: new Date().toISOString() };
}

async function listSnapshot(
  { page = 1, perPage = PER_PAGE, sort, ...filters }: ListInput["query"],
  deps: Deps,
): Promise<List> {
  const { people, snapshot } = await readStanding(deps);
  const asOf = snapshot.asOf ?? new Date().toISOString();
  if (!people) return { users: [], total: 0, asOf, snapshot };
  const table = tableOf(people);
  const found = find(table, filters);
  const rows = partOf(table, found, { from: (page - 1) * perPage, count: perPage }, sort);
  return { users: rows.map((row) => userOf(row, deps)), total: found.length, asOf, snapshot };
}

function userOf(row: Row, deps: Deps): User {
  const user = asUser(accountOf(row, deps.identity.audience), deps);
  return row.seen === undefined ? user : { ...user, lastSeenAt: new Date(row.seen).toISOString() };
}

/** The ids of all who match, newest first. */
export async function ids({ query }: Input<typeof listUserIds>, deps: Deps): Promise<Output<typeof listUserIds>> {
  const { people, snapshot } = await readStanding(deps);
  const asOf = snapshot.asOf ?? new Date().toISOString();
  if (!people) return { ids: [], total: 0, asOf, snapshot };
  const table = tableOf(people);
  const found = find(table, query);
  const rows = partOf(table, found, { from: 0, count: MOST_IDS });
  return { ids: rows.map(({ id }) => id), total: found.length, asOf, snapshot };
}
