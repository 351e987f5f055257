import { resolveActor } from "./auth.ts";
import type { UserCall } from "./call.ts";
import { clearCookie } from "./cookies.ts";
import { failAs, HttpError } from "./http/errors.ts";
import { noContent, type Reply } from "./http/reply.ts";

/** `POST /logout`: ends all sessions of the caller; access tokens live on until they expire. */
export async function logout(call: UserCall): Promise<Reply> {
  clearCookie(call);
  const actor = resolveActor(call, call.claims);
  if (!actor) throw new HttpError(401, "Invalid user");
  await failAs(500, "Error logging out user", () =>
    call.app.store.transaction((tx) => {
      tx.log({ actor, action: "logout" });
      tx.deleteTokensOf(actor.id);
    }),
  );
  return noContent();
}
