import {
  closeSync,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
} from "node:fs";
import { join } from "node:path";
import { draftOf, putInPlace, writeDraftSlowly } from "../store/whole-file.ts";

/** Bytes by name: files of a directory, or kept in memory. Names are checked by whoever calls. */
export interface Shelf {
  names(): string[];
  /** How many bytes there are, and the first of them. */
  begin(name: string, most: number): { bytes: number; start: Buffer };
  read(name: string): Buffer | undefined;
  /** The whole of it or nothing, while others get a turn. Rejects with what the disk says. */
  write(name: string, bytes: Buffer): Promise<void>;
  /** False: there was none. */
  remove(name: string): boolean;
}

const ENDING = ".snapshot";

export function openShelf(directory: string | undefined): Shelf {
  return directory === undefined ? memoryShelf() : directoryShelf(directory);
}

function memoryShelf(): Shelf {
  const kept = new Map<string, Buffer>();
  return {
    names: () => [...kept.keys()],
    begin(name, most) {
      const bytes = kept.get(name) ?? Buffer.alloc(0);
      return { bytes: bytes.length, start: bytes.subarray(0, most) };
    },
    read: (name) => kept.get(name),
    async write(name, bytes) {
      kept.set(name, bytes);
    },
    remove: (name) => kept.delete(name),
  };
}

function directoryShelf(directory: string): Shelf {
  const pathOf = (name: string) => join(directory, `${name}${ENDING}`);
  return {
    names: () => namesIn(directory),
    begin(name, most) {
      const fd = openSync(pathOf(name), "r");
      try {
        const start = Buffer.alloc(most);
        return { bytes: fstatSync(fd).size, start: start.subarray(0, readSync(fd, start, 0, most, 0)) };
      } finally {
        closeSync(fd);
      }
    },
    read: (name) => unlessMissing(() => readFileSync(pathOf(name))),
    async write(name, bytes) {
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      const draft = draftOf(pathOf(name));
      await writeDraftSlowly(draft, [bytes]);
      putInPlace(draft, pathOf(name));
    },
    remove(name) {
      const isThere = existsSync(pathOf(name));
      rmSync(pathOf(name), { force: true });
      return isThere;
    },
  };
}

function namesIn(directory: string): string[] {
  const entries = unlessMissing(() => readdirSync(directory, { withFileTypes: true })) ?? [];
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith(ENDING));
  return files.map(({ name }) => name.slice(0, -ENDING.length));
}

/** What `work` gives; undefined when the file is not there. */
function unlessMissing<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
