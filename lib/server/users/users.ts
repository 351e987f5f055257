import type { Input, Output } from "#lib/contract/endpoint.ts";
import type { setRoles as setRolesRow } from "#lib/contract/user-changes.ts";
import type { getUser } from "#lib/contract/users.ts";
import type { Deps } from "#lib/server/deps.ts";
import { lastSeenAt } from "#lib/server/snapshot/last-seen.ts";
import { change, existing } from "./change.ts";
import { rolesKind } from "./changes/roles.ts";
import { asUserDetail } from "./view.ts";

/** One user with everything Identity says of them. */
export async function get({ params }: Input<typeof getUser>, deps: Deps): Promise<Output<typeof getUser>> {
  const [account, seen] = await Promise.all([existing(params.id, deps), lastSeenAt(deps, params.id)]);
  return { ...asUserDetail(account, deps), lastSeenAt: seen };
}

/** Replaces the roles of a user. */
export function setRoles({ params, body }: Input<typeof setRolesRow>, deps: Deps): Promise<Output<typeof setRolesRow>> {
  const { roles, expected, reason } = body;
  const wish = { id: params.id, wanted: { roles: [...new Set(roles)] }, expected: { roles: expected }, reason };
  return change(rolesKind, wish, deps);
}
