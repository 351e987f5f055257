import type { Config } from "@netlify/functions";
import { listBin } from "#lib/contract/bin.ts";
import * as listing from "#lib/server/bin/listing.ts";
import { route } from "#lib/server/http/route.ts";
import { serve } from "#lib/server/http/serve.ts";

export default serve(route(listBin, listing.list));

export const config: Config = { path: `${__DESK_BASE__}/api/bin` };
