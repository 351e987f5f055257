import type { Config } from "@netlify/functions";
import { listLinks } from "#lib/contract/links.ts";
import { route } from "#lib/server/http/route.ts";
import { serve } from "#lib/server/http/serve.ts";
import * as links from "#lib/server/links/links.ts";

export default serve(route(listLinks, links.list));

export const config: Config = { path: [`${__DESK_BASE__}/api/users/:id/links`] };
