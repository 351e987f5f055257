import { randomBytes } from "node:crypto";
import type { Call } from "./call.ts";
import { HttpError, messageOf } from "./http/errors.ts";
import type { MailRequest } from "./mailer.ts";
import type { User } from "./models/user.ts";
import type { Transaction } from "./store/transaction.ts";

/** The same person was sent the same kind of mail too recently. */
export class TooSoon extends Error {
  override name = "TooSoon";
}

export const DUPLICATE_EMAIL = "Email address already registered by another user";

/** 422 for an address that cannot be used. */
export function validateEmail(call: Call, email: string): void {
  if (email === "") throw new HttpError(422, "An email address is required");
  try {
    call.app.mailer.validate(email);
  } catch (error) {
    throw new HttpError(422, `Unable to validate email address: ${messageOf(error)}`);
  }
}

/** 22 characters of base64url; every one-time and refresh token is made so. */
export function secureToken(): string {
  return randomBytes(16).toString("base64url");
}

/** A new confirmation link, which makes the old one useless; none at all, silently, if one went out just now. */
export async function sendConfirmation(call: Call, tx: Transaction, user: User): Promise<void> {
  if (isTooSoon(call, user.confirmation_sent_at)) return;
  user.confirmation_token = secureToken();
  await send(call, tx, { kind: "confirmation", user, token: user.confirmation_token, to: user.email });
  user.confirmation_sent_at = call.app.now();
  tx.updateUser(user, ["confirmation_token", "confirmation_sent_at"]);
}

/** Shares the token column with confirmation, but not the time, so an invite does not grow old. */
export async function sendInvite(call: Call, tx: Transaction, user: User): Promise<void> {
  user.confirmation_token = secureToken();
  await send(call, tx, { kind: "invite", user, token: user.confirmation_token, to: user.email });
  user.invited_at = call.app.now();
  tx.updateUser(user, ["confirmation_token", "invited_at"]);
}

/** Throws TooSoon within the mail frequency. */
export async function sendPasswordRecovery(call: Call, tx: Transaction, user: User): Promise<void> {
  if (isTooSoon(call, user.recovery_sent_at)) throw new TooSoon();
  user.recovery_token = secureToken();
  await send(call, tx, { kind: "recovery", user, token: user.recovery_token, to: user.email });
  user.recovery_sent_at = call.app.now();
  tx.updateUser(user, ["recovery_token", "recovery_sent_at"]);
}

/** Goes to the new address only; not limited in frequency. */
export async function sendEmailChange(call: Call, tx: Transaction, change: { user: User; email: string }) {
  const { user, email } = change;
  user.email_change_token = secureToken();
  user.email_change = email;
  await send(call, tx, { kind: "email_change", user, token: user.email_change_token, to: email });
  user.email_change_sent_at = call.app.now();
  tx.updateUser(user, ["email_change_token", "email_change", "email_change_sent_at"]);
}

/** The mail leaves with the transaction: a link to nothing would help nobody. */
async function send(call: Call, tx: Transaction, request: MailRequest): Promise<void> {
  const { faults, log, mailer } = call.app;
  const fate = faults.onMail(call.request, request.kind);
  if (fate === "mail_error") throw new Error("dial tcp 127.0.0.1:25: connect: connection refused");
  const mail = await mailer.compose(request);
  if (fate === "mail_lost") return log(`mail to ${mail.to.join(", ")} is lost, as a fault wants it`);
  mailer.deliver(mail, tx);
}

function isTooSoon(call: Call, sentAt: number | undefined): boolean {
  return sentAt !== undefined && sentAt + call.app.settings.smtp.maxFrequency >= call.app.now();
}
