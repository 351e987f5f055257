import { randomUUID } from "node:crypto";
import * as z from "zod/mini";
import type { State } from "#lib/server/state.ts";
import { snapshotKeys } from "./keys.ts";

/** Longer than one request to Identity may take, so that no living holder loses it. A dead one's ends by itself. */
const LEASE_MS = 20_000;
/** A crawl nobody went on with: begin anew. */
const ABANDONED_MS = 3_600_000;

const Crawl = z.object({
  /** `idle`: nothing is left to do. */
  phase: z.enum(["idle", "pages", "publish"]),
  holder: z.string(),
  /** End of the lease, ms since 1970. */
  until: z.number(),
  /** When it was last gone on with. */
  at: z.number(),
  generation: z.string(),
  pass: z.number(),
  /** How many rows lie before what is to be read next. */
  offset: z.number(),
  /** The most rows Identity hands out at once. */
  most: z.number(),
  total: z.optional(z.number()),
  /** Ids of the last rows read: the next page must hold one of them, or something was skipped. */
  tail: z.array(z.string()),
  shrunk: z.optional(z.number()),
  chunks: z.array(z.string()),
  logFrom: z.optional(z.string()),
});
export type Crawl = z.output<typeof Crawl>;

/** A crawl that is ours to go on with; every store of it extends the lease. */
export interface Claim {
  crawl: Crawl;
  tag: string;
}

export function firstCrawl(): Crawl {
  const generation = randomUUID();
  return {
    phase: "idle",
    holder: "",
    until: 0,
    at: 0,
    generation,
    pass: 1,
    offset: 0,
    most: 500,
    tail: [],
    chunks: [],
  };
}

/** The crawl as it is stored, whoever holds it; undefined where there is none that is worth going on with. */
export async function readCrawl({
  store,
  keys,
}: State): Promise<{ crawl: Crawl | undefined; tag: string | undefined }> {
  const stored = await store.getTagged(snapshotKeys({ keys }).crawl);
  const crawl = Crawl.safeParse(stored?.value).data;
  const lost = crawl !== undefined && crawl.phase !== "idle" && Date.now() - crawl.at > ABANDONED_MS;
  return { crawl: lost ? undefined : crawl, tag: stored?.tag };
}

/** Makes the crawl ours, or undefined where somebody else is at it: of several at once one wins. */
export async function claim(state: State): Promise<Claim | undefined> {
  const { crawl = firstCrawl(), tag } = await readCrawl(state);
  if (crawl.until > Date.now()) return undefined;
  return keep(state, { crawl: { ...crawl, holder: randomUUID() }, tag });
}

/** Stores how far it has come; undefined when it is no longer ours. */
export async function keep(
  { store, keys }: State,
  { crawl, tag }: { crawl: Crawl; tag: string | undefined },
): Promise<Claim | undefined> {
  const now = Date.now();
  const kept = { ...crawl, at: now, until: now + LEASE_MS };
  const replaced = await store.replace(snapshotKeys({ keys }).crawl, kept, tag);
  return replaced ? { crawl: kept, tag: replaced.tag } : undefined;
}

/** Lets the next one in at once. */
export async function release({ store, keys }: State, { crawl, tag }: Claim): Promise<void> {
  await store.replace(snapshotKeys({ keys }).crawl, { ...crawl, holder: "", until: 0 }, tag);
}
