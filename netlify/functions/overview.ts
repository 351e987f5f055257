import type { Config } from "@netlify/functions";
import { getOverview } from "#lib/contract/overview.ts";
import { route } from "#lib/server/http/route.ts";
import { serve } from "#lib/server/http/serve.ts";
import * as overview from "#lib/server/overview/overview.ts";

export default serve(route(getOverview, overview.get));

export const config: Config = { path: [`${__DESK_BASE__}/api/overview`] };
