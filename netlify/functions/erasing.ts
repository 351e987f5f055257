import type { Config } from "@netlify/functions";
import { emptyBin, eraseUser } from "#lib/contract/erasing.ts";
import * as bin from "#lib/server/erasing/bin.ts";
import * as erasing from "#lib/server/erasing/erasing.ts";
import { route } from "#lib/server/http/route.ts";
import { serve } from "#lib/server/http/serve.ts";

export default serve(route(eraseUser, erasing.eraseOne), route(emptyBin, bin.empty));

export const config: Config = {
  path: [`${__DESK_BASE__}/api/users/:id/erase`, `${__DESK_BASE__}/api/bin/empty`],
};
