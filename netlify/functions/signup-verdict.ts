import type { Config } from "@netlify/functions";
import { getSignupVerdict } from "#lib/contract/signup-verdict.ts";
import { route } from "#lib/server/http/route.ts";
import { serve } from "#lib/server/http/serve.ts";
import * as verdict from "#lib/server/signup-verdict.ts";

export default serve(route(getSignupVerdict, verdict.get));

export const config: Config = { path: [`${__DESK_BASE__}/api/signup-verdict`] };
