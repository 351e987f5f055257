import type { Config } from "@netlify/functions";
import { checkAddress } from "#lib/contract/check.ts";
import * as check from "#lib/server/check.ts";
import { route } from "#lib/server/http/route.ts";
import { serve } from "#lib/server/http/serve.ts";

export default serve(route(checkAddress, check.check));

export const config: Config = { path: [`${__DESK_BASE__}/api/check`] };
