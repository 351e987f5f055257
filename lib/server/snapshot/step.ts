import type { Input } from "#lib/contract/endpoint.ts";
import type { SnapshotState, stepSnapshot } from "#lib/contract/snapshot.ts";
import type { Deps } from "#lib/server/deps.ts";
import { feedSince } from "#lib/server/gotrue/crawling.ts";
import { catchUp } from "./catch-up.ts";
import { type Claim, type Crawl, claim, firstCrawl, keep, readCrawl, release } from "./crawl-state.ts";
import { foldIn, publish, removeAll } from "./folding.ts";
import { type Head, readHead } from "./head.ts";
import { inParallel } from "./in-parallel.ts";
import { snapshotKeys } from "./keys.ts";
import { type Place, readOn } from "./pages.ts";
import { type People, readPeople } from "./people.ts";
import type { Reading } from "./reading.ts";
import { type Packed, pack, type Row, rowOf, unpackAll } from "./row.ts";

/** No page is begun after this, so that a step takes about 8 s at most. */
const WORK_MS = 5_500;
/** Making 100,000 rows the snapshot takes seconds of its own: later than this in a step it is left to the next one. */
const PUBLISH_BY_MS = 2_000;
/** What is read is stored at the latest after this, and lost with a killed call at most. */
const CHUNK_MS = 1_500;
/** As few people are all read again by each refresh, for that takes a second or two and cannot be wrong. */
const FEW = 2_000;
const PASSES = 3;

/** How the snapshot stands. */
export async function get(_input: unknown, deps: Deps): Promise<SnapshotState> {
  return stateOf(deps);
}

async function stateOf({ state, identity }: Reading): Promise<SnapshotState> {
  const [stored, { crawl }] = await Promise.all([state.store.get(snapshotKeys(state).head), readCrawl(state)]);
  const head = readHead(stored);
  return standingOf(head?.audience === identity.audience ? head : undefined, crawl);
}

/** Everybody, and how the snapshot stands that they were read from. */
export async function readStanding(deps: Reading): Promise<{ people: People | undefined; snapshot: SnapshotState }> {
  const [people, { crawl }] = await Promise.all([readPeople(deps), readCrawl(deps.state)]);
  return { people, snapshot: standingOf(people?.head, crawl) };
}

function standingOf(head: Head | undefined, crawl: Crawl | undefined): SnapshotState {
  const ready = head && { asOf: new Date(head.asOf).toISOString(), people: head.people };
  if (crawl && crawl.phase !== "idle") {
    const total = crawl.total ?? head?.people;
    return { state: "crawling", ...ready, done: Math.min(crawl.offset, total ?? crawl.offset), total };
  }
  return { state: head ? "ready" : "none", ...ready };
}

/** One step of making the snapshot right, or nothing where somebody else is at it. */
export async function step({ body }: Input<typeof stepSnapshot>, deps: Deps): Promise<SnapshotState> {
  const held = await claim(deps.state);
  if (held) await work(deps, held, body.full ?? false);
  return stateOf(deps);
}

async function work(deps: Reading, held: Claim, full: boolean): Promise<void> {
  const began = Date.now();
  const until = began + WORK_MS;
  let mine: Claim | undefined = held;
  try {
    if (mine.crawl.phase === "idle") mine = await begin(deps, mine, full);
    while (mine?.crawl.phase === "pages" && Date.now() < until) mine = await readChunk(deps, mine, until);
    if (mine?.crawl.phase === "publish" && Date.now() < began + PUBLISH_BY_MS) mine = await finish(deps, mine);
  } finally {
    if (mine) await release(deps.state, mine);
  }
}

/** A refresh of what changed where Identity's log tells that, or the beginning of a crawl through everybody. */
async function begin(deps: Reading, { crawl, tag }: Claim, full: boolean): Promise<Claim | undefined> {
  const people = full ? undefined : await readPeople(deps);
  if (people && people.head.people > FEW && (await refreshed(deps, people.head.logTo))) return { crawl, tag };
  await removeAll(deps.state, await deps.state.store.entries(snapshotKeys(deps.state).allStaging, 10));
  const feed = await feedSince(deps.identity, undefined);
  return keep(deps.state, { crawl: { ...firstCrawl(), phase: "pages", holder: crawl.holder, logFrom: feed?.to }, tag });
}

