import type { LookAlike } from "#lib/contract/new-user.ts";
import { nameOf, statusOf } from "#lib/server/account.ts";
import type { Desk } from "#lib/server/deps.ts";
import { listAccounts } from "#lib/server/gotrue/accounts.ts";
import { log } from "#lib/server/log.ts";
import { readPeople } from "#lib/server/snapshot/people.ts";
import { statusOfRow } from "#lib/server/snapshot/row.ts";
import { lookAlikesAmong } from "./everyone.ts";
import { looksLike } from "./keys.ts";
import { mailboxOf } from "./mailbox.ts";
import { reasonFor } from "./reason.ts";

const MOST_SHOWN = 10;
const SEARCH_PAGE = 100;

/** `address`: the one that looks alike; another than `email` for who is about to move there. */
type Person = Omit<LookAlike, "why"> & { address: string };
type Seeking = Pick<Desk, "identity" | "state">;

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

async function searchLive(address: string, { identity }: Seeking): Promise<Person[]> {
  const pages = await Promise.all(
    searches(address).map((search) =>
      listAccounts(identity, { page: 1, perPage: SEARCH_PAGE, search, oldestFirst: true }),
    ),
  );
  const found = pages.flatMap(({ accounts }) => accounts).filter((account) => looksLike(address, account.email));
  return found.map((account) => ({
    id: account.id,
    email: account.email,
    address: account.email,
    name: nameOf(account),
    status: statusOf(account),
  }));
}

/** Those of the snapshot, or undefined where there is none that can be read: then the live search has to do. */
async function searchEveryone(address: string, desk: Seeking): Promise<Person[] | undefined> {
  try {
    const people = await readPeople(desk);
    return (
      people &&
      lookAlikesAmong(people, address).map(({ row, address: alike }) => ({
        id: row.id,
        email: row.email,
        address: alike,
        name: row.name,
        status: statusOfRow(row),
      }))
    );
  } catch (error) {
    // Whatever is wrong with the snapshot: what only warns must not keep anybody from making an account.
    log("warn", "look_alikes_live_only", {}, error);
    return undefined;
  }
}

/**
 * Who looks like this address, or has it. They only warn. The snapshot knows everyone; a live search adds the spellings of one
 * mailbox (tag, dots, case) among those made elsewhere since, and without a snapshot it is all there is: not complete.
 * @throws IdentityFault
 */
export async function lookAlikesOf(address: string, desk: Seeking): Promise<LookAlikes> {
  const [live, everyone] = await Promise.all([searchLive(address, desk), searchEveryone(address, desk)]);
  const people = [...new Map([...(everyone ?? []), ...live].map((person) => [person.id, person])).values()];
  const lookAlikes = people
    .slice(0, MOST_SHOWN)
    .map(({ address: alike, ...person }) => ({ ...person, why: why(address, alike, person.email) }));
  return { lookAlikes, alike: people.length, complete: everyone !== undefined };
}

function why(address: string, alike: string, email: string): string {
  const reason = reasonFor(address, alike);
  return alike === email ? reason : `moves to ${alike} once they confirm it: ${reason}`;
}

/** Without this one: a person does not look like themselves. */
export function without(id: string | undefined, { lookAlikes, alike, complete }: LookAlikes): LookAlikes {
  const others = lookAlikes.filter((person) => person.id !== id);
  return { lookAlikes: others, alike: alike - (lookAlikes.length - others.length), complete };
}
