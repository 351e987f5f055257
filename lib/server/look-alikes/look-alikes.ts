import type { LookAlike } from "#lib/contract/new-user.ts";
import { nameOf, statusOf } from "#lib/server/account.ts";
import type { Desk } from "#lib/server/deps.ts";
import { listAccounts } from "#lib/server/gotrue/accounts.ts";
import { looksLike } from "./keys.ts";
import { mailboxOf } from "./mailbox.ts";
import { reasonFor } from "./reason.ts";

const MOST_SHOWN = 10;
const SEARCH_PAGE = 100;

type Person = Omit<LookAlike, "why">;

export interface LookAlikes {
  /** At most ten. */
  lookAlikes: LookAlike[];
  alike: number;
  /** Whether everyone was looked at. */
  complete: boolean;
}

/** What a live search can find: the name before the tag, at Gmail also without dots. */
function searches(address: string): string[] {
  const typed = address.trim();
  const [name = ""] = typed.slice(0, typed.lastIndexOf("@")).split(/(?<=.)\+/);
  return [...new Set([name.toLowerCase(), mailboxOf(typed).local.toLowerCase()])];
}

async function searchLive(address: string, { identity }: Pick<Desk, "identity">): Promise<Person[]> {
  const pages = await Promise.all(
    searches(address).map((search) =>
      listAccounts(identity, { page: 1, perPage: SEARCH_PAGE, search, oldestFirst: true }),
    ),
  );
  const found = pages.flatMap(({ accounts }) => accounts).filter((account) => looksLike(address, account.email));
  const unique = [...new Map(found.map((account) => [account.id, account])).values()];
  return unique.map((account) => ({
    id: account.id,
    email: account.email,
    name: nameOf(account),
    status: statusOf(account),
  }));
}

/**
 * Who looks like this address, or has it. They only warn. Without a snapshot of everyone a live search finds the spellings of
 * one mailbox (tag, dots, case) and says that it is not complete.
 * @throws IdentityFault
 */
export async function lookAlikesOf(address: string, desk: Pick<Desk, "identity">): Promise<LookAlikes> {
  const people = await searchLive(address, desk);
  const lookAlikes = people
    .slice(0, MOST_SHOWN)
    .map((person) => ({ ...person, why: reasonFor(address, person.email) }));
  return { lookAlikes, alike: people.length, complete: false };
}

/** Without this one: a person does not look like themselves. */
export function without(id: string | undefined, { lookAlikes, alike, complete }: LookAlikes): LookAlikes {
  const others = lookAlikes.filter((person) => person.id !== id);
  return { lookAlikes: others, alike: alike - (lookAlikes.length - others.length), complete };
}
