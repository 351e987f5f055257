import type { Activity, IdentityActivity } from "#lib/contract/activity.ts";
import type { AuditEntry } from "#lib/contract/audit.ts";
import { OPERATOR_ID } from "#lib/server/gotrue/log.ts";
import type { LogEntry } from "#lib/server/gotrue/wire.ts";

/** A line of either log. Times in ms. */
export type Line = {
  at: number;
  /** The oldest of a run. */
  from?: number;
  times?: number;
  /** Read from the lines Identity finds by the person's address, page by page. */
  isOwn: boolean;
} & ({ entry: AuditEntry; line?: undefined } | { line: LogEntry; entry?: undefined });

/** The beginning of the second. */
export function second(ms: number): number {
  return Math.floor(ms / 1000) * 1000;
}

/** Each renewal of a session leaves two lines, one for the old token and one for the new. */
const NOISE = ["token_refreshed", "token_revoked"];

function isNoise({ line, isOwn }: Line): boolean {
  return isOwn && line !== undefined && NOISE.includes(line.action);
}

/** Newest first, with renewals that nothing came between folded into one. */
export function grouped(lines: readonly Line[]): Line[] {
  const found: Line[] = [];
  for (const line of lines.toSorted((a, b) => b.at - a.at)) {
    const last = found.at(-1);
    if (!last || !isNoise(line) || !isNoise(last)) found.push({ ...line, times: timesOf(line) });
    else found[found.length - 1] = { ...last, from: line.at, times: (last.times ?? 0) + timesOf(line) };
  }
  return found;
}

function timesOf({ line }: Line): number {
  return line?.action === "token_revoked" ? 0 : 1;
}

/** A line as the wire has it. */
export function asActivity(line: Line): Activity {
  if (line.entry) return { source: "desk", id: line.entry.id, at: line.entry.at, entry: line.entry };
  const { id, at, action, actorId, actorEmail } = line.line;
  const by = line.isOwn ? "themselves" : actorId === OPERATOR_ID ? "operator" : "admin";
  const run: Partial<IdentityActivity> = line.from === undefined ? {} : { from: new Date(line.from).toISOString() };
  return {
    source: "identity",
    id,
    at,
    action: isNoise(line) ? "token_refreshed" : action,
    by,
    ...(by === "admin" && { email: actorEmail }),
    times: Math.max(1, line.times ?? 1),
    ...run,
  };
}
