import type { Metadata } from "#lib/server/account.ts";
import { AppError } from "#lib/server/errors.ts";
import { type Permit, requireGenuine } from "#lib/server/policy/policy.ts";
import { accountPath, askAsOperator } from "./accounts.ts";
import { type IdentityAccess, unexpected } from "./transport.ts";
import { messageOf } from "./wire.ts";

/** Changes of an account that is there. As in `changes.ts`: a permit first, and each body is spelled out key by key. */

async function update(identity: IdentityAccess, id: string, body: Record<string, unknown>): Promise<void> {
  const answer = await askAsOperator(identity, { method: "PUT", path: accountPath(id), body });
  if (answer.status === 404) throw new AppError("not_found", "This account has been deleted meanwhile.");
  if (answer.status === 413 || answer.status === 422) {
    throw new AppError("invalid", `Identity does not take this: ${messageOf(answer.body)}`);
  }
  if (answer.status !== 200) throw unexpected(`status ${answer.status}: ${messageOf(answer.body)}`);
}

interface Patch {
  id: string;
  /** Top-level keys as they are to be; null takes one away, those not named stay. */
  patch: Metadata;
}

export function storeUserMetadata(
  permit: Permit<"users.rename" | "users.edit_metadata">,
  identity: IdentityAccess,
  { id, patch }: Patch,
): Promise<void> {
  requireGenuine(permit);
  return update(identity, id, { user_metadata: patch });
}

export function storeAppMetadata(
  permit: Permit<"users.edit_app_metadata">,
  identity: IdentityAccess,
  { id, patch }: Patch,
): Promise<void> {
  requireGenuine(permit);
  return update(identity, id, { app_metadata: patch });
}

/** Identity checks nothing, asks nobody to confirm, and leaves every link and session as it is. */
export function storeEmail(
  permit: Permit<"users.change_email">,
  identity: IdentityAccess,
  { id, email }: { id: string; email: string },
): Promise<void> {
  requireGenuine(permit);
  return update(identity, id, { email });
}

/** Kills the links of invitation and confirmation. Not for somebody who is confirmed: it would date it anew. */
export function confirmAccount(permit: Permit<"users.confirm">, identity: IdentityAccess, id: string): Promise<void> {
  requireGenuine(permit);
  return update(identity, id, { confirm: true });
}

/** Roles and our own state in one request, so that nobody is ever suspended with roles or restored without. */
export function storeStanding(
  permit: Permit<"users.suspend" | "users.restore" | "users.delete">,
  identity: IdentityAccess,
  { id, roles, desk }: { id: string; roles: readonly string[]; desk: unknown },
): Promise<void> {
  requireGenuine(permit);
  return update(identity, id, { app_metadata: { roles, desk: desk ?? null } });
}

/** Neither ends sessions nor kills links. */
export function storePassword(
  permit: Permit<"users.set_password">,
  identity: IdentityAccess,
  { id, password }: { id: string; password: string },
): Promise<void> {
  requireGenuine(permit);
  return update(identity, id, { password });
}
