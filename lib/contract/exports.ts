import * as z from "zod/mini";
import { BatchId } from "./bulk.ts";
import { endpoint } from "./endpoint.ts";
import { UserId } from "./users.ts";

/** What an export can hold of each person, in this order. */
export const ExportColumn = z.enum([
  "id",
  "email",
  "name",
  "status",
  "roles",
  "rank",
  "provider",
  "createdAt",
  "confirmedAt",
  "invitedAt",
  "pendingEmail",
  "lastSeenAt",
  "userMetadata",
  "appMetadata",
]);
export type ExportColumn = z.infer<typeof ExportColumn>;

export const ExportFormat = z.enum(["csv", "json", "ndjson"]);
export type ExportFormat = z.infer<typeof ExportFormat>;

/** The most people that one request names. */
export const exportChunk = 100;

/** A row holds the id, and of the columns asked for those that have a value. */
export const ExportRow = z.record(z.string(), z.unknown());
export type ExportRow = z.infer<typeof ExportRow>;

const Cursor = z.object({ page: z.number(), perPage: z.number() });
const WholeNumber = z.number().check(z.refine(Number.isSafeInteger), z.minimum(1));

export const exportUsers = endpoint({
  name: "exportUsers",
  method: "POST",
  path: "/exports",
  action: "exports.run",
  summary:
    "A part of an export, read live: of up to 100 people by id, or of everybody a text search finds, oldest first, from `cursor` on; `next` is where the following part begins. Parts of one export share a batch, and each leaves an audit entry with its count.",
  body: z.strictObject({
    columns: z.array(ExportColumn).check(z.minLength(1, "Choose at least one column."), z.maxLength(20)),
    format: ExportFormat,
    batch: BatchId,
    ids: z.optional(
      z.array(UserId.shape.id).check(z.minLength(1), z.maxLength(exportChunk, "At most 100 ids in one request.")),
    ),
    q: z.optional(z.string().check(z.trim(), z.maxLength(200, "Search for at most 200 characters."))),
    cursor: z.optional(z.strictObject({ page: WholeNumber, perPage: WholeNumber.check(z.maximum(500)) })),
  }),
  response: z.object({
    rows: z.array(ExportRow),
    /** People in the whole export, as of this part. */
    total: z.number(),
    next: z.optional(Cursor),
    asOf: z.string(),
  }),
});
