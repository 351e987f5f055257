import type { Entry } from "#lib/server/store.ts";
import type { Head } from "./head.ts";
import { inParallel } from "./in-parallel.ts";
import { readChange, readSighting, shardIndexes, shardOf, snapshotKeys } from "./keys.ts";
import { type People, readPeople } from "./people.ts";
import type { Reading } from "./reading.ts";
import { pack, type Row } from "./row.ts";

const AT_ONCE = 8;
const TRIES = 4;
/** Folding twice changes nothing, so what is left is deleted by the next refresh. */
const DELETED_AT_ONCE = 500;

/** Rows by the shard they belong into. */
export function inShards(rows: Iterable<Row>): Row[][] {
  const shards: Row[][] = shardIndexes.map(() => []);
  for (const row of rows) shards[shardOf(row.id)]?.push(row);
  return shards;
}

/** What a refresh found out: how people are now, or that they are gone. */
export interface Found {
  rows: ReadonlyMap<string, Row>;
  touched: ReadonlySet<string>;
}

/** Puts into the shards what lies beside them, and what a refresh found; then deletes what lay beside. Needs the crawl's lease. */
export async function foldIn(deps: Reading, found?: Found): Promise<void> {
  for (let tried = 0; tried < TRIES; tried += 1) {
    const people = await readPeople(deps);
    if (!people) return;
    if (!(await writeShards(deps, people, found))) continue;
    const done = [...people.changes.map(({ key }) => key), ...people.sightings].slice(0, DELETED_AT_ONCE);
    await inParallel(done, AT_ONCE, (key) => deps.state.store.delete(key));
    return;
  }
  throw new Error("Others changed the snapshot over and over while it was folded.");
}

/** False when somebody was quicker with one of them. */
async function writeShards({ state }: Reading, people: People, found: Found | undefined): Promise<boolean> {
  const { changes, sightings, shardTags, head } = people;
  // An account that could not be asked about stays an open question.
  const ids = [
    ...changes.filter(({ kind }) => kind !== "ask").map(({ id }) => id),
    ...sightings.flatMap((key) => readSighting(key)?.id ?? []),
    ...(found?.touched ?? []),
  ];
  const dirty = [...new Set(ids.map(shardOf))];
  const shards = inShards(withFound(people, found).values());
  const keys = snapshotKeys(state);
  const written = await inParallel(dirty, AT_ONCE, async (index) => {
    const key = keys.shard(head.generation, index);
    return state.store.replace(key, shards[index]?.map(pack) ?? [], shardTags.get(key));
  });
  return !written.includes(false);
}

function withFound({ rows, changes }: People, found: Found | undefined): ReadonlyMap<string, Row> {
  if (!found || found.touched.size === 0) return rows;
  const merged = new Map(rows);
  for (const id of found.touched) {
    const [row, known] = [found.rows.get(id), rows.get(id)];
    const gone = changes.some((change) => change.id === id && change.kind === "gone");
    if (!row) merged.delete(id);
    else if (!gone && (!known || known.readAt <= row.readAt)) merged.set(id, { ...row, seen: known?.seen ?? row.seen });
  }
  return merged;
}

/** Stores everybody as a new generation, which readers see all at once. Needs the crawl's lease. */
export async function publish({ state }: Reading, rows: ReadonlyMap<string, Row>, head: Head): Promise<void> {
  const keys = snapshotKeys(state);
  const shards = inShards(rows.values());
  await inParallel(shardIndexes, AT_ONCE, (index) =>
    state.store.set(keys.shard(head.generation, index), shards[index]?.map(pack) ?? []),
  );
  await state.store.set(keys.head, head);
  const live = await state.store.entries(keys.live, 10);
  const current = keys.shards(head.generation);
  await removeAll(
    state,
    live.filter(({ key }) => isShard(key, keys.live) && !key.startsWith(current)),
  );
}

function isShard(key: string, live: string): boolean {
  return key.startsWith(`${live}shards/`) && readChange(key) === undefined;
}

export async function removeAll(state: Reading["state"], entries: readonly Pick<Entry, "key">[]): Promise<void> {
  await inParallel(entries, AT_ONCE, ({ key }) => state.store.delete(key));
}
