import type { AuditEntry } from "#lib/contract/audit.ts";
import type { Action } from "#lib/contract/policy.ts";
import type { Line } from "./timeline.ts";

/** Lines that our own work leaves in Identity's log, for the rest: one change of the account. */
const echoes: Partial<Record<Action, readonly string[]>> = {
  "users.create": ["user_signedup", "user_modified", "user_recovery_requested"],
  "users.invite": ["user_invited", "user_modified"],
  "users.send_recovery": ["user_recovery_requested"],
  "users.set_staff_roles": ["user_modified", "user_recovery_requested"],
  "notes.write": [],
};
const usual = ["user_modified"];

/** How long after our entry its lines may follow, and how far Identity's clock may be behind ours. */
const AFTER_MS = 15_000;
const BEFORE_MS = 2_000;

/** Identity's lines without those that tell once more what one of our entries tells better: at most one of a kind each. */
export function withoutEchoes(lines: readonly Line[], entries: readonly AuditEntry[]): Line[] {
  const gone = new Set<Line>();
  const oldestFirst = lines.toSorted((a, b) => a.at - b.at);
  for (const { action, at, outcome } of entries.toReversed()) {
    if (outcome === "refused") continue;
    const begun = Date.parse(at);
    for (const wanted of echoes[action] ?? usual) {
      const echo = oldestFirst.find(
        (each) => !gone.has(each) && each.line?.action === wanted && mayBeOurs(each) && isClose(each.at - begun),
      );
      if (echo) gone.add(echo);
    }
  }
  return lines.filter((line) => !gone.has(line));
}

/** What the desk does it does as the operator; a password mail has its receiver for an actor, whoever asked for it. */
function mayBeOurs({ isOwn, line }: Line): boolean {
  return !isOwn || line?.action === "user_recovery_requested";
}

function isClose(ms: number): boolean {
  return ms >= -BEFORE_MS && ms <= AFTER_MS;
}
