import type { Config } from "@netlify/functions";
import { getSession } from "#lib/contract/session.ts";
import { route } from "#lib/server/http/route.ts";
import { serve } from "#lib/server/http/serve.ts";
import * as session from "#lib/server/session.ts";

export default serve(route(getSession, session.get));

export const config: Config = { path: [`${__DESK_BASE__}/api/session`] };
