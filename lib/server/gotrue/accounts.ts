import * as z from "zod/mini";
import type { Account } from "#lib/server/account.ts";
import { collationKey, spellings } from "#lib/server/address.ts";
import { type Answer, askIdentity, type Call, type IdentityAccess, IdentityFault, unexpected } from "./transport.ts";
import { messageOf, parseAccount, parseAccounts } from "./wire.ts";

/** Asks with the operator token. @throws IdentityFault when Identity no longer takes it. */
export async function askAsOperator(identity: IdentityAccess, call: Call): Promise<Answer> {
  const answer = await askIdentity(identity, { ...call, bearer: identity.operatorToken });
  if (answer.status !== 401) return answer;
  throw new IdentityFault("Identity no longer accepts the token it gave this request. Try again.");
}

export interface Page {
  page: number;
  perPage: number;
  /** Part of an address or a name, taken literally. */
  search?: string;
  oldestFirst?: boolean;
}

/** `%`, `_` and `\` are wildcards of the database, and Identity does not escape them. */
export function literally(search: string): string {
  return search.replace(/[\\%_]/g, "\\$&");
}

/** A page of accounts of our audience, with the number of all that match. */
export async function listAccounts(
  identity: IdentityAccess,
  { page, perPage, search, oldestFirst }: Page,
): Promise<{ accounts: Account[]; total: number }> {
  const query: Record<string, string> = { page: String(page), per_page: String(perPage) };
  if (oldestFirst) query.sort = "created_at asc";
  if (search) query.filter = literally(search);
  const answer = await askAsOperator(identity, { method: "GET", path: "/admin/users", query });
  if (answer.status !== 200) throw unexpected(`status ${answer.status}`);
  const accounts = parseAccounts(answer.body);
  const counted = /^\d{1,15}$/.exec(answer.headers.get("x-total-count") ?? "");
  return { accounts, total: counted ? Number(counted[0]) : (page - 1) * perPage + accounts.length };
}

const AccountId = z.uuid();

/** A path with an id that is one: anything else could climb to another endpoint. */
export function accountPath(id: string): string {
  if (!AccountId.safeParse(id).success) throw new Error("Not an account id.");
  return `/admin/users/${id}`;
}

/** One account, whatever its audience: Identity hands out those of any. */
export async function accountOfAnyAudience(identity: IdentityAccess, id: string): Promise<Account | undefined> {
  const answer = await askAsOperator(identity, { method: "GET", path: accountPath(id) });
  if (answer.status === 404) return undefined;
  if (answer.status !== 200) throw unexpected(`status ${answer.status}: ${messageOf(answer.body)}`);
  return parseAccount(answer.body);
}

/** One account of our audience, or undefined. */
export async function getAccount(identity: IdentityAccess, id: string): Promise<Account | undefined> {
  const account = await accountOfAnyAudience(identity, id);
  return account?.audience === identity.audience ? account : undefined;
}

const SEARCH_PAGE = 100;
const SEARCH_PAGES = 20;

/**
 * Accounts whose address is the same, or which Identity's database takes for equal, oldest first. Identity searches parts of addresses and
 * names, so people who put somebody's address into their name come along and are dropped here.
 * @throws IdentityFault when there are too many of those to look through.
 */
export async function findByAddress(identity: IdentityAccess, address: string): Promise<Account[]> {
  const found = await Promise.all(spellings(address).map((spelling) => findSpelling(identity, spelling)));
  const unique = new Map(found.flat().map((account) => [account.id, account]));
  return [...unique.values()].sort((a, b) => a.createdAt.localeCompare(b.createdAt));
}

async function findSpelling(identity: IdentityAccess, address: string): Promise<Account[]> {
  const wanted = collationKey(address);
  const found = new Map<string, Account>();
  for (let page = 1; page <= SEARCH_PAGES; page += 1) {
    const { accounts } = await listAccounts(identity, {
      page,
      perPage: SEARCH_PAGE,
      search: address,
      oldestFirst: true,
    });
    for (const account of accounts) if (collationKey(account.email) === wanted) found.set(account.id, account);
    if (accounts.length < SEARCH_PAGE) return [...found.values()];
  }
  throw new IdentityFault("More than 2,000 accounts carry this address in their name, so it could not be looked up.");
}
