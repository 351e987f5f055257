import type { Config } from "@netlify/functions";
import { getAuditEntry, listAudit } from "#lib/contract/audit.ts";
import { exportAudit } from "#lib/contract/audit-export.ts";
import { run } from "#lib/server/audit/exporting.ts";
import * as audit from "#lib/server/audit/reading.ts";
import { route } from "#lib/server/http/route.ts";
import { serve } from "#lib/server/http/serve.ts";

export default serve(
  route(listAudit, audit.list),
  // Before the entry, whose id would match as well.
  route(exportAudit, run),
  route(getAuditEntry, audit.get),
);

export const config: Config = {
  path: [`${__DESK_BASE__}/api/audit`, `${__DESK_BASE__}/api/audit/export`, `${__DESK_BASE__}/api/audit/:id`],
};
