import * as z from "zod/mini";
import { endpoint } from "./endpoint.ts";

/**
 * How the snapshot stands, from which filters and sorted lists are read. `none`: nobody was read yet. `crawling`: work is
 * left, so POST again; `done` of `total` people are read. `ready`: nothing is left to do. With `asOf` there is a snapshot to
 * read from, in whatever state: `people` were right then, and what the desk itself changed since is in it.
 */
export const SnapshotState = z.object({
  state: z.enum(["none", "crawling", "ready"]),
  asOf: z.optional(z.string()),
  people: z.optional(z.number()),
  done: z.optional(z.number()),
  total: z.optional(z.number()),
});
export type SnapshotState = z.infer<typeof SnapshotState>;

export const getSnapshot = endpoint({
  name: "getSnapshot",
  method: "GET",
  path: "/snapshot",
  action: "users.read",
  summary: "How old the snapshot is that filters and sorted lists are read from, and how far a reading has come.",
  response: SnapshotState,
});

export const stepSnapshot = endpoint({
  name: "stepSnapshot",
  method: "POST",
  path: "/snapshot",
  action: "users.read",
  summary:
    "One step, of at most 8 s, of making the snapshot right: call it until `state` is ready. Who is new, gone or changed elsewhere is read again; where Identity's log does not tell who that is, or with `full`, everybody.",
  body: z.strictObject({
    /** Read everybody, whatever Identity's log says. Only the call that begins a refresh says so. */
    full: z.optional(z.boolean()),
  }),
  response: SnapshotState,
});
