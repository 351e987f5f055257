import { confirm, findByEmail, signupNewUser, updateUserMetadata, validatePassword } from "./accounts.ts";
import { requestAud } from "./auth.ts";
import type { Call } from "./call.ts";
import { type Decoded, struct } from "./go/json-decode.ts";
import { failAs, HttpError } from "./http/errors.ts";
import { json, type Reply } from "./http/reply.ts";
import { sendConfirmation, validateEmail } from "./mail.ts";
import { actorOf, type User, userJson } from "./models/user.ts";
import { readParams } from "./params.ts";
import type { Transaction } from "./store/transaction.ts";

const SignupParams = struct("SignupParams", { email: "string", password: "string", data: "map" });
type Params = Decoded<typeof SignupParams>;

/** `POST /signup`: makes an account, or sends an unconfirmed one its link again; answers without tokens. */
export async function signup(call: Call): Promise<Reply> {
  const { settings, store } = call.app;
  if (settings.disableSignup) throw new HttpError(403, "Signups not allowed for this instance");
  const params = await readParams(call, SignupParams, "Could not read Signup params");
  if (params.password === "") throw new HttpError(422, "Signup requires a valid password");
  validatePassword(call, params.password);
  validateEmail(call, params.email);

  const aud = requestAud(call);
  const known = findByEmail(call, params.email, aud);
  const user = await store.transaction(async (tx) => {
    const user = known ? await signupAgain(tx, known, params) : await signupFirst(call, tx, { params, aud });
    if (settings.mailer.autoconfirm) {
      tx.log({ actor: actorOf(user), action: "user_signedup" });
      await call.app.webhooks.trigger("signup", user, tx);
      await failAs(500, "Database error updating user", () => confirm(call, tx, user));
    } else {
      await failAs(500, "Error sending confirmation mail", () => sendConfirmation(call, tx, user));
    }
    return user;
  });
  return json(200, userJson(user));
}

/** The password stays what it was: nobody has shown yet that the address is theirs. */
async function signupAgain(tx: Transaction, user: User, { data }: Params): Promise<User> {
  if (user.confirmed_at !== undefined) {
    throw new HttpError(400, "A user with this email address has already been registered");
  }
  await failAs(500, "Database error updating user", () => updateUserMetadata(tx, user, data));
  return user;
}

function signupFirst(call: Call, tx: Transaction, { params, aud }: { params: Params; aud: string }): Promise<User> {
  return signupNewUser(call, tx, { ...params, aud, provider: "email" });
}
