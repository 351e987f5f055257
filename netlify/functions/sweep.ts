import type { Config } from "@netlify/functions";
import { runSweep } from "#lib/contract/sweep.ts";
import { route } from "#lib/server/http/route.ts";
import { serve } from "#lib/server/http/serve.ts";
import * as sweep from "#lib/server/sweep.ts";

export default serve(route(runSweep, sweep.run));

export const config: Config = { path: [`${__DESK_BASE__}/api/sweep`] };
