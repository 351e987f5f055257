import * as z from "zod/mini";
import { endpoint } from "./endpoint.ts";

export const runSweep = endpoint({
  name: "runSweep",
  method: "POST",
  path: "/sweep",
  action: "sweep.run",
  summary:
    "Does what is due: gives back the roles of people whose suspension has ended, and deletes what has outlived its time. The schedule calls it each hour.",
  response: z.object({
    /** How many got their roles back. */
    restored: z.number(),
    /** How many could not be given theirs; they are tried again next time. */
    failed: z.number(),
    /** How many records were deleted, for their time was over. */
    forgotten: z.number(),
    /** Whether time was up before everything was done. */
    more: z.boolean(),
  }),
});
