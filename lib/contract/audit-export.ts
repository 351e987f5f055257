import * as z from "zod/mini";
import { AuditEntry, Cursor } from "./audit.ts";
import { auditFilter } from "./audit-filter.ts";
import { BatchId } from "./bulk.ts";
import { endpoint } from "./endpoint.ts";

/** The formats of a file; the browser writes it. */
export const AuditFormat = z.enum(["csv", "ndjson"]);
export type AuditFormat = z.infer<typeof AuditFormat>;

export const exportAudit = endpoint({
  name: "exportAudit",
  method: "GET",
  path: "/audit/export",
  action: "exports.run",
  summary:
    "A part of the audit for a file, newest first, with the filters of the list; `next` is the cursor of the part after it. What happens after the first part was asked for is not in it. Parts of one export share a run, and each leaves an entry with its count.",
  query: z.strictObject({
    ...auditFilter,
    format: AuditFormat,
    /** What the parts of one export have in common; their entries carry it as `batch`. */
    run: BatchId,
    cursor: z.optional(Cursor),
  }),
  response: z.object({
    entries: z.array(AuditEntry),
    next: z.optional(z.string()),
    /** Everything from then on has been looked at. RFC 3339. */
    searchedTo: z.optional(z.string()),
  }),
});
