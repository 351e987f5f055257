import * as z from "zod/mini";
import { BatchId, BulkResult } from "./bulk.ts";
import { endpoint } from "./endpoint.ts";
import { Reason, UserId } from "./users.ts";

/** What an erasing answers. */
export const Erased = z.object({
  id: z.string(),
  /** False: the account is gone, and there was no time for all that the desk keeps of them. The same request goes on. */
  complete: z.boolean(),
  /** While it is not complete: how many days of the audit were gone through, of how many. */
  days: z.optional(z.object({ done: z.number(), total: z.number() })),
  /** The audit entry, which holds their id and nothing else of them. */
  entry: z.string(),
  /** When the last session that they had open is over. */
  bitesBy: z.optional(z.string()),
});
export type Erased = z.infer<typeof Erased>;

export const eraseUser = endpoint({
  name: "eraseUser",
  method: "POST",
  path: "/users/:id/erase",
  action: "users.erase",
  summary:
    "Deletes somebody for good: the account, and all that the desk keeps of them but ids. Of somebody who is gone already it erases what is left. Send it again until `complete`.",
  params: UserId,
  body: z.strictObject({
    /** Their address, typed by whoever does it. */
    confirm: z.string().check(z.trim(), z.minLength(1, "Type the address of the account."), z.maxLength(500)),
    /** Also where they are not in the bin. */
    now: z.optional(z.boolean()),
    /** Stays in the audit, so it must not name them. */
    reason: z.optional(Reason),
  }),
  response: Erased,
});

/** The most in one request: each is deleted in Identity and looked for in everything the desk keeps. */
export const emptyChunk = 10;

export const emptyBin = endpoint({
  name: "emptyBin",
  method: "POST",
  path: "/bin/empty",
  action: "bin.empty",
  summary:
    "Deletes up to 10 people in the bin for good, judged and recorded one by one. Who is not in the bin is refused. Ids without a result were not tried, or not finished, for lack of time: send them again, after `wait` seconds where it is given.",
  body: z.strictObject({
    ids: z
      .array(UserId.shape.id)
      .check(
        z.minLength(1, "Name at least one id."),
        z.maxLength(emptyChunk, `At most ${emptyChunk} ids in one request.`),
      ),
    reason: z.optional(Reason),
    batch: BatchId,
  }),
  response: z.object({
    results: z.array(BulkResult),
    /** The accounts of some without a result are gone, and what is kept of them was gone through in part. */
    goesOn: z.optional(z.boolean()),
    /** How many seconds Identity wants to be left alone. */
    wait: z.optional(z.number()),
  }),
});
