import type { listActivity } from "#lib/contract/activity.ts";
import type { AuditEntry } from "#lib/contract/audit.ts";
import type { Input, Output } from "#lib/contract/endpoint.ts";
import type { Account } from "#lib/server/account.ts";
import { lastIdBefore } from "#lib/server/audit/key.ts";
import { readAudit } from "#lib/server/audit/reading.ts";
import type { Deps } from "#lib/server/deps.ts";
import { existing } from "#lib/server/users/change.ts";
import { withoutEchoes } from "./echoes.ts";
import { readDeedsOfOthers, readOwnLog } from "./identity-log.ts";
import { partly } from "./partly.ts";
import { type Place, parsePlace, printPlace } from "./place.ts";
import { asActivity, grouped, type Line, second } from "./timeline.ts";

const PER_PAGE = 30;
/** More of ours than a page shows, so that Identity's lines between them are seldom cut off. */
const DESK_PER_PAGE = 50;

/** One stream of lines, and the moment before which it goes on unread. */
interface Stream {
  lines: Line[];
  floor?: number | undefined;
}

/**
 * One page of what somebody did and what was done to them. It costs a page of our log about them and at most three of
 * Identity's (their own lines, and the newest of everybody's in which they may occur), however long the logs are.
 */
export async function list(
  { params, query }: Input<typeof listActivity>,
  deps: Deps,
): Promise<Output<typeof listActivity>> {
  const account = await existing(params.id, deps);
  const place = parsePlace(query.cursor);
  const unread: Output<typeof listActivity>["unread"] = [];
  const read = partly("activity_log_unread", unread);
  const [desk, own, others] = await Promise.all([
    read("desk", readDesk(account, place, deps)),
    place.page > 0 ? read("identity", readOwn(account, place, deps)) : undefined,
    read("identity", readDeedsOfOthers(deps.identity, account.id)),
  ]);
  const entries = desk?.entries ?? [];
  const { before = Number.POSITIVE_INFINITY } = place;
  const byOthers = others?.lines.filter(({ at }) => at < before) ?? [];
  const echoless = withoutEchoes([...(own?.lines ?? []), ...byOthers], entries);
  const floor = Math.max(desk?.floor ?? 0, own?.floor ?? 0);
  const lines = [...(desk?.lines ?? []), ...echoless].filter(({ at }) => at >= floor);
  const { page, cut } = firstOf(grouped(lines), query.limit ?? PER_PAGE);
  const next = nextPlace(place, { cut, floor, ownFloor: own?.floor });
  return {
    activity: page.map(asActivity),
    next: next && printPlace(next),
    unread: [...new Set(unread)],
    othersSince: others?.since,
  };
}

async function readDesk(
  { id }: Account,
  { before }: Place,
  { audit }: Deps,
): Promise<Stream & { entries: AuditEntry[] }> {
  const after = before === undefined ? undefined : lastIdBefore(before);
  const { entries, next } = await readAudit(audit, { target: id, after, limit: DESK_PER_PAGE });
  const last = entries.at(-1);
  return {
    entries,
    lines: entries.map((entry): Line => ({ at: Date.parse(entry.at), isOwn: false, entry })),
    // The second that the page breaks off in belongs to the next one.
    floor: next === undefined || !last ? undefined : second(Date.parse(last.at)) + 1000,
  };
}

async function readOwn(account: Account, { before, page, wholeSecond }: Place, { identity }: Deps): Promise<Stream> {
  const { entries, more, oldest } = await readOwnLog(identity, account, page);
  const end = before === undefined ? Number.POSITIVE_INFINITY : before + (wholeSecond ? 1000 : 0);
  const lines = entries.map((line): Line => ({ at: Date.parse(line.at), isOwn: true, line }));
  return {
    lines: lines.filter(({ at }) => at < end),
    floor: more && oldest !== undefined ? second(Date.parse(oldest)) : undefined,
  };
}

/** The newest, never ending within a second: Identity's times are no finer. */
function firstOf(lines: Line[], limit: number): { page: Line[]; cut: number | undefined } {
  const last = lines[limit - 1];
  if (!last || lines.length === limit) return { page: lines, cut: undefined };
  const cut = second(last.from ?? last.at);
  return { page: lines.filter(({ at }) => at >= cut), cut };
}

/** Where the next page begins: at the cut, or where a log was not read any further. */
function nextPlace(
  { page }: Place,
  { cut, floor, ownFloor }: { cut: number | undefined; floor: number; ownFloor: number | undefined },
): Place | undefined {
  const before = cut ?? (floor > 0 ? floor : undefined);
  if (before === undefined) return undefined;
  // All of this page of Identity's log was shown; its last second may go on in the next.
  if (before === ownFloor) return { before, page: page + 1, wholeSecond: true };
  return { before, page, wholeSecond: false };
}
