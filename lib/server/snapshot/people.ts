import type { Entry } from "#lib/server/store.ts";
import { answerAsks } from "./asks.ts";
import { type Head, readHead } from "./head.ts";
import { inParallel } from "./in-parallel.ts";
import { type ChangeKey, readChange, readSighting, snapshotKeys } from "./keys.ts";
import type { Reading } from "./reading.ts";
import { type Row, unpack, unpackAll } from "./row.ts";
import { type Made, patchTable } from "./table.ts";

/** Everybody as far as we know, newest changes of ours folded in. Never kept by a caller beyond its own turn. */
export interface People {
  head: Head;
  rows: ReadonlyMap<string, Row>;
  /** `rows` as a table, for `tableOf`. */
  made: Made;
  /** What lies in the store, for whoever writes it anew: tags of the shards by key, and what is not in them yet. */
  shardTags: ReadonlyMap<string, string>;
  changes: readonly ChangeKey[];
  sightings: readonly string[];
}

/** What an instance of a function keeps between its calls. */
export interface Memory {
  /** By the key of the head: one snapshot for each Identity. */
  kept: Map<string, Kept>;
  /** One reader at a time; the others wait, and then find it warm. */
  turn: Promise<unknown>;
}

interface Kept {
  head: Head;
  headTag: string;
  shards: Map<string, { tag: string; ids: string[] }>;
  rows: Map<string, Row>;
  /** Rows of changes by their keys: they outlive a shard that is read again. */
  changed: Map<string, Row>;
  sighted: Set<string>;
  made: Made;
}

export function freshMemory(): Memory {
  return { kept: new Map(), turn: Promise.resolve() };
}

const warm = freshMemory();

const LIVE_PAGES = 10;
const SEEN_PAGES = 20;
const AT_ONCE = 12;
const TRIES = 4;

/** Everybody, or undefined where nobody was read yet. Warm, it costs two listings; what changed since is fetched. */
export function readPeople(deps: Reading, memory: Memory = warm): Promise<People | undefined> {
  const reading = memory.turn.then(() => read(deps, memory));
  memory.turn = reading.catch(() => undefined);
  return reading;
}

async function read(deps: Reading, memory: Memory): Promise<People | undefined> {
  const keys = snapshotKeys(deps.state);
  for (let tried = 0; tried < TRIES; tried += 1) {
    const [live, seen] = await Promise.all([
      deps.state.store.entries(keys.live, LIVE_PAGES),
      deps.state.store.entries(keys.seen, SEEN_PAGES),
    ]);
    const kept = await keptFor(deps, memory, live);
    if (kept === "gone") return undefined;
    const changes = live.flatMap(({ key }) => readChange(key) ?? []);
    const sightings = seen.map(({ key }) => key);
    // A part that is gone was replaced between the listing and now: the next listing shows by what.
    if (kept !== "moved" && (await upToDate(deps, kept, { live, changes, sightings }))) {
      const shardTags = new Map([...kept.shards].map(([key, { tag }]) => [key, tag]));
      return { head: kept.head, rows: kept.rows, made: kept.made, shardTags, changes, sightings };
    }
  }
  throw new Error("The snapshot was written anew over and over while it was read.");
}

async function keptFor(
  { state, identity }: Reading,
  { kept }: Memory,
  live: readonly Entry[],
): Promise<Kept | "gone" | "moved"> {
  const key = snapshotKeys(state).head;
  const entry = live.find((known) => known.key === key);
  const known = kept.get(key);
  if (!entry) {
    kept.delete(key);
    return "gone";
  }
  if (known?.headTag === entry.tag && known.head.audience === identity.audience) return known;
  const stored = await state.store.getTagged(key);
  const head = readHead(stored?.value);
  if (!head || head.audience !== identity.audience) return "gone";
  if (stored?.tag !== entry.tag) return "moved";
  const same = known?.head.generation === head.generation ? known : blank(head);
  const next = { ...same, head, headTag: entry.tag };
  kept.set(key, next);
  return next;
}

