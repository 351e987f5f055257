import { createHash } from "node:crypto";
import { closeSync, existsSync, mkdirSync, openSync } from "node:fs";
import { dirname } from "node:path";
import {
  type BlobFile,
  type Change,
  compact,
  imageOf,
  loadChanges,
  memoryFile,
  openBlobFile,
  type Place,
  readImage,
  type Written,
} from "./blob-file.ts";
import { type SortedKeys, sortedKeys } from "./sorted-keys.ts";

/** Rewrite the file at start when most of it is history, and worth the time. */
const COMPACT_FROM_BYTES = 8 * 1024 * 1024;

export interface Entry extends Place {
  etag: string;
  /** As the client encoded it: `b64;…`. */
  metadata?: string;
  contentType?: string;
  /** Milliseconds. */
  at: number;
}

interface Shelf {
  entries: Map<string, Entry>;
  keys: SortedKeys;
}

interface Write {
  data: Buffer;
  metadata?: string;
  contentType?: string;
  onlyIfNew?: boolean;
  onlyIfMatch?: string;
}

export interface BlobStore {
  get(store: string, key: string): Entry | undefined;
  data(entry: Entry): Buffer;
  /** The new entity tag, or undefined when a condition did not hold. */
  set(store: string, key: string, write: Write): string | undefined;
  delete(store: string, key: string): void;
  deleteAll(store: string): number;
  shelf(store: string): Shelf | undefined;
  stores(): string[];
  /** Everything kept, as bytes that check themselves. */
  image(): Buffer;
  /** Puts an image in the place of everything. Throws, and changes nothing, when it is damaged or the disk refuses. */
  restore(image: Buffer): void;
  close(): void;
}

/** As in S3: the tag of the content, so that equal content has an equal tag. */
function etagOf(data: Buffer): string {
  return `"${createHash("md5").update(data).digest("hex")}"`;
}

function changeOf(store: string, key: string, { etag, metadata, contentType, at }: Entry): Change {
  return { op: "set", store, key, etag, metadata, contentType, at };
}

type Shelves = Map<string, Shelf>;

function remember(shelves: Shelves, change: Change, place: Place): void {
  if (change.op === "delete") {
    forget(shelves, change.store, change.key);
    return;
  }
  const shelf = shelves.get(change.store) ?? { entries: new Map(), keys: sortedKeys() };
  shelves.set(change.store, shelf);
  if (!shelf.entries.has(change.key)) shelf.keys.add(change.key);
  const { etag, metadata, contentType, at } = change;
  shelf.entries.set(change.key, { etag, metadata, contentType, at, ...place });
}

function forget(shelves: Shelves, store: string, key: string): void {
  const shelf = shelves.get(store);
  if (!shelf?.entries.delete(key)) return;
  shelf.keys.remove(key);
  if (shelf.entries.size === 0) shelves.delete(store);
}

function* living(shelves: Shelves): Generator<{ store: string; key: string; entry: Entry }> {
  for (const [store, { entries }] of shelves) for (const [key, entry] of entries) yield { store, key, entry };
}

function* writtenDown(shelves: Shelves, file: BlobFile): Generator<Written> {
  for (const { store, key, entry } of living(shelves)) {
    yield { change: changeOf(store, key, entry), data: file.read(entry.offset, entry.size) };
  }
}

function openFile(path: string, shelves: Shelves): BlobFile {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const fd = openSync(path, existsSync(path) ? "r+" : "w+", 0o600);
  const end = loadChanges(path, fd, (change, place) => remember(shelves, change, place));
  const file = openBlobFile(fd, end);
  const used = [...living(shelves)].reduce((sum, { entry }) => sum + entry.frame, 0);
  if (end < COMPACT_FROM_BYTES || used > end / 2) return file;
  compact(path, writtenDown(shelves, file));
  closeSync(fd);
  shelves.clear();
  return openFile(path, shelves);
}

/** Opens the store on its file, or in memory when there is no path. Every operation is done when the call returns. */
export function openBlobStore(path?: string, now: () => number = Date.now): BlobStore {
  const shelves: Shelves = new Map();
  let file = path === undefined ? memoryFile() : openFile(path, shelves);

  function remove(store: string, key: string): void {
    const entry = shelves.get(store)?.entries.get(key);
    if (!entry) return;
    file.append({ op: "delete", store, key }, Buffer.alloc(0));
    forget(shelves, store, key);
    file.forget(entry.offset);
  }

  function restore(entries: Written[]): void {
    if (path !== undefined) compact(path, entries);
    file.close();
    shelves.clear();
    file = path === undefined ? memoryFile() : openFile(path, shelves);
    // What lies on the disk was read again just now.
    if (path === undefined)
      for (const { change, data } of entries) remember(shelves, change, file.append(change, data));
  }

  return {
    get: (store, key) => shelves.get(store)?.entries.get(key),
    data: (entry) => file.read(entry.offset, entry.size),
    set(store, key, { data, metadata, contentType, onlyIfNew, onlyIfMatch }) {
      const old = shelves.get(store)?.entries.get(key);
      if (onlyIfNew && old) return undefined;
      if (onlyIfMatch !== undefined && old?.etag !== onlyIfMatch) return undefined;
      const change: Change = { op: "set", store, key, etag: etagOf(data), metadata, contentType, at: now() };
      remember(shelves, change, file.append(change, data));
      if (old) file.forget(old.offset);
      return change.etag;
    },
    delete: remove,
    deleteAll(store) {
      const keys = [...(shelves.get(store)?.entries.keys() ?? [])];
      for (const key of keys) remove(store, key);
      return keys.length;
    },
    shelf: (store) => shelves.get(store),
    stores: () => [...shelves.keys()].sort(),
    image: () => imageOf(writtenDown(shelves, file)),
    restore: (image) => restore(readImage(image)),
    close: () => file.close(),
  };
}
