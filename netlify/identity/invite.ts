import { findByEmail, signupNewUser } from "./accounts.ts";
import { requestAud } from "./auth.ts";
import type { AdminCall } from "./call.ts";
import { struct } from "./go/json-decode.ts";
import { failAs, HttpError } from "./http/errors.ts";
import { json, type Reply } from "./http/reply.ts";
import { DUPLICATE_EMAIL, sendInvite, validateEmail } from "./mail.ts";
import { userJson } from "./models/user.ts";
import { readParams } from "./params.ts";

const InviteParams = struct("InviteParams", { email: "string", data: "map" });

/** `POST /invite`: makes an account without a password and mails its owner a link to choose one. */
export async function invite(call: AdminCall): Promise<Reply> {
  const { email, data } = await readParams(call, InviteParams, "Could not read Invite params");
  validateEmail(call, email);
  const aud = requestAud(call, call.claims);
  if (findByEmail(call, email, aud)) throw new HttpError(422, DUPLICATE_EMAIL);
  const user = await call.app.store.transaction(async (tx) => {
    const account = { email, password: "", aud, data, provider: "email" };
    const user = await signupNewUser(call, tx, account);
    tx.log({ actor: call.admin, action: "user_invited", on: user });
    await failAs(500, "Error inviting user", () => sendInvite(call, tx, user));
    return user;
  });
  return json(200, userJson(user));
}