function blank(head: Head): Kept {
  return {
    head,
    headTag: "",
    shards: new Map(),
    rows: new Map(),
    changed: new Map(),
    sighted: new Set(),
    made: {},
  };
}

interface Listed {
  live: readonly Entry[];
  changes: readonly ChangeKey[];
  sightings: readonly string[];
}

/** Fetches what is new and folds it in; false when something of it is gone already. */
async function upToDate(deps: Reading, kept: Kept, listed: Listed): Promise<boolean> {
  const prefix = snapshotKeys(deps.state).shards(kept.head.generation);
  const stale = listed.live.filter(({ key, tag }) => key.startsWith(prefix) && kept.shards.get(key)?.tag !== tag);
  const newest = newestOf(listed.changes);
  const unread = newest.filter(({ kind, key }) => kind === "row" && !kept.changed.has(key));
  const [shards, changed] = await Promise.all([
    inParallel(stale, AT_ONCE, ({ key }) => deps.state.store.getTagged(key)),
    inParallel(unread, AT_ONCE, ({ key }) => deps.state.store.get(key)),
  ]);
  if (shards.includes(undefined) || changed.includes(undefined)) return false;
  const answers = await answerAsks(deps, newest);
  const touched = new Set<string>();
  for (const [index, { key }] of stale.entries()) takeShard(kept, key, shards[index], touched);
  for (const [index, { key }] of unread.entries()) kept.changed.set(key, unpack(changed[index]));
  foldChanges(kept, newest, touched);
  for (const row of answers) put(kept, row, touched);
  foldSightings(kept, listed.sightings, stale.length > 0, touched);
  forgetFolded(kept, listed);
  if (stale.length > 0) kept.made.table = undefined;
  else patchTable(kept.made, kept.rows, touched);
  return true;
}

/** The latest change of each account; what is older says nothing any more. */
function newestOf(changes: readonly ChangeKey[]): ChangeKey[] {
  const newest = new Map<string, ChangeKey>();
  for (const change of changes) {
    const known = newest.get(change.id);
    if (!known || change.at > known.at) newest.set(change.id, change);
  }
  return [...newest.values()];
}

function takeShard(kept: Kept, key: string, shard: { value: unknown; tag: string } | undefined, touched: Set<string>) {
  for (const id of kept.shards.get(key)?.ids ?? []) kept.rows.delete(id);
  const rows = unpackAll(shard?.value);
  for (const row of rows) put(kept, row, touched);
  kept.shards.set(key, { tag: shard?.tag ?? "", ids: rows.map(({ id }) => id) });
}

function put(kept: Kept, row: Row, touched: Set<string>): void {
  const known = kept.rows.get(row.id);
  if (known && known.readAt >= row.readAt) return;
  const seen = Math.max(known?.seen ?? 0, row.seen ?? 0) || undefined;
  kept.rows.set(row.id, seen === row.seen ? row : { ...row, seen });
  touched.add(row.id);
}

function foldChanges(kept: Kept, newest: readonly ChangeKey[], touched: Set<string>): void {
  for (const { id, at, kind, key } of newest) {
    const row = kept.changed.get(key);
    if (kind === "row" && row) put(kept, row, touched);
    const known = kept.rows.get(id);
    if (kind !== "gone" || !known || known.readAt > at) continue;
    kept.rows.delete(id);
    touched.add(id);
  }
}

function foldSightings(kept: Kept, keys: readonly string[], all: boolean, touched: Set<string>): void {
  for (const key of keys) {
    if (!all && kept.sighted.has(key)) continue;
    const sighting = readSighting(key);
    const row = sighting && kept.rows.get(sighting.id);
    if (!row || (row.seen ?? 0) >= sighting.at) continue;
    kept.rows.set(row.id, { ...row, seen: sighting.at });
    touched.add(row.id);
  }
}

/** What is no longer listed is in a shard by now. */
function forgetFolded(kept: Kept, { changes, sightings }: Listed): void {
  const listed = new Set(changes.map(({ key }) => key));
  for (const key of kept.changed.keys()) if (!listed.has(key)) kept.changed.delete(key);
  kept.sighted = new Set(sightings);
}
