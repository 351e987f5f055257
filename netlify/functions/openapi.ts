import type { Config } from "@netlify/functions";
import { getOpenapi } from "#lib/contract/openapi.ts";
import { route } from "#lib/server/http/route.ts";
import { serve } from "#lib/server/http/serve.ts";
import * as openapi from "#lib/server/openapi.ts";

export default serve(route(getOpenapi, openapi.describe));

export const config: Config = { path: [`${__DESK_BASE__}/api/openapi.json`] };
