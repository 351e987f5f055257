import { confirm, findByEmail, signupNewUser, updateAppMetadata, updateUserMetadata } from "./accounts.ts";
import { requestAud } from "./auth.ts";
import type { CallbackCall } from "./call.ts";
import type { JsonMap } from "./go/json-decode.ts";
import { failAs, HttpError } from "./http/errors.ts";
import { sendConfirmation } from "./mail.ts";
import { actorOf, type User } from "./models/user.ts";
import type { ProvidedEmail, ProvidedUser } from "./providers.ts";
import { userOf } from "./store/rows.ts";
import type { Transaction } from "./store/transaction.ts";

/** Accounts link by address: the first verified one that is known. Undefined where a mail has to be confirmed first. */
export async function linkOrCreate(
  call: CallbackCall,
  tx: Transaction,
  provided: ProvidedUser,
): Promise<User | undefined> {
  const { mailer } = call.app.settings;
  const known = findKnown(call, provided.emails);
  const { user, email } = known ?? (await createUser(call, tx, provided));
  if (user.confirmed_at !== undefined) {
    tx.log({ actor: actorOf(user), action: "login" });
    await call.app.webhooks.trigger("login", user, tx);
    return user;
  }
  if (!email.verified && !mailer.autoconfirm) {
    await failAs(500, "Error sending confirmation mail", () => sendConfirmation(call, tx, user));
    return undefined;
  }
  tx.log({ actor: actorOf(user), action: "user_signedup" });
  await call.app.webhooks.trigger("signup", user, tx);
  await failAs(500, "Error updating user", () => confirm(call, tx, user));
  return user;
}

interface Found {
  user: User;
  email: ProvidedEmail;
}

function findKnown(call: CallbackCall, emails: ProvidedEmail[]): Found | undefined {
  const aud = requestAud(call);
  for (const email of emails) {
    if (!email.verified && !call.app.settings.mailer.autoconfirm) continue;
    const user = findByEmail(call, email.email, aud);
    if (user) return { user, email };
  }
  return undefined;
}

/** The primary address, or the first, unchecked. */
async function createUser(call: CallbackCall, tx: Transaction, { emails, metadata }: ProvidedUser): Promise<Found> {
  if (call.app.settings.disableSignup) throw new HttpError(403, "Signups not allowed for this instance");
  const email = emails.find(({ primary }) => primary) ?? emails[0];
  if (!email) throw new HttpError(500, "Error getting user email from external provider");
  const { provider } = call.state;
  const account = { email: email.email, password: "", aud: requestAud(call), data: filled(metadata), provider };
  return { user: await signupNewUser(call, tx, account), email };
}

/** Here the address has to be the very same, but need not be verified: the mail was received. */
export async function acceptInvite(
  call: CallbackCall,
  tx: Transaction,
  { emails, metadata }: ProvidedUser,
): Promise<User> {
  const { inviteToken, provider } = call.state;
  const row = call.app.store.users().byConfirmationToken(inviteToken);
  if (!row) throw new HttpError(404, "User not found");
  const user = userOf(row);
  if (!emails.some(({ email }) => email === user.email)) {
    throw new HttpError(400, "Invited email does not match emails from external provider");
  }
  await failAs(500, "Database error updating user", () => {
    updateAppMetadata(tx, user, new Map([["provider", provider]]));
    updateUserMetadata(tx, user, filled(metadata));
  });
  tx.log({ actor: actorOf(user), action: "invite_accepted" });
  await call.app.webhooks.trigger("signup", user, tx);
  tx.spendLink(inviteToken);
  confirm(call, tx, user);
  return user;
}

function filled(metadata: Record<string, string>): JsonMap {
  return new Map(Object.entries(metadata).filter(([, value]) => value !== ""));
}
