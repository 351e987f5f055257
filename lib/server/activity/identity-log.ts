import type { Account } from "#lib/server/account.ts";
import { readLog } from "#lib/server/gotrue/log.ts";
import type { IdentityAccess } from "#lib/server/gotrue/transport.ts";
import type { LogEntry } from "#lib/server/gotrue/wire.ts";
import type { Line } from "./timeline.ts";

/** What somebody did themselves, as far as one look into Identity's log shows it. */
export interface OwnLog {
  /** Newest first. */
  entries: LogEntry[];
  /** Whether the log goes on before the oldest line that was looked at, and when that was. */
  more: boolean;
  oldest: string | undefined;
}

/**
 * A page of what somebody did under an address. Identity finds lines by a part of the actor's address or name, so people who
 * put that address into their own name come along; only the id tells.
 */
export async function readOwnLog(
  identity: IdentityAccess,
  { id, email }: Pick<Account, "id" | "email">,
  page = 1,
): Promise<OwnLog> {
  // An empty text would be no filter at all.
  if (email === "") return { entries: [], more: false, oldest: undefined };
  const { entries, more } = await readLog(identity, { author: email }, page);
  // Who may administer Identity also stands as the actor of what they did to others.
  const own = entries.filter(({ actorId, userId = id }) => actorId === id && userId === id);
  return { entries: own, more, oldest: entries.at(-1)?.at };
}

/**
 * What others did to somebody through Identity's admin API. It cannot be asked for, so the newest lines of everybody are
 * looked through: one page of changes, one of sign-ups, invitations and deletions.
 */
export async function readDeedsOfOthers(
  identity: IdentityAccess,
  id: string,
): Promise<{ lines: Line[]; since: string | undefined }> {
  const pages = await Promise.all([readLog(identity, { type: "user" }), readLog(identity, { type: "team" })]);
  const ends = pages.filter(({ more }) => more).map(({ entries }) => entries.at(-1)?.at ?? "");
  const found = pages
    .flatMap(({ entries }) => entries)
    .filter(({ actorId, userId }) => userId === id && actorId !== id);
  return {
    lines: found.map((line): Line => ({ at: Date.parse(line.at), isOwn: false, line })),
    // The shorter look counts.
    since: ends.sort().at(-1),
  };
}
