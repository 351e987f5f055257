import type { Config } from "@netlify/functions";
import { exportUsers } from "#lib/contract/exports.ts";
import * as exports from "#lib/server/exports/exports.ts";
import { route } from "#lib/server/http/route.ts";
import { serve } from "#lib/server/http/serve.ts";

export default serve(route(exportUsers, exports.run));

export const config: Config = { path: [`${__DESK_BASE__}/api/exports`] };
