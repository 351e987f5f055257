import * as z from "zod/mini";

/** What is ready to be read: which generation of shards, and how good it is. */
const Head = z.object({
  generation: z.string(),
  /** GoTrue's audience whose people these are. */
  audience: z.string(),
  /** When everybody was right for the last time, ms since 1970. */
  asOf: z.number(),
  people: z.number(),
  /** Where Identity's log was read to: the time of its newest entry, in its own words; absent where it could not be read. */
  logTo: z.optional(z.string()),
});
export type Head = z.output<typeof Head>;

/** Undefined for what is missing or was stored by another version: then there is no snapshot. */
export function readHead(stored: unknown): Head | undefined {
  return Head.safeParse(stored).data;
}
