import type { Config } from "@netlify/functions";
import { setRoles } from "#lib/contract/user-changes.ts";
import { deleteUser, restoreUser, suspendUser } from "#lib/contract/user-state.ts";
import { getUser } from "#lib/contract/users.ts";
import { route } from "#lib/server/http/route.ts";
import { serve } from "#lib/server/http/serve.ts";
import * as states from "#lib/server/users/states.ts";
import * as users from "#lib/server/users/users.ts";

export default serve(
  route(getUser, users.get),
  route(deleteUser, states.putOneIntoBin),
  route(setRoles, users.setRoles),
  route(suspendUser, states.suspendOne),
  route(restoreUser, states.restoreOne),
);

export const config: Config = {
  path: [
    `${__DESK_BASE__}/api/users/:id`,
    `${__DESK_BASE__}/api/users/:id/roles`,
    `${__DESK_BASE__}/api/users/:id/suspend`,
    `${__DESK_BASE__}/api/users/:id/restore`,
  ],
  // They look like a user's id, and belong to functions of their own.
  excludedPath: [`${__DESK_BASE__}/api/users/bulk`, `${__DESK_BASE__}/api/users/ids`],
};
