import { type Permit, requireGenuine } from "#lib/server/policy/policy.ts";
import { accountPath, askAsOperator } from "./accounts.ts";
import { type IdentityAccess, unexpected } from "./transport.ts";
import { messageOf } from "./wire.ts";

/** Deletes an account for good. One that is gone already is as it should be, so this may be repeated. */
export async function removeAccount(
  permit: Permit<"users.erase">,
  identity: IdentityAccess,
  id: string,
): Promise<void> {
  requireGenuine(permit);
  const answer = await askAsOperator(identity, { method: "DELETE", path: accountPath(id) });
  if (![200, 204, 404].includes(answer.status)) {
    throw unexpected(`status ${answer.status}: ${messageOf(answer.body)}`);
  }
}
