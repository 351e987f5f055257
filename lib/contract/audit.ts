import * as z from "zod/mini";
import { ActorKind, auditFilter, Outcome } from "./audit-filter.ts";
import { endpoint } from "./endpoint.ts";
import { Action } from "./policy.ts";
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
});
export type AuditEntry = z.infer<typeof AuditEntry>;

const Cursor = z.string().check(z.maxLength(200));

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
  params: z.strictObject({ id: z.string().check(z.regex(/^\d{13}-[0-9a-f]{10}$/, "This is no id of an entry.")) }),
  response: z.object({
    entry: AuditEntry,
    /** The entry that took this one back. */
    undoneBy: z.optional(AuditEntry),
  }),
});
