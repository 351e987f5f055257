import { randomBytes } from "node:crypto";
import type { State } from "#lib/server/state.ts";

const LAST_MOMENT = 9_999_999_999_999;
const SHARDS = 32;

/** What a change key says: a row as it became, that somebody is gone, or that Identity is to be asked about them. */
const changeKinds = ["row", "gone", "ask"] as const;
export type ChangeKind = (typeof changeKinds)[number];

/** A stored change without its value: which account, when (ms since 1970). */
export interface ChangeKey {
  key: string;
  id: string;
  at: number;
  kind: ChangeKind;
}

/** Newest first in the order of their bytes, and never used twice: what a reader folded in may be deleted by its key. */
function moment(at: number): string {
  return `${String(LAST_MOMENT - at).padStart(13, "0")}-${randomBytes(4).toString("hex")}`;
}

const MOMENT = /(\d{13})-[0-9a-f]{8}\.([0-9a-f-]{36})(?:\.(\w+))?$/;

/** Where the parts of the snapshot lie. A reader lists `live` and `seen`; everything else hangs on what it finds there. */
export function snapshotKeys({ keys }: Pick<State, "keys">) {
  const live = keys.snapshot("live/");
  const seen = keys.snapshot("seen/");
  return {
    live,
    head: `${live}head`,
    changes: `${live}changes/`,
    change: (id: string, at: number, kind: ChangeKind) => `${live}changes/${moment(at)}.${id}.${kind}`,
    shards: (generation: string) => `${live}shards/${generation}/`,
    shard: (generation: string, index: number) => `${live}shards/${generation}/${String(index).padStart(2, "0")}`,
    seen,
    sighting: (id: string, at: number) => `${seen}${moment(at)}.${id}`,
    /** When this account was seen last, exactly. */
    lastSeen: (id: string) => keys.snapshot(`last-seen/${id}`),
    crawl: keys.snapshot("crawl"),
    staging: (generation: string) => keys.snapshot(`staging/${generation}/`),
    allStaging: keys.snapshot("staging/"),
  };
}

/** A change's key read back, or undefined for any other key. */
export function readChange(key: string): ChangeKey | undefined {
  const [, left, id, kind] = MOMENT.exec(key) ?? [];
  const known = changeKinds.find((name) => name === kind);
  if (left === undefined || id === undefined || !known) return undefined;
  return { key, id, at: LAST_MOMENT - Number(left), kind: known };
}

/** Who was seen, and when (ms since 1970). */
export function readSighting(key: string): { id: string; at: number } | undefined {
  const [, left, id, kind] = MOMENT.exec(key) ?? [];
  if (left === undefined || id === undefined || kind !== undefined) return undefined;
  return { id, at: LAST_MOMENT - Number(left) };
}

export const shardIndexes: readonly number[] = Array.from({ length: SHARDS }, (_, index) => index);

/** The shard an account is in: by its id alone, so that one person is found, changed and erased without reading the rest. */
export function shardOf(id: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < id.length; index += 1) hash = Math.imul(hash ^ id.charCodeAt(index), 0x01000193);
  return (hash >>> 0) % SHARDS;
}
