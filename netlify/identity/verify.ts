import { confirm, setPassword, validatePassword } from "./accounts.ts";
import type { Call } from "./call.ts";
import { setCookie } from "./cookies.ts";
import { type Decoded, struct } from "./go/json-decode.ts";
import { trimSpace } from "./go/utf8.ts";
import { failAs, HttpError } from "./http/errors.ts";
import { json, type Reply } from "./http/reply.ts";
import { actorOf, type User } from "./models/user.ts";
import { readParams } from "./params.ts";
import { type UserRow, userOf } from "./store/rows.ts";
import type { Transaction } from "./store/transaction.ts";
import { issueTokens, tokenJson } from "./tokens.ts";

const VerifyParams = struct("VerifyParams", { type: "string", token: "string", password: "string" });
type Params = Decoded<typeof VerifyParams>;

/** `POST /verify`: turns the token of a mail into a session. */
export async function verify(call: Call): Promise<Reply> {
  const params = await readParams(call, VerifyParams, "Could not read verification params");
  if (trimSpace(params.token) === "") throw new HttpError(422, "Verify requires a token");
  const tokens = await call.app.store.transaction(async (tx) => {
    const user = await verifyToken(call, tx, params);
    return issueTokens(call, tx, user);
  });
  setCookie(call, tokens.access);
  return json(200, tokenJson(call, tokens));
}

function verifyToken(call: Call, tx: Transaction, params: Params): Promise<User> {
  if (params.type === "signup") return signupVerify(call, tx, params);
  if (params.type === "recovery") return recoverVerify(call, tx, params);
  throw new HttpError(422, "Verify requires a verification type");
}

/** Confirmation and invite share a token; who was invited and has no password must choose one. */
async function signupVerify(call: Call, tx: Transaction, { token, password }: Params): Promise<User> {
  const { store, settings, webhooks } = call.app;
  const user = found(store.users().byConfirmationToken(token));
  const { inviteMaxAge, confirmationMaxAge } = settings.mailer;
  const maxAge = user.invited_at === undefined ? confirmationMaxAge : inviteMaxAge;
  if (isOlder(call, user.confirmation_sent_at, maxAge)) throw new HttpError(422, "Confirmation token expired");
  tx.spendLink(token);
  if (user.encrypted_password === "" && user.invited_at !== undefined) {
    if (password === "") throw new HttpError(422, "Invited users must specify a password");
    validatePassword(call, password);
    await failAs(500, "Error storing password", () => setPassword(call, tx, { user, password }));
  }
  tx.log({ actor: actorOf(user), action: "user_signedup" });
  await webhooks.trigger("signup", user, tx);
  await failAs(500, "Error confirming user", () => confirm(call, tx, user));
  return user;
}

/** Confirms an unconfirmed account on the way. Whatever fails there, a refusing hook too, is one and the same 500. */
async function recoverVerify(call: Call, tx: Transaction, { token }: Params): Promise<User> {
  const { store, settings, webhooks } = call.app;
  const user = found(store.users().byRecoveryToken(token));
  if (isOlder(call, user.recovery_sent_at, settings.mailer.recoveryMaxAge)) {
    throw new HttpError(422, "Recovery token expired");
  }
  tx.spendLink(token);
  await failAs(500, "Database error updating user", async () => {
    user.recovery_token = "";
    tx.updateUser(user, ["recovery_token"]);
    if (user.confirmed_at !== undefined) return;
    tx.log({ actor: actorOf(user), action: "user_signedup" });
    await webhooks.trigger("signup", user, tx);
    confirm(call, tx, user);
  });
  return user;
}

function found(row: UserRow | undefined): User {
  if (!row) throw new HttpError(404, "User not found");
  return userOf(row);
}

/** A time that was never set is never too old: pure invites have none. */
export function isOlder(call: Call, since: number | undefined, maxAge: number): boolean {
  return since !== undefined && call.app.now() > since + maxAge;
}
