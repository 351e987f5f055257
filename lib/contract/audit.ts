import * as z from "zod/mini";
import { endpoint } from "./endpoint.ts";
import { Action } from "./policy.ts";
import { wholeNumber } from "./whole-number.ts";

/** `person`: somebody signed in who is not staff; they stand in the audit only with what they were refused. */
export const ActorKind = z.enum(["staff", "person", "event", "schedule", "migration", "cli"]);
export type ActorKind = z.infer<typeof ActorKind>;

/** `unknown`: we said what we were about to do, and never learned how it ended. */
export const Outcome = z.enum(["done", "failed", "refused", "unknown"]);
export type Outcome = z.infer<typeof Outcome>;

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

export const listAudit = endpoint({
  name: "listAudit",
  method: "GET",
  path: "/audit",
  action: "audit.read",
  summary: "Who did what to whom, newest first; `target` narrows it to one user.",
  query: z.strictObject({
    target: z.optional(z.uuid("target is the id of a user.")),
    cursor: z.optional(z.string().check(z.maxLength(200))),
    limit: z.optional(wholeNumber(1, 100, "limit is a whole number from 1 to 100.")),
  }),
  response: z.object({ entries: z.array(AuditEntry), next: z.optional(z.string()) }),
});
