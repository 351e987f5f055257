import type { Config } from "@netlify/functions";
import { createUser } from "#lib/contract/new-user.ts";
import { listUserIds, listUsers } from "#lib/contract/users.ts";
import { route } from "#lib/server/http/route.ts";
import { serve } from "#lib/server/http/serve.ts";
import * as creation from "#lib/server/users/creation.ts";
import * as listing from "#lib/server/users/listing.ts";

export default serve(
  route(listUsers, listing.list),
  route(listUserIds, listing.ids),
  route(createUser, creation.create),
);

export const config: Config = {
  path: [`${__DESK_BASE__}/api/users`, `${__DESK_BASE__}/api/users/ids`],
};
