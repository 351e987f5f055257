import type { BlobStore } from "./blob-store.ts";

const PAGE = 1000;

export interface ListQuery {
  prefix: string;
  /** Fold what lies deeper than one "/" after the prefix into directories. */
  directories: boolean;
  cursor?: string;
}

export interface ListPage {
  blobs: { key: string; etag: string; size: number; last_modified: string }[];
  directories: string[];
  next_cursor?: string;
}

/** One page of at most 1,000 keys and directories, in the order of the keys. */
export function listPage(store: BlobStore, name: string, { prefix, directories, cursor }: ListQuery): ListPage {
  const page: ListPage = { blobs: [], directories: [] };
  const shelf = store.shelf(name);
  if (!shelf) return page;
  let index = shelf.keys.seek(cursor === undefined ? prefix : Buffer.from(cursor, "base64url").toString());
  while (page.blobs.length + page.directories.length < PAGE) {
    const key = shelf.keys.at(index);
    if (!key?.startsWith(prefix)) return page;
    const slash = directories ? key.indexOf("/", prefix.length) : -1;
    if (slash >= 0) {
      const directory = key.slice(0, slash);
      page.directories.push(directory);
      // "0" is what follows "/": the first key behind everything in this directory.
      index = shelf.keys.seek(`${directory}0`);
      continue;
    }
    const entry = shelf.entries.get(key);
    if (entry) {
      const { etag, size, at } = entry;
      page.blobs.push({ key, etag, size, last_modified: new Date(at).toISOString() });
    }
    index += 1;
  }
  const next = shelf.keys.at(index);
  if (next?.startsWith(prefix)) page.next_cursor = Buffer.from(next).toString("base64url");
  return page;
}
