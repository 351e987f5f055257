import type { MailLink } from "#lib/contract/links.ts";
import type { Account } from "#lib/server/account.ts";
import type { DeskConfig } from "#lib/server/desk-config.ts";

const HOUR_MS = 3_600_000;
/** Identity stores whole seconds, rounded, and what one request does may lie two apart. */
const SLACK = 2_000;

/** What is known of somebody besides their account. Times are RFC 3339. */
export interface Evidence {
  account: Account;
  now: number;
  /** How long links live. An invite alone never dies of its age: that is measured from the last confirmation mail, and it is none. */
  hours: DeskConfig["linkHours"];
  /** When Identity logged that this person confirmed the account themselves, by whatever way. */
  confirmedThemselves?: string | undefined;
  /** When they took up an invite by signing in with a provider. */
  acceptedByProvider?: string | undefined;
  /** Our own entry of a confirmation by hand. */
  confirmedByStaff?: { at: string; email: string } | undefined;
  /** Identity's log did not answer: the three about themselves are not known. */
  isLogUnread?: boolean;
  /** Changes they made to their own account, a new password among them, oldest first. */
  ownChanges: readonly string[];
}

type Judged = Omit<MailLink, "kind" | "sentAt">;
type End = NonNullable<MailLink["end"]>;

const endOf = (sentAt: string, hours: number) => Date.parse(sentAt) + hours * HOUR_MS;
const iso = (ms: number) => new Date(ms).toISOString();

/** The newest link of each kind that was ever sent, newest first, and what follows for it. Pure. */
export function judgeLinks(evidence: Evidence): MailLink[] {
  const { invitedAt, confirmationSentAt, recoverySentAt, emailChangeSentAt } = evidence.account;
  const links: MailLink[] = [];
  if (invitedAt) links.push({ kind: "invite", sentAt: invitedAt, ...judgeInvite(evidence, invitedAt) });
  if (confirmationSentAt) {
    links.push({
      kind: "confirmation",
      sentAt: confirmationSentAt,
      ...judgeConfirmation(evidence, confirmationSentAt),
    });
  }
  if (recoverySentAt) {
    links.push({ kind: "recovery", sentAt: recoverySentAt, ...judgeRecovery(evidence, recoverySentAt) });
  }
  if (emailChangeSentAt) {
    links.push({ kind: "email_change", sentAt: emailChangeSentAt, ...judgeEmailChange(evidence, emailChangeSentAt) });
  }
  return links.sort((a, b) => b.sentAt.localeCompare(a.sentAt));
}

/** Invite and confirmation share one place, where the later takes the earlier's. */
function judgeInvite(evidence: Evidence, invitedAt: string): Judged {
  const { confirmedAt, confirmationSentAt } = evidence.account;
  const gap = confirmationSentAt === undefined ? undefined : Date.parse(confirmationSentAt) - Date.parse(invitedAt);
  if (gap !== undefined && gap > SLACK) {
    return { state: "dead", since: confirmationSentAt, end: { what: "replaced", sure: true, at: confirmationSentAt } };
  }
  if (confirmedAt) return endedByConfirming(evidence, confirmedAt);
  // At once: either somebody signed up in that very second, or a GoTrue of another age writes both times for an invite.
  if (gap !== undefined) return { state: "unknown", end: { what: "replaced", sure: false, at: confirmationSentAt } };
  return { state: "works" };
}

function judgeConfirmation(evidence: Evidence, sentAt: string): Judged {
  const { invitedAt, confirmedAt } = evidence.account;
  const until = endOf(sentAt, invitedAt ? evidence.hours.invite : evidence.hours.confirmation);
  const end = confirmedAt === undefined ? evidence.now : Date.parse(firstConfirmed(evidence, confirmedAt));
  if (until < end) return confirmedAt && evidence.isLogUnread ? usedOrTooOld(until) : tooOld(until);
  if (confirmedAt) return endedByConfirming(evidence, confirmedAt);
  const together = invitedAt !== undefined && Math.abs(Date.parse(sentAt) - Date.parse(invitedAt)) <= SLACK;
  return { state: together ? "unknown" : "works", until: iso(until) };
}

function tooOld(until: number): Judged {
  return { state: "dead", since: iso(until), end: { what: "too_old", sure: true, at: iso(until) } };
}

/** Whoever confirms by hand stamps the account anew: without the log an earlier use of the link cannot be told from none. */
function usedOrTooOld(until: number): Judged {
  return { state: "dead", since: iso(until), end: { what: "used_or_too_old", sure: true } };
}

function endedByConfirming(evidence: Evidence, confirmedAt: string): Judged {
  const end = howConfirmed(evidence, confirmedAt);
  return { state: "dead", since: end.at, end };
}

/** `confirmed_at` is stamped anew by everybody who confirms by hand, so the first time that is known counts. */
function firstConfirmed({ confirmedThemselves, acceptedByProvider }: Evidence, confirmedAt: string): string {
  const known = [confirmedAt, confirmedThemselves, acceptedByProvider].filter((at) => at !== undefined);
  return known.sort()[0] ?? confirmedAt;
}

function howConfirmed(evidence: Evidence, confirmedAt: string): End {
  const { confirmedThemselves, acceptedByProvider, confirmedByStaff } = evidence;
  const end: End = { what: "confirmed", sure: true, at: firstConfirmed(evidence, confirmedAt) };
  if (acceptedByProvider) return { ...end, by: "provider" };
  if (confirmedThemselves) {
    // A password link confirms as well, and so does a provider: then all that is sure is that it was themselves.
    return evidence.account.recoverySentAt ? { ...end, sure: false } : { ...end, by: "link", sure: false };
  }
  if (confirmedByStaff && Math.abs(Date.parse(confirmedByStaff.at) - Date.parse(confirmedAt)) < 10 * SLACK) {
    return { ...end, by: "staff", staff: confirmedByStaff.email };
  }
  return { ...end, sure: false };
}

/** Using one leaves no trace on an account that is confirmed already; on any other it confirms. */
function judgeRecovery({ account, now, ownChanges, hours }: Evidence, sentAt: string): Judged {
  const until = endOf(sentAt, hours.recovery);
  const isUnused = account.confirmedAt === undefined;
  if (until < now && isUnused) return tooOld(until);
  const change = ownChanges.find((at) => Date.parse(at) >= Date.parse(sentAt) - SLACK && Date.parse(at) <= until);
  const likely: End | undefined = change === undefined ? undefined : { what: "used", sure: false, at: change };
  if (until < now) {
    return likely ? { state: "dead", since: iso(until), end: likely } : usedOrTooOld(until);
  }
  return isUnused ? { state: "works", until: iso(until) } : { state: "unknown", until: iso(until), end: likely };
}

/** The address that waits is forgotten only when its link is used; nothing else takes it away. */
function judgeEmailChange({ account, now, hours }: Evidence, sentAt: string): Judged {
  const until = endOf(sentAt, hours.confirmation);
  if (account.pendingEmail === undefined) {
    return { state: "dead", since: iso(Math.min(until, now)), end: { what: "used", sure: true } };
  }
  return until < now ? tooOld(until) : { state: "works", until: iso(until) };
}
