import type { Config } from "@netlify/functions";
import { listActivity } from "#lib/contract/activity.ts";
import * as activity from "#lib/server/activity/activity.ts";
import { route } from "#lib/server/http/route.ts";
import { serve } from "#lib/server/http/serve.ts";

export default serve(route(listActivity, activity.list));

export const config: Config = { path: [`${__DESK_BASE__}/api/users/:id/activity`] };
