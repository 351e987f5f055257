import type { Input, Output } from "#lib/contract/endpoint.ts";
import type { ExportColumn, ExportRow, exportUsers } from "#lib/contract/exports.ts";
import type { Account } from "#lib/server/account.ts";
import { recorded } from "#lib/server/audit/audit.ts";
import type { Deps } from "#lib/server/deps.ts";
import { getAccount, listAccounts } from "#lib/server/gotrue/accounts.ts";
import { authorize } from "#lib/server/policy/policy.ts";
import { asUserDetail } from "#lib/server/users/view.ts";

/** A page costs Identity the same whatever its size. */
const PER_PAGE = 500;
/** An answer may hold 6 MB; a part ends before a page that could go past it. */
const ENOUGH_BYTES = 2_500_000;
const PAGES_AT_ONCE = 4;
const BEGIN_WITHIN_MS = 5_000;
const READS_AT_ONCE = 8;

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
  const left = [...new Set(ids)];
  const total = left.length;
  const rows: ExportRow[] = [];
  const worker = async () => {
    for (let id = left.shift(); id !== undefined; id = left.shift()) {
      const account = await getAccount(deps.identity, id);
      if (account) rows.push(rowOf(account, columns, deps));
    }
  };
  await Promise.all(Array.from({ length: READS_AT_ONCE }, worker));
  return { rows, total, asOf: new Date().toISOString() };
}

/** Oldest first: who signs up meanwhile comes at the end instead of moving everybody on. */
async function readPages({ columns, q, cursor }: Body, deps: Deps): Promise<Part> {
  const begun = Date.now();
  const rows: ExportRow[] = [];
  let { page, perPage } = cursor ?? { page: 1, perPage: PER_PAGE };
  for (let read = 1; ; read += 1) {
    const found = await listAccounts(deps.identity, { page, perPage, search: q ?? "", oldestFirst: true });
    const { accounts, total } = found;
    rows.push(...accounts.map((account) => rowOf(account, columns, deps)));
    // An Identity that gives fewer than asked for counts its pages by that.
    if (page === 1 && accounts.length > 0 && accounts.length < Math.min(perPage, total)) perPage = accounts.length;
    page += 1;
    const part = { rows, total, asOf: new Date(begun).toISOString() };
    if (accounts.length === 0 || (page - 1) * perPage >= total) return part;
    const full = read === PAGES_AT_ONCE || JSON.stringify(rows).length > ENOUGH_BYTES;
    if (full || Date.now() - begun > BEGIN_WITHIN_MS) return { ...part, next: { page, perPage } };
  }
}

function rowOf(account: Account, columns: readonly ExportColumn[], deps: Deps): ExportRow {
  const user = asUserDetail(account, deps);
  const chosen = columns.map((column) => [column, user[column]] as const);
  return Object.fromEntries([["id", user.id] as const, ...chosen].filter(([, value]) => value !== undefined));
}
