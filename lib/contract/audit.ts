import * as z from "zod/mini";
import { ActorKind, auditFilter, Outcome } from "./audit-filter.ts";
import { endpoint } from "./endpoint.ts";
import { Action } from "./policy.ts";
import { Changed } from "./user-changes.ts";
import { Reason } from "./users.ts";
import { wholeNumber } from "./whole-number.ts";

export const AuditEntry = z.object({
  id: z.string(),
  at: z.string(),
  actor: z.object({ kind: ActorKind, id: z.string(), email: z.string() }),
  action: Action,
  target: z.optional(z.object({ id: z.optional(z.string()), email: z.optional(z.string()) })),
  outcome: Outcome,
  /** The fields that changed, as they were and as they became. */
  before: z.optional(z.record(z.string(), z.unknown())),
  after: z.optional(z.record(z.string(), z.unknown())),
  /** Why, in the words of whoever did it. */
  reason: z.optional(z.string()),
  /** With `failed` and `refused`: what stood in the way. */
  message: z.optional(z.string()),
  /** Set for what was done to many in one go. */
  batch: z.optional(z.string()),
  /** The entry whose change this one took back. */
  undoes: z.optional(z.string()),
  deploy: z.object({ context: z.string(), id: z.string() }),
  /** Set once the person was erased: who and what they were is gone from it. */
  erased: z.optional(z.boolean()),
  /** The entry that took this one back. */
  undone: z.optional(z.string()),
  /** Whether the caller may take it back, and if not, why. Who it is about is looked at when they do. */
  undo: z.optional(z.object({ can: z.boolean(), why: z.optional(z.string()) })),
});
export type AuditEntry = z.infer<typeof AuditEntry>;

const EntryId = z.strictObject({
  id: z.string().check(z.regex(/^\d{13}-[0-9a-f]{10}$/, "This is no id of an entry.")),
});

/** What a page gave as `next`. */
export const Cursor = z.string().check(z.maxLength(200));

export const listAudit = endpoint({
  name: "listAudit",
  method: "GET",
  path: "/audit",
  action: "audit.read",
  summary: "Who did what to whom, newest first, narrowed by who, what, whom, when, outcome and run over many.",
  query: z.strictObject({
    ...auditFilter,
    cursor: z.optional(Cursor),
    limit: z.optional(wholeNumber(1, 100, "limit is a whole number from 1 to 100.")),
  }),
  response: z.object({
    entries: z.array(AuditEntry),
    /** The `cursor` of what is older. Present as long as there may be more, also where nothing was found so far. */
    next: z.optional(z.string()),
    /** With `next`: everything from then on has been looked at. RFC 3339. */
    searchedTo: z.optional(z.string()),
  }),
});

export const getAuditEntry = endpoint({
  name: "getAuditEntry",
  method: "GET",
  path: "/audit/:id",
  action: "audit.read",
  summary: "One entry of the audit.",
  params: EntryId,
  response: z.object({
    entry: AuditEntry,
    /** The entry that took this one back. */
    undoneBy: z.optional(AuditEntry),
  }),
});

export const undoChange = endpoint({
  name: "undoChange",
  method: "POST",
  path: "/audit/:id/undo",
  action: "changes.undo",
  summary: "Takes a change of the last 30 days back, as a new one; 409 when the fields are no longer what it left.",
  params: EntryId,
  body: z.strictObject({ reason: z.optional(Reason) }),
  response: Changed,
});

export const undoBatch = endpoint({
  name: "undoBatch",
  method: "POST",
  path: "/audit/batches/:id/undo",
  action: "changes.undo",
  summary: "Takes back what was done to many in one go: up to 25 entries a call, go on with `next` as `cursor`.",
  params: z.strictObject({
    id: z.string().check(z.regex(/^[0-9a-f]{32}$/, "A batch is named by 32 hexadecimal digits.")),
  }),
  body: z.strictObject({ reason: z.optional(Reason), cursor: z.optional(Cursor) }),
  response: z.object({
    /** Entries that are still to be taken back, with what became of each; those of before are passed over. */
    results: z.array(
      z.object({
        id: z.string(),
        target: AuditEntry.shape.target,
        outcome: z.enum(["done", "refused", "failed"]),
        message: z.optional(z.string()),
        /** The entry of the undoing. */
        entry: z.optional(z.string()),
      }),
    ),
    next: z.optional(z.string()),
  }),
});