async function refreshed(deps: Reading, logFrom: string | undefined): Promise<boolean> {
  const people = await readPeople(deps);
  if (!people || logFrom === undefined) return false;
  const asOf = Date.now();
  const rows = new Map(people.rows);
  const { agrees, logTo, touched } = await catchUp(deps.identity, rows, logFrom);
  if (!agrees || logTo === undefined) return false;
  await foldIn(deps, { rows, touched });
  await forgetLastSeen(
    deps,
    [...touched].filter((id) => !rows.has(id)),
  );
  await deps.state.store.set(snapshotKeys(deps.state).head, { ...people.head, asOf, people: rows.size, logTo });
  return true;
}

/** Reads pages for a moment, stores them, and only then how far it has come: what a killed call loses is read again. */
async function readChunk(deps: Reading, { crawl, tag }: Claim, until: number): Promise<Claim | undefined> {
  const stop = Math.min(until, Date.now() + CHUNK_MS);
  const rows: Packed[] = [];
  const { offset, most, total, tail, shrunk } = crawl;
  let place: Place = { offset, most, total, tail, shrunk };
  let finished = false;
  while (!finished && Date.now() < stop) {
    const readAt = Date.now();
    const read = await readOn(deps.identity, place);
    for (const account of read.accounts) rows.push(pack(rowOf(account, readAt)));
    place = { total: place.total, ...read.place };
    finished = read.finished;
  }
  const key = `${snapshotKeys(deps.state).staging(crawl.generation)}${String(crawl.chunks.length).padStart(4, "0")}-${crawl.holder}`;
  await deps.state.store.set(key, rows);
  const phase = finished ? "publish" : "pages";
  return keep(deps.state, { crawl: { ...crawl, ...place, phase, chunks: [...crawl.chunks, key] }, tag });
}

async function stagedRows({ state }: Reading, chunks: readonly string[]): Promise<Map<string, Row>> {
  const stored = await inParallel(chunks, 8, (key) => state.store.get(key));
  const rows = new Map<string, Row>();
  for (const chunk of stored) for (const row of unpackAll(chunk)) rows.set(row.id, row);
  return rows;
}

/** Makes what was read the snapshot, unless the count says that people are missing or too many: then all is read once more. */
async function finish(deps: Reading, { crawl, tag }: Claim): Promise<Claim | undefined> {
  const asOf = Date.now();
  const rows = await stagedRows(deps, crawl.chunks);
  const { agrees, logTo } = await catchUp(deps.identity, rows, crawl.logFrom);
  if (!agrees && crawl.pass < PASSES) {
    const again = { ...firstCrawl(), phase: "pages" as const, pass: crawl.pass + 1, logFrom: logTo ?? crawl.logFrom };
    return keep(deps.state, { crawl: { ...again, holder: crawl.holder, total: crawl.total }, tag });
  }
  const mine = await keep(deps.state, { crawl, tag });
  if (!mine) return undefined;
  await keepSightings(deps, rows);
  const { audience } = deps.identity;
  const head = { generation: crawl.generation, audience, asOf, people: rows.size, logTo };
  await publish(deps, rows, head);
  await foldIn(deps);
  const done = await keep(deps.state, { crawl: { ...firstCrawl(), holder: crawl.holder }, tag: mine.tag });
  await removeAll(deps.state, await deps.state.store.entries(snapshotKeys(deps.state).allStaging, 10));
  return done;
}

/** When people were seen is known to us alone, so a new generation takes it over; who is gone takes it with them. */
async function keepSightings(deps: Reading, rows: Map<string, Row>): Promise<void> {
  const known = await readPeople(deps);
  const gone: string[] = [];
  for (const { id, seen } of known?.rows.values() ?? []) {
    const row = rows.get(id);
    if (row && seen !== undefined) rows.set(id, { ...row, seen });
    if (!row && seen !== undefined) gone.push(id);
  }
  await forgetLastSeen(deps, gone);
}

async function forgetLastSeen({ state }: Reading, ids: readonly string[]): Promise<void> {
  const keys = snapshotKeys(state);
  await inParallel(ids, 8, (id) => state.store.delete(keys.lastSeen(id)));
}
