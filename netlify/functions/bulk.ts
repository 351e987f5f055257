import type { Config } from "@netlify/functions";
import { bulkUsers } from "#lib/contract/bulk.ts";
import * as bulk from "#lib/server/bulk/bulk.ts";
import { route } from "#lib/server/http/route.ts";
import { serve } from "#lib/server/http/serve.ts";

export default serve(route(bulkUsers, bulk.change));

export const config: Config = { path: [`${__DESK_BASE__}/api/users/bulk`] };
