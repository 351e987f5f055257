import type { AuditEntry } from "#lib/contract/audit.ts";
import type { UserDetail } from "#lib/contract/users.ts";
import { dayOf, exactTime, parseTime } from "./dates.ts";

/** The entry of our audit that made the status what it is. Account metadata holds no names and no reasons: its owner can read it. */
export type Decision = Pick<AuditEntry, "actor" | "reason" | "at">;

/** How somebody's status came about, in a few sentences. A reason is not among them: it is somebody's own words. */
export function statusStory(user: UserDetail, decision?: Decision): string {
  const created = on(user.createdAt);
  const since = on(stateSince(user));
  switch (user.status) {
    case "invited":
      return `Invited${on(user.invitedAt) || created}. The invitation was not taken up yet.`;
    case "unconfirmed":
      return `Registered${created}. The address is not confirmed${mailed(user)}.`;
    case "active":
      return activeStory(user);
    case "in_review":
      return `Registered${created}. The decision about it is open.`;
    case "suspended":
      return `Suspended${since}${by(decision)}${until(user)}. The account keeps its password, but no roles.`;
    case "rejected":
      return `Rejected${since}${by(decision)}. The account has no roles.`;
    case "deleted":
      return `Put in the bin${since}${by(decision)}. The account has no roles and can be restored.`;
  }
}

function by(decision: Decision | undefined): string {
  return decision?.actor.email ? ` by ${decision.actor.email}` : "";
}

function until({ keptOut }: UserDetail): string {
  const end = parseTime(keptOut?.until);
  return end ? `, until ${exactTime(end)}` : "";
}

function activeStory(user: UserDetail): string {
  const confirmed = on(user.confirmedAt);
  if (user.invitedAt) return `Invited${on(user.invitedAt)}, taken up${confirmed}.`;
  if (user.confirmationSentAt) return `Registered${on(user.createdAt)}, address confirmed${confirmed}.`;
  return `Created${on(user.createdAt)}. The address counts as confirmed.`;
}

function mailed(user: UserDetail): string {
  const sent = on(user.confirmationSentAt);
  return sent ? `; the mail with the link went out${sent}` : "";
}

/** " on 20 Nov 2026", or "" where the time is not known. */
function on(time: string | undefined): string {
  const date = parseTime(time);
  return date ? ` on ${dayOf(date)}` : "";
}

/** Our own state in `app_metadata.desk`; anybody with the admin API may have written it, so nothing is taken for granted. */
function stateSince(user: UserDetail): string | undefined {
  const desk = user.appMetadata.desk;
  if (typeof desk !== "object" || desk === null || !("since" in desk)) return undefined;
  return typeof desk.since === "string" ? desk.since : undefined;
}
