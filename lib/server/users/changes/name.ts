import { nameOf } from "#lib/server/account.ts";
import { storeUserMetadata } from "#lib/server/gotrue/updates.ts";
import type { Kind } from "./kind.ts";

export type NameFields = { name: string };

/** The name people see, `user_metadata.full_name`; the empty one takes the key away. */
export const nameKind: Kind<NameFields, "users.rename"> = {
  ridesInToken: true,
  read: (account) => ({ name: nameOf(account) }),
  judge: () => ({ action: "users.rename" }),
  write: (permit, { account, after }, { identity }) =>
    storeUserMetadata(permit, identity, { id: account.id, patch: { full_name: after.name || null } }),
};
