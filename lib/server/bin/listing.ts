import { type BinnedUser, binPerPage, type listBin } from "#lib/contract/bin.ts";
import type { Input, Output } from "#lib/contract/endpoint.ts";
import { deskParts } from "#lib/server/account.ts";
import { search } from "#lib/server/audit/searching.ts";
import type { Deps } from "#lib/server/deps.ts";
import { AppError } from "#lib/server/errors.ts";
import { getAccount } from "#lib/server/gotrue/accounts.ts";
import { log } from "#lib/server/log.ts";
import { inParallel } from "#lib/server/snapshot/in-parallel.ts";
import { find } from "#lib/server/snapshot/query.ts";
import { accountOf, type Row } from "#lib/server/snapshot/row.ts";
import { partOf } from "#lib/server/snapshot/sorting.ts";
import { readStanding } from "#lib/server/snapshot/step.ts";
import { tableOf } from "#lib/server/snapshot/table.ts";
import { asUser } from "#lib/server/users/view.ts";

/** Requests to the audit under way at a time. */
const AT_ONCE = 8;
/** Of more than these, the others are told the next time. */
const MOST_UNFINISHED = 10;

/** Who is in the bin, newest there first. */
export async function list({ query }: Input<typeof listBin>, deps: Deps): Promise<Output<typeof listBin>> {
  const { page = 1, q } = query;
  const [{ people, snapshot }, unfinished] = await Promise.all([readStanding(deps), unfinishedErasings(deps)]);
  if (!people) return { users: [], total: 0, snapshot, unfinished };
  const table = tableOf(people);
  const found = find(table, { status: ["deleted"], ...(q && { q }) });
  const rows = partOf(table, found, { from: 0, count: found.length });
  const dated = rows.map((row) => ({ row, since: sinceOf(row) })).sort((a, b) => b.since - a.since);
  const shown = dated.slice((page - 1) * binPerPage, page * binPerPage);
  const users = await inParallel(shown, AT_ONCE, ({ row }) => binned(row, deps));
  return { users, total: found.length, snapshot, unfinished };
}

/** In ms since 1970; 0 where nobody knows. */
function sinceOf({ desk }: Row): number {
  const { since } = deskParts({ appMetadata: { desk } });
  return since === undefined ? 0 : Date.parse(since);
}

async function binned(row: Row, deps: Deps): Promise<BinnedUser> {
  const account = accountOf(row, deps.identity.audience);
  const { since, roles } = deskParts(account);
  return { ...asUser(account, deps), since, keptRoles: roles, ...(await deletionOf(row.id, deps)) };
}

/** Who put them there and why. The list is worth showing without it. */
async function deletionOf(id: string, { audit }: Deps): Promise<Pick<BinnedUser, "by" | "reason">> {
  const filter = { target: { id }, action: ["users.delete" as const], outcome: ["done" as const] };
  try {
    const entry = (await search(audit, { filter, limit: 1 })).entries[0];
    return entry ? { by: entry.actor, reason: entry.reason } : {};
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    log("warn", "bin_without_audit", { account: id }, error);
    return {};
  }
}

/** What an erasing leaves before the account goes may be there with the account; then nothing has happened yet. */
async function unfinishedErasings({ state, identity }: Deps): Promise<string[]> {
  const prefix = state.keys.erasing("");
  const ids = (await state.store.keys(prefix, { atLeast: MOST_UNFINISHED })).map((key) => key.slice(prefix.length));
  const gone = await inParallel(ids.slice(0, MOST_UNFINISHED), AT_ONCE, async (id) =>
    (await getAccount(identity, id)) ? [] : [id],
  );
  return gone.flat();
}
