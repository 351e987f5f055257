import {
  findByEmail,
  findById,
  setPassword,
  updateAppMetadata,
  updateUserMetadata,
  validatePassword,
} from "./accounts.ts";
import { isAdmin, requestAud } from "./auth.ts";
import type { UserCall } from "./call.ts";
import { type Decoded, struct } from "./go/json-decode.ts";
import { parseUuid } from "./go/uuid.ts";
import { failAs, HttpError } from "./http/errors.ts";
import { json, type Reply } from "./http/reply.ts";
import { DUPLICATE_EMAIL, sendEmailChange, validateEmail } from "./mail.ts";
import { actorOf, type User, userJson } from "./models/user.ts";
import { readParams } from "./params.ts";
import type { Transaction } from "./store/transaction.ts";
import { isOlder } from "./verify.ts";

const UserUpdateParams = struct("UserUpdateParams", {
  email: "string",
  password: "string",
  email_change_token: "string",
  data: "map",
  app_metadata: "map",
});
type Params = Decoded<typeof UserUpdateParams>;

interface Change {
  user: User;
  params: Params;
}

/** `GET /user`: the caller's own account, fresh from the store. */
export function userGet(call: UserCall): Reply {
  const id = subjectOf(call);
  if (requestAud(call, call.claims) !== call.claims.aud) {
    throw new HttpError(400, "Token audience doesn't match request audience");
  }
  return json(200, userJson(foundUser(call, id)));
}

/** `PUT /user`: changes the caller's own account; if one step fails none is kept. */
export async function userUpdate(call: UserCall): Promise<Reply> {
  const params = await readParams(call, UserUpdateParams, "Could not read User Update params");
  const user = foundUser(call, subjectOf(call));
  await call.app.store.transaction(async (tx) => {
    await changeAccount(call, tx, { user, params });
    await changeEmail(call, tx, { user, params });
    await failAs(500, "Error recording audit log entry", () => {
      tx.log({ actor: actorOf(user), action: "user_modified" });
    });
  });
  return json(200, userJson(user));
}

async function changeAccount(call: UserCall, tx: Transaction, { user, params }: Change): Promise<void> {
  const { password, data, app_metadata } = params;
  if (password !== "") {
    validatePassword(call, password);
    await failAs(500, "Error during password storage", () => setPassword(call, tx, { user, password }));
  }
  if (data) await failAs(500, "Error updating user", () => updateUserMetadata(tx, user, data));
  if (!app_metadata) return;
  if (!isAdmin(call, actorOf(user), call.app.settings.jwt.aud)) {
    throw new HttpError(401, "Updating app_metadata requires admin privileges");
  }
  await failAs(500, "Error updating user", () => updateAppMetadata(tx, user, app_metadata));
}

/** A token finishes a change and makes an address in the same request of no account. */
async function changeEmail(call: UserCall, tx: Transaction, { user, params }: Change): Promise<void> {
  const { email } = params;
  if (params.email_change_token !== "") return finishEmailChange(call, tx, { user, params });
  if (email === "" || email === user.email) return;
  validateEmail(call, email);
  if (findByEmail(call, email, user.aud)) throw new HttpError(422, DUPLICATE_EMAIL);
  await failAs(500, "Error sending change email", () => sendEmailChange(call, tx, { user, email }));
}

/** The age counts even when nothing is pending any more: the time of sending is never cleared. */
async function finishEmailChange(call: UserCall, tx: Transaction, { user, params }: Change): Promise<void> {
  if (isOlder(call, user.email_change_sent_at, call.app.settings.mailer.confirmationMaxAge)) {
    throw new HttpError(422, "Email change token expired");
  }
  if (params.email_change_token !== user.email_change_token) {
    throw new HttpError(401, "Email Change Token didn't match token on file");
  }
  tx.spendLink(user.email_change_token);
  user.email = user.email_change;
  user.email_change = "";
  user.email_change_token = "";
  await failAs(500, "Error updating user", () => {
    tx.updateUser(user, ["email", "email_change", "email_change_token"]);
  });
}

function subjectOf(call: UserCall): string {
  const id = parseUuid(call.claims.sub);
  if (id === undefined) throw new HttpError(400, "Could not read User ID claim");
  return id;
}

function foundUser(call: UserCall, id: string): User {
  const user = findById(call, id);
  if (!user) throw new HttpError(404, "User not found");
  return user;
}
