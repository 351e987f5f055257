import * as z from "zod/mini";
import { endpoint } from "./endpoint.ts";
import { Moment } from "./user-state.ts";
import { Reason, RoleName, UserId } from "./users.ts";

/** What can be done to many at once: to each of them exactly what the same change does to one. */
export const BulkAction = z.enum(["confirm", "resend", "add_role", "remove_role", "suspend", "restore", "delete"]);
export type BulkAction = z.infer<typeof BulkAction>;

/** The most in one request: so many are done within the time a function has. */
export const bulkChunk = 25;

/** One run over many, of which each request does a part; its entries in the audit carry it. */
export const BatchId = z.string().check(z.regex(/^[0-9a-f]{32}$/, "A batch is named by 32 hexadecimal digits."));

/**
 * What became of one of them. `unchanged`: it was so already. `refused`: asking again gets the same answer. `failed`: it may
 * go through another time.
 */
export const BulkResult = z.object({
  id: z.string(),
  outcome: z.enum(["done", "unchanged", "refused", "failed"]),
  /** Whom it was about, where somebody was found. */
  email: z.optional(z.string()),
  /** With `refused` and `failed`: what stood in the way. */
  message: z.optional(z.string()),
  /** What else whoever did this ought to know, in sentences. */
  notices: z.optional(z.array(z.string())),
  /** The audit entry of the change. */
  entry: z.optional(z.string()),
});
export type BulkResult = z.infer<typeof BulkResult>;

export const bulkUsers = endpoint({
  name: "bulkUsers",
  method: "POST",
  path: "/users/bulk",
  action: "users.change_many",
  summary:
    "Does one thing to each of up to 25 users, judged and recorded one by one. Ids without a result were not tried for lack of time: send them again, after `wait` seconds where it is given. The same request twice does no harm.",
  body: z.strictObject({
    action: BulkAction,
    ids: z
      .array(UserId.shape.id)
      .check(z.minLength(1, "Name at least one id."), z.maxLength(bulkChunk, "At most 25 ids in one request.")),
    /** With `add_role` and `remove_role`. */
    role: z.optional(RoleName),
    /** `suspend` asks for it. */
    reason: z.optional(Reason),
    /** With `suspend`: when it ends by itself. */
    until: z.optional(Moment),
    batch: BatchId,
  }),
  response: z.object({
    results: z.array(BulkResult),
    /** How many seconds Identity wants to be left alone. */
    wait: z.optional(z.number()),
  }),
});
