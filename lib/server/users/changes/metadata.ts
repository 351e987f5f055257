import { sameJson } from "#lib/contract/metadata.ts";
import type { Account, Metadata } from "#lib/server/account.ts";
import { storeAppMetadata, storeUserMetadata } from "#lib/server/gotrue/updates.ts";
import type { Kind } from "./kind.ts";
import { requireStorable, weightNotice } from "./metadata-check.ts";

export type UserMetadataFields = { userMetadata: Metadata };
export type AppMetadataFields = { appMetadata: Metadata };

/** The top-level keys that `wanted` names. One that is not there is null, as Identity's merge has it. */
function pick(stored: Metadata, wanted: Metadata): Metadata {
  return Object.fromEntries(
    Object.keys(wanted).map((key) => [key, Object.hasOwn(stored, key) ? (stored[key] ?? null) : null]),
  );
}

/** What is to be sent: only what is not so already. */
function patchOf(before: Metadata, after: Metadata): Metadata {
  return Object.fromEntries(Object.entries(after).filter(([key, value]) => !sameJson(before[key], value)));
}

async function afterwards(_permit: unknown, { account }: { account: Account }): Promise<string[]> {
  return weightNotice(account);
}

/** Top-level keys of `user_metadata`; nothing in it grants anything. */
export const userMetadataKind: Kind<UserMetadataFields, "users.edit_metadata"> = {
  ridesInToken: true,
  read: (account, wanted) => ({ userMetadata: pick(account.userMetadata, wanted.userMetadata) }),
  judge: () => ({ action: "users.edit_metadata" }),
  check: ({ account, before, after }) =>
    requireStorable({ account, of: "userMetadata", patch: patchOf(before.userMetadata, after.userMetadata) }),
  write: (permit, { account, before, after }, { identity }) =>
    storeUserMetadata(permit, identity, {
      id: account.id,
      patch: patchOf(before.userMetadata, after.userMetadata),
    }),
  afterwards,
};

/** Top-level keys of `app_metadata` but those that other changes look after (roles, status, provider). */
export const appMetadataKind: Kind<AppMetadataFields, "users.edit_app_metadata"> = {
  ridesInToken: true,
  read: (account, wanted) => ({ appMetadata: pick(account.appMetadata, wanted.appMetadata) }),
  judge: () => ({ action: "users.edit_app_metadata" }),
  check: ({ account, before, after }) =>
    requireStorable({ account, of: "appMetadata", patch: patchOf(before.appMetadata, after.appMetadata) }),
  write: (permit, { account, before, after }, { identity }) =>
    storeAppMetadata(permit, identity, { id: account.id, patch: patchOf(before.appMetadata, after.appMetadata) }),
  afterwards,
};
