import { readFileSync } from "node:fs";
import { diskTrouble } from "./disk-trouble.ts";
import { headerOf, type Place, readHeader } from "./file-header.ts";
import { JournalError } from "./journal-error.ts";
import { decodeTables } from "./snapshot-body.ts";
import { FrameError } from "./snapshot-frames.ts";
import type { Tables } from "./tables.ts";

/** A file that holds everything as it was at one place of the journal. */
export interface Snapshot {
  place: Place;
  tables: Tables;
  bytes: number;
}

const LEFT = "It was left alone: restore a copy, or choose another directory.";

/** Reads the snapshot; undefined: there is none. Throws JournalError, naming the file, when it cannot be used. */
export function readSnapshot(path: string): Snapshot | undefined {
  const bytes = readIfThere(path);
  if (!bytes) return undefined;
  const header = readHeader(bytes, "snapshot");
  if (header.is === "newer") {
    throw new JournalError(
      `${path} was written by a newer version. It was left alone: use that version, or choose another directory.`,
    );
  }
  if (header.is === "foreign") {
    throw new JournalError(`${path} is not a snapshot of the local Identity. ${LEFT}`);
  }
  if (header.is !== "ours") throw new JournalError(`${path} is damaged at its beginning. ${LEFT}`);
  try {
    return { place: header.place, tables: decodeTables(bytes, header.bytes), bytes: bytes.length };
  } catch (error) {
    if (error instanceof FrameError) throw new JournalError(`${path} ${error.message}. ${LEFT}`);
    throw error;
  }
}

/** The file for encoded tables that hold the journal up to this place. */
export function* snapshotOf(place: Place, body: Iterable<Buffer>): Generator<Buffer> {
  yield headerOf("snapshot", place);
  yield* body;
}

function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw new JournalError(`cannot use ${path}: ${diskTrouble(error)}`);
  }
}
