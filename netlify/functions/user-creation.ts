import type { Config } from "@netlify/functions";
import { getCreation } from "#lib/contract/user-creation.ts";
import { route } from "#lib/server/http/route.ts";
import { serve } from "#lib/server/http/serve.ts";
import * as unfinished from "#lib/server/users/unfinished.ts";

export default serve(route(getCreation, unfinished.get));

export const config: Config = { path: [`${__DESK_BASE__}/api/users/:id/creation`] };
