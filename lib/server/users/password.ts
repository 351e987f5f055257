import type { Input, Output } from "#lib/contract/endpoint.ts";
import { passwordProblem } from "#lib/contract/password.ts";
import type { setPassword } from "#lib/contract/user-changes.ts";
import { type Account, statusOf } from "#lib/server/account.ts";
import { recorded } from "#lib/server/audit/audit.ts";
import type { Deps } from "#lib/server/deps.ts";
import { AppError } from "#lib/server/errors.ts";
import { storePassword } from "#lib/server/gotrue/updates.ts";
import { readablePassword } from "#lib/server/password.ts";
import { authorize } from "#lib/server/policy/policy.ts";
import { existing } from "./change.ts";
import { asUserDetail } from "./view.ts";

/** Sets a password. There is nothing to read back, so it is no kind of change and cannot be taken back. */
export async function set(
  { params, body }: Input<typeof setPassword>,
  deps: Deps,
): Promise<Output<typeof setPassword>> {
  const { rules, actor, audit, identity } = deps;
  const account = await existing(params.id, deps);
  const permit = authorize(rules, { actor, action: "users.set_password", target: account });
  const problem = body.password === undefined ? undefined : passwordProblem(body.password);
  if (problem) throw new AppError("invalid", problem, { field: "password" });
  const password = body.password ?? readablePassword();
  const after = { password: body.password === undefined ? "made by the desk" : "typed by staff" };
  return recorded(audit, permit, { after, reason: body.reason }, async (entry) => {
    await storePassword(permit, identity, { id: account.id, password });
    const user = asUserDetail(account, deps);
    return { value: { user, entry, notices: noticesFor(account), password: body.password ? undefined : password } };
  });
}

function noticesFor(account: Account): string[] {
  const open = "Whoever is signed in stays so: Identity ends no session for a new password. To lock them out, suspend.";
  const status = statusOf(account);
  if (status === "active") return [open];
  if (account.confirmedAt === undefined && (status === "invited" || status === "unconfirmed")) {
    return ["They cannot sign in with it before they are confirmed: by the link they were sent, or by you."];
  }
  return [open, "Their status still bars them, whatever the password."];
}
