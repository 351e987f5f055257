import type { Input, Output } from "#lib/contract/endpoint.ts";
import type { setRoles as setRolesRow } from "#lib/contract/user-changes.ts";
import type { getUser, listUsers } from "#lib/contract/users.ts";
import type { Deps } from "#lib/server/deps.ts";
import { listAccounts } from "#lib/server/gotrue/accounts.ts";
import { change, existing } from "./change.ts";
import { rolesKind } from "./changes/roles.ts";
import { asUser, asUserDetail } from "./view.ts";

const PER_PAGE = 50;

/** A page of users, live from Identity. */
export async function list({ query }: Input<typeof listUsers>, deps: Deps): Promise<Output<typeof listUsers>> {
  const { accounts, total } = await listAccounts(deps.identity, {
    page: query.page ?? 1,
    perPage: query.perPage ?? PER_PAGE,
    search: query.q ?? "",
    oldestFirst: query.sort === "createdAt",
  });
  return { users: accounts.map((account) => asUser(account, deps)), total, asOf: new Date().toISOString() };
}

/** One user with everything Identity says of them. */
export async function get({ params }: Input<typeof getUser>, deps: Deps): Promise<Output<typeof getUser>> {
  return asUserDetail(await existing(params.id, deps), deps);
}

/** Replaces the roles of a user. */
export function setRoles({ params, body }: Input<typeof setRolesRow>, deps: Deps): Promise<Output<typeof setRolesRow>> {
  const { roles, expected, reason } = body;
  const wish = { id: params.id, wanted: { roles: [...new Set(roles)] }, expected: { roles: expected }, reason };
  return change(rolesKind, wish, deps);
}
