import type { Account } from "#lib/server/account.ts";
import { AppError } from "#lib/server/errors.ts";
import { type Permit, requireGenuine } from "#lib/server/policy/policy.ts";
import { accountPath, askAsOperator } from "./accounts.ts";
import { type Answer, askIdentity, type IdentityAccess, unexpected } from "./transport.ts";
import { messageOf, parseAccount } from "./wire.ts";

/**
 * Every call that changes Identity. Each takes the permit for it first and spells out the body key by key: GoTrue reads
 * keys in any case, and its column `role` would hand out the whole admin API.
 */

export interface NewAccount {
  email: string;
  name: string | undefined;
  password: string;
  confirmed: boolean;
}

/** @throws AppError `email_taken` or `invalid` naming `email`; IdentityFault that says whether it may have happened. */
export async function createAccount(
  permit: Permit<"users.create">,
  identity: IdentityAccess,
  account: NewAccount,
): Promise<Account> {
  requireGenuine(permit);
  const { email, name, password, confirmed } = account;
  const body = { email, password, confirm: confirmed, ...(name && { user_metadata: { full_name: name } }) };
  return newcomer(await askAsOperator(identity, { method: "POST", path: "/admin/users", body }));
}

/** Makes the account and mails the invitation; Identity runs the validate event first. Throws as `createAccount`. */
export async function inviteAccount(
  permit: Permit<"users.invite">,
  identity: IdentityAccess,
  { email, name }: Pick<NewAccount, "email" | "name">,
): Promise<Account> {
  requireGenuine(permit);
  const body = { email, ...(name && { data: { full_name: name } }) };
  return newcomer(await askAsOperator(identity, { method: "POST", path: "/invite", body }));
}

function newcomer(answer: Answer): Account {
  if (answer.status === 200) return parseAccount(answer.body);
  const message = messageOf(answer.body);
  if (answer.status === 422 && message.startsWith("Email address already registered")) {
    throw new AppError("email_taken", "There is already an account with this address.", { field: "email" });
  }
  // GoTrue's own status for a refusing event function is 422; a change under way there passes on the function's.
  if (answer.status === 403 || (answer.status === 422 && message === "Failed to handle signup webhook")) {
    throw new AppError(
      "email_unchecked",
      "The sign-up check of this site refused the address. Look it up before you try again.",
      {
        field: "email",
      },
    );
  }
  if (answer.status === 422) {
    throw new AppError("invalid", "Identity does not take this for an e-mail address.", { field: "email" });
  }
  throw unexpected(`status ${answer.status}: ${message}`);
}

/** Replaces the roles; other metadata stays. `password` is set again where it is not sure that the first call did. */
export async function storeRoles(
  permit: Permit<"users.create" | "users.invite" | "users.set_roles" | "users.set_staff_roles">,
  identity: IdentityAccess,
  { id, roles, password }: { id: string; roles: readonly string[]; password?: string },
): Promise<void> {
  requireGenuine(permit);
  const body = { app_metadata: { roles }, ...(password && { password }) };
  const answer = await askAsOperator(identity, { method: "PUT", path: accountPath(id), body });
  if (answer.status === 404) throw new AppError("not_found", "This account has been deleted meanwhile.");
  if (answer.status !== 200) throw unexpected(`status ${answer.status}: ${messageOf(answer.body)}`);
}

/** Mails a link that confirms the account and lets its owner set a password. Identity sends one in 15 minutes. */
export async function sendRecovery(
  permit: Permit<"users.create" | "users.send_recovery" | "users.set_roles" | "users.set_staff_roles">,
  identity: IdentityAccess,
  email: string,
): Promise<void> {
  requireGenuine(permit);
  const answer = await askIdentity(identity, { method: "POST", path: "/recover", body: { email } });
  if (answer.status !== 200) throw unexpected(`status ${answer.status}: ${messageOf(answer.body)}`);
}
