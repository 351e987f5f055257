import type { User, UserDetail } from "#lib/contract/users.ts";
import { type Account, keptOut, nameOf, providerOf, rolesOf, statusOf } from "#lib/server/account.ts";
import { withoutAttempt } from "#lib/server/attempt.ts";
import type { ChangeDeps } from "#lib/server/deps.ts";
import { capabilities } from "#lib/server/policy/policy.ts";
import { isOwnerAddress, rankOfRoles } from "#lib/server/policy/rank.ts";
import { tokenSize } from "./token-size.ts";

type View = Pick<ChangeDeps, "rules" | "actor" | "deploy">;

/** An account as the desk shows it to this caller. */
export function asUser(account: Account, { rules, actor, deploy }: View): User {
  const roles = rolesOf(account);
  const status = statusOf(account);
  const can = capabilities(rules, actor, { target: account, readOnly: deploy.readOnly });
  const carriesOwner = isOwnerAddress(rules, account.email) && account.confirmedAt !== undefined;
  return {
    id: account.id,
    email: account.email,
    name: nameOf(account),
    status,
    pendingEmail: account.pendingEmail,
    roles,
    rank: carriesOwner ? "owner" : rankOfRoles(roles, rules.staffRoles),
    createdAt: account.createdAt,
    provider: providerOf(account),
    // Out of the bin helps who may put somebody into it.
    can:
      status !== "deleted" || can.includes("users.delete") ? can : can.filter((action) => action !== "users.restore"),
  };
}

export function asUserDetail(account: Account, view: View): UserDetail {
  return {
    ...asUser(account, view),
    keptOut: keptOut(account),
    confirmedAt: account.confirmedAt,
    invitedAt: account.invitedAt,
    confirmationSentAt: account.confirmationSentAt,
    recoverySentAt: account.recoverySentAt,
    userMetadata: withoutAttempt(account.userMetadata) ?? account.userMetadata,
    appMetadata: account.appMetadata,
    token: tokenSize(account),
  };
}
