import * as z from "zod/mini";
import { endpoint } from "./endpoint.ts";
import { SnapshotState } from "./snapshot.ts";
import { wholeNumber } from "./whole-number.ts";

/** A number, and the query of `GET users` whose total it is, as parameters of its address. */
const Counted = z.object({ count: z.number(), query: z.record(z.string(), z.string()) });
export type Counted = z.infer<typeof Counted>;

export const getOverview = endpoint({
  name: "getOverview",
  method: "GET",
  path: "/overview",
  action: "users.read",
  summary: "Numbers over everybody, each with the list behind it; without a snapshot all lists are empty.",
  query: z.strictObject({
    days: z.optional(wholeNumber(1, 90, "days is a whole number from 1 to 90.")),
  }),
  response: z.object({
    asOf: z.string(),
    snapshot: SnapshotState,
    people: Counted,
    inReview: Counted,
    /** The last `days` days in UTC, oldest first, those with nobody too. */
    signups: z.array(z.extend(Counted, { day: z.string() })),
    /** Every status, those with nobody too. */
    statuses: z.array(z.extend(Counted, { status: z.string() })),
    /** Most first. */
    roles: z.array(z.extend(Counted, { role: z.string() })),
    providers: z.array(z.extend(Counted, { provider: z.string() })),
    /** Signups that were stopped, a row per day of `signups` and reason that had any: `known`, `unavailable`, `blocked`. There is no list behind them. */
    refused: z.array(z.object({ day: z.string(), reason: z.string(), count: z.number() })),
  }),
});
