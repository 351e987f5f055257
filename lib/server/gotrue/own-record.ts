import type { Account } from "#lib/server/account.ts";
import { askIdentity, type IdentityAddress, unexpected } from "./transport.ts";
import { parseAccount } from "./wire.ts";

/** Statuses by which GoTrue says that this token is nobody's: bad or expired, of another audience, its user deleted. */
const NOBODY = [400, 401, 403, 404];

/** The fresh record of whoever holds this access token, read with that token itself; undefined when it is good for nobody. */
export async function ownRecord(identity: IdentityAddress, bearer: string): Promise<Account | undefined> {
  const answer = await askIdentity(identity, { method: "GET", path: "/user", bearer });
  if (NOBODY.includes(answer.status)) return undefined;
  if (answer.status !== 200) throw unexpected(`status ${answer.status}`);
  return parseAccount(answer.body);
}
