import { findByEmail } from "./accounts.ts";
import { requestAud } from "./auth.ts";
import type { Call } from "./call.ts";
import { struct } from "./go/json-decode.ts";
import { HttpError } from "./http/errors.ts";
import { json, type Reply } from "./http/reply.ts";
import { sendPasswordRecovery, TooSoon } from "./mail.ts";
import { actorOf } from "./models/user.ts";
import { readParams } from "./params.ts";

const RecoverParams = struct("RecoverParams", { email: "string" });

/** `POST /recover`: mails a recovery link; an unknown address gets the same answer and no mail. */
export async function recover(call: Call): Promise<Reply> {
  const { email } = await readParams(call, RecoverParams, "Could not read verification params");
  if (email === "") throw new HttpError(422, "Password recovery requires an email");
  const user = findByEmail(call, email, requestAud(call));
  if (!user) return json(200, "{}");
  try {
    await call.app.store.transaction(async (tx) => {
      tx.log({ actor: actorOf(user), action: "user_recovery_requested" });
      await sendPasswordRecovery(call, tx, user);
    });
  } catch (error) {
    if (error instanceof TooSoon) throw new HttpError(429, "Rate limit exceeded, try again later");
    throw new HttpError(500, "Error recovering user", error);
  }
  return json(200, "{}");
}
