import type { Input, Output } from "#lib/contract/endpoint.ts";
import type { listLinks } from "#lib/contract/links.ts";
import type { Account } from "#lib/server/account.ts";
import { type OwnLog, readOwnLog } from "#lib/server/activity/identity-log.ts";
import { partly } from "#lib/server/activity/partly.ts";
import { readAudit } from "#lib/server/audit/reading.ts";
import * as config from "#lib/server/config.ts";
import type { Deps } from "#lib/server/deps.ts";
import { existing } from "#lib/server/users/change.ts";
import { type Evidence, judgeLinks } from "./judging.ts";

type Links = Output<typeof listLinks>;

/** So many of our entries about somebody are looked through for a confirmation by hand. */
const ENTRIES = 30;

/** What became of the links that Identity mailed somebody. Where a log does not answer, less is known, and that is said. */
export async function list({ params }: Input<typeof listLinks>, deps: Deps): Promise<Links> {
  const account = await existing(params.id, deps);
  const unread: Links["unread"] = [];
  const read = partly("links_log_unread", unread);
  const [own, byStaff] = await Promise.all([
    read("identity", readOwnLog(deps.identity, account)),
    read("desk", confirmationByStaff(account, deps)),
  ]);
  const now = Date.now();
  const { linkHours: hours } = config.policyFile();
  const links = judgeLinks({ account, now, hours, ...traces(own), isLogUnread: !own, confirmedByStaff: byStaff });
  return { links, asOf: new Date(now).toISOString(), unread };
}

/** What somebody's own lines of the log say about links, the earliest of each. */
function traces(own: OwnLog | undefined): Pick<Evidence, "confirmedThemselves" | "acceptedByProvider" | "ownChanges"> {
  const oldestFirst = (own?.entries ?? []).toReversed();
  const first = (action: string) => oldestFirst.find((entry) => entry.action === action)?.at;
  return {
    confirmedThemselves: first("user_signedup"),
    acceptedByProvider: first("invite_accepted"),
    ownChanges: oldestFirst.filter(({ action }) => action === "user_modified").map(({ at }) => at),
  };
}

async function confirmationByStaff(
  { id }: Account,
  { audit }: Deps,
): Promise<{ at: string; email: string } | undefined> {
  const { entries } = await readAudit(audit, { target: id, limit: ENTRIES });
  const found = entries.find(({ action, outcome }) => action === "users.confirm" && outcome === "done");
  return found && { at: found.at, email: found.actor.email };
}
