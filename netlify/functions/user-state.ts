import type { Config } from "@netlify/functions";
import { restoreUser, suspendUser } from "#lib/contract/user-state.ts";
import { route } from "#lib/server/http/route.ts";
import { serve } from "#lib/server/http/serve.ts";
import * as states from "#lib/server/users/states.ts";

export default serve(route(suspendUser, states.suspendOne), route(restoreUser, states.restoreOne));

export const config: Config = {
  path: [`${__DESK_BASE__}/api/users/:id/suspend`, `${__DESK_BASE__}/api/users/:id/restore`],
};
