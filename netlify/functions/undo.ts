import type { Config } from "@netlify/functions";
import { undoBatch, undoChange } from "#lib/contract/audit.ts";
import * as undo from "#lib/server/audit/undo.ts";
import { route } from "#lib/server/http/route.ts";
import { serve } from "#lib/server/http/serve.ts";

export default serve(route(undoChange, undo.undo), route(undoBatch, undo.undoRun));

export const config: Config = {
  path: [`${__DESK_BASE__}/api/audit/:id/undo`, `${__DESK_BASE__}/api/audit/batches/:id/undo`],
};
