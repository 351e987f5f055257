import type { Input } from "#lib/contract/endpoint.ts";
import type { Changed, sendLink } from "#lib/contract/user-changes.ts";
import { type Account, isBarred, providerOf, statusOf } from "#lib/server/account.ts";
import { lastAddressChange } from "#lib/server/audit/address-changes.ts";
import { recorded } from "#lib/server/audit/audit.ts";
import type { Deps } from "#lib/server/deps.ts";
import { AppError } from "#lib/server/errors.ts";
import { sendRecovery } from "#lib/server/gotrue/changes.ts";
import { unexpected } from "#lib/server/gotrue/transport.ts";
import { authorize } from "#lib/server/policy/policy.ts";
import { existing } from "./change.ts";
import { asUserDetail } from "./view.ts";

const MINUTE_MS = 60_000;
/** GoTrue's `SMTP.MaxFrequency`. */
const MINUTES_APART = 15;
/** GoTrue's `MAILER_RECOVERY_MAX_AGE`. */
const LINK_LIFE_MS = 86_400_000;

export interface LinkWish {
  id: string;
  reason?: string | undefined;
  batch?: string | undefined;
}

/**
 * Mails a link that works in any state: it confirms the account and lets its owner set a password.
 * @throws AppError `not_found`, `forbidden`, `invalid` for somebody who is barred, `rate_limited`, and what Identity throws.
 */
export async function mailLink({ id, reason, batch }: LinkWish, deps: Deps): Promise<Changed> {
  const { rules, actor, audit, identity } = deps;
  const account = await existing(id, deps);
  const addressChangedAt = await lastAddressChange(account, deps);
  const permit = authorize(rules, { actor, action: "users.send_recovery", target: account, addressChangedAt });
  requireOpen(account);
  return recorded(audit, permit, { after: { mailTo: account.email }, reason, batch }, async (entry) => {
    await sendRecovery(permit, identity, account.email).catch((error: unknown) => {
      throw isTooSoon(error) ? tooSoon(account) : error;
    });
    const sent = await existing(account.id, deps);
    requireSent(account, sent);
    return { value: { user: asUserDetail(sent, deps), entry, notices: noticesFor(account) } };
  });
}

/** `mailLink` for one person. */
export function send({ params, body }: Input<typeof sendLink>, deps: Deps): Promise<Changed> {
  return mailLink({ id: params.id, reason: body.reason }, deps);
}

/** A link signs in whoever follows it, with no event function in between to keep them out. */
function requireOpen(account: Account): void {
  if (!isBarred(account)) return;
  const status = statusOf(account).replace("_", " ");
  throw new AppError("invalid", `This account is ${status}. A link would let them in; lift that first.`);
}

function isTooSoon(error: unknown): error is AppError {
  return error instanceof AppError && error.code === "rate_limited";
}

function tooSoon({ recoverySentAt }: Account): AppError {
  const left = recoverySentAt === undefined ? 0 : Date.parse(recoverySentAt) + MINUTES_APART * MINUTE_MS - Date.now();
  // Its database rounds times, so one may lie ahead by half a second.
  const minutes = left > 0 ? Math.min(Math.ceil(left / MINUTE_MS), MINUTES_APART) : MINUTES_APART;
  const whose = left > 0 ? "them one" : "one to another account with this address";
  return new AppError(
    "rate_limited",
    `Identity mails a link every ${MINUTES_APART} minutes and has just sent ${whose}. Try again in ${minutes} min.`,
    { headers: { "retry-after": String(minutes * 60) } },
  );
}

/** Identity answers alike for an address it does not know, and of two accounts with one address picks either. */
function requireSent(before: Account, after: Account): void {
  const { recoverySentAt } = after;
  const isNew = recoverySentAt !== before.recoverySentAt || isJustNow(recoverySentAt);
  if (recoverySentAt !== undefined && isNew) return;
  throw unexpected("no mail to this account; another one may have the same address");
}

function isJustNow(time: string | undefined): boolean {
  return time !== undefined && Math.abs(Date.now() - Date.parse(time)) < MINUTE_MS;
}

function noticesFor(account: Account): string[] {
  const { recoverySentAt, email, pendingEmail } = account;
  const wasOpen = recoverySentAt !== undefined && Date.now() - Date.parse(recoverySentAt) < LINK_LIFE_MS;
  return [
    `A mail with a link is on its way to ${email}. The link works once, for a day.`,
    ...(wasOpen ? ["The link they were mailed before no longer works."] : []),
    ...firstLink(account),
    ...(pendingEmail === undefined ? [] : [`Their change to ${pendingEmail} still waits to be confirmed.`]),
    ...(providerOf(account) === "email" ? [] : [`They sign in with ${providerOf(account)} and can go on doing so.`]),
  ];
}

function firstLink({ confirmedAt, invitedAt, confirmationSentAt }: Account): string[] {
  if (confirmedAt !== undefined) return [];
  if (invitedAt !== undefined) return ["The link of their invitation works until one of the two is followed."];
  if (confirmationSentAt === undefined) return [];
  return ["The link they were sent to confirm with works until one of the two is followed."];
}
