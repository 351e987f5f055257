import type { Config } from "@netlify/functions";
import { getSnapshot, stepSnapshot } from "#lib/contract/snapshot.ts";
import { route } from "#lib/server/http/route.ts";
import { serve } from "#lib/server/http/serve.ts";
import * as snapshot from "#lib/server/snapshot/step.ts";

export default serve(route(getSnapshot, snapshot.get), route(stepSnapshot, snapshot.step));

export const config: Config = { path: [`${__DESK_BASE__}/api/snapshot`] };
