import * as z from "zod/mini";
import { endpoint } from "./endpoint.ts";
import { SnapshotState } from "./snapshot.ts";
import { User } from "./users.ts";
import { wholeNumber } from "./whole-number.ts";

/** Somebody in the bin. */
export const BinnedUser = z.extend(User, {
  /** Since when, as far as it is known. */
  since: z.optional(z.string()),
  /** Who put them there and why, as far as the audit of this deploy context tells. */
  by: z.optional(z.object({ kind: z.string(), id: z.string(), email: z.string() })),
  reason: z.optional(z.string()),
  /** Kept aside; a restore gives them back. */
  keptRoles: z.array(z.string()),
});
export type BinnedUser = z.infer<typeof BinnedUser>;

export const binPerPage = 25;

export const listBin = endpoint({
  name: "listBin",
  method: "GET",
  path: "/bin",
  action: "users.read",
  summary:
    "A page of the people in the bin, who came last first, from the snapshot; `q` searches e-mail address and name. Nobody leaves the bin by time: somebody restores them, or deletes them for good.",
  query: z.strictObject({
    page: z.optional(wholeNumber(1, 999_999_999, "page is a whole number from 1.")),
    q: z.optional(z.string().check(z.trim(), z.maxLength(200, "Search for at most 200 characters."))),
  }),
  response: z.object({
    users: z.array(BinnedUser),
    total: z.number(),
    snapshot: SnapshotState,
    /** Ids of people whose account is gone, and not yet all that is kept of them: emptying the bin takes them too. */
    unfinished: z.array(z.string()),
  }),
});
