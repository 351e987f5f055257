import type { Config } from "@netlify/functions";
import { setRoles } from "#lib/contract/user-changes.ts";
import { deleteUser } from "#lib/contract/user-state.ts";
import { createUser, getUser, listUserIds, listUsers } from "#lib/contract/users.ts";
import { route } from "#lib/server/http/route.ts";
import { serve } from "#lib/server/http/serve.ts";
import * as creation from "#lib/server/users/creation.ts";
import * as listing from "#lib/server/users/listing.ts";
import * as states from "#lib/server/users/states.ts";
import * as users from "#lib/server/users/users.ts";

export default serve(
  route(listUsers, listing.list),
  route(listUserIds, listing.ids),
  route(createUser, creation.create),
  route(getUser, users.get),
  route(deleteUser, states.putOneIntoBin),
  route(setRoles, users.setRoles),
);

export const config: Config = {
  path: [
    `${__DESK_BASE__}/api/users`,
    `${__DESK_BASE__}/api/users/ids`,
    `${__DESK_BASE__}/api/users/:id`,
    `${__DESK_BASE__}/api/users/:id/roles`,
  ],
  // Looks like a user's id, and is a function of its own.
  excludedPath: [`${__DESK_BASE__}/api/users/bulk`],
};
