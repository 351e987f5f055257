import type { Account } from "#lib/server/account.ts";
import { log } from "#lib/server/log.ts";
import type { State } from "#lib/server/state.ts";
import { readHead } from "./head.ts";
import { inParallel } from "./in-parallel.ts";
import { type ChangeKind, readChange, readSighting, shardOf, snapshotKeys } from "./keys.ts";
import { pack, rowOf, unpackAll } from "./row.ts";

/** What noting needs: the desk's dependencies have it, and so has an event where there is a memory. */
export interface Noting {
  state: Pick<State, "store" | "keys">;
}

/** How many pages of changes are looked through for those of one person. */
const PAGES = 5;
const SCRUBS = 5;
const AT_ONCE = 8;

/** The change has happened: a snapshot that cannot be told is older than it might be, and the next refresh mends it. */
async function quietly(id: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    log("warn", "snapshot_not_told", { account: id }, error);
  }
}

/** Tells the snapshot how an account is now, as it was just read from Identity. Never fails. */
export function noteAccount({ state }: Noting, account: Account): Promise<void> {
  const now = Date.now();
  return quietly(account.id, () =>
    state.store.set(snapshotKeys(state).change(account.id, now, "row"), pack(rowOf(account, now))),
  );
}

/** Tells the snapshot that Identity is to be asked about an account, where an event knows of it before Identity does. Never fails. */
export function noteAsk({ state }: Noting, id: string): Promise<void> {
  return quietly(id, () => mark(state, id, "ask"));
}

/** Records that this account got a session just now. Never fails. */
export function noteSeen({ state }: Noting, id: string): Promise<void> {
  const now = Date.now();
  const keys = snapshotKeys(state);
  return quietly(id, () =>
    Promise.all([state.store.set(keys.sighting(id, now), {}), state.store.set(keys.lastSeen(id), { at: now })]),
  );
}

/** Takes an account out of the snapshot at once, and every trace of the person with it. Never fails. */
export function noteGone(noting: Noting, id: string): Promise<void> {
  return quietly(id, () => eraseFromSnapshot(noting, id));
}

/** As `noteGone`, for who has to know that it was done. @throws AppError `store_unavailable` */
export async function eraseFromSnapshot({ state }: Noting, id: string): Promise<void> {
  await mark(state, id, "gone");
  await Promise.all([
    forgetChanges(state, id),
    forgetSightings(state, id),
    scrubStaging(state, id),
    scrub(state, id),
    state.store.delete(snapshotKeys(state).lastSeen(id)),
  ]);
}

function mark(state: Noting["state"], id: string, kind: Exclude<ChangeKind, "row">): Promise<void> {
  return state.store.set(snapshotKeys(state).change(id, Date.now(), kind), {});
}

async function forgetChanges({ store, keys }: Noting["state"], id: string): Promise<void> {
  const entries = await store.entries(snapshotKeys({ keys }).changes, PAGES);
  const theirs = entries.filter(({ key }) => {
    const change = readChange(key);
    return change?.id === id && change.kind !== "gone";
  });
  await Promise.all(theirs.map(({ key }) => store.delete(key)));
}

async function forgetSightings({ store, keys }: Noting["state"], id: string): Promise<void> {
  const entries = await store.entries(snapshotKeys({ keys }).seen, PAGES);
  const theirs = entries.filter(({ key }) => readSighting(key)?.id === id);
  await Promise.all(theirs.map(({ key }) => store.delete(key)));
}

async function scrub({ store, keys: stateKeys }: Noting["state"], id: string): Promise<void> {
  const keys = snapshotKeys({ keys: stateKeys });
  const head = readHead(await store.get(keys.head));
  if (head) await scrubRows(store, keys.shard(head.generation, shardOf(id)), id);
}

/** A crawl under way, or given up, has them too. */
async function scrubStaging({ store, keys }: Noting["state"], id: string): Promise<void> {
  const chunks = await store.entries(snapshotKeys({ keys }).allStaging, PAGES);
  await inParallel(chunks, AT_ONCE, ({ key }) => scrubRows(store, key, id));
}

async function scrubRows(store: Noting["state"]["store"], key: string, id: string): Promise<void> {
  for (let tried = 0; tried < SCRUBS; tried += 1) {
    const stored = await store.getTagged(key);
    if (!stored) return;
    const rows = unpackAll(stored.value);
    const kept = rows.filter((row) => row.id !== id);
    if (kept.length === rows.length || (await store.replace(key, kept.map(pack), stored.tag))) return;
  }
  throw new Error("Others changed the same part of the snapshot over and over.");
}
