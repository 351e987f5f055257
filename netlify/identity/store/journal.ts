import { closeSync, fdatasync, fsyncSync, ftruncateSync, openSync, readFileSync, renameSync, writeSync } from "node:fs";
import { dirname } from "node:path";
import { crc32 } from "node:zlib";
import { JournalError } from "./journal-error.ts";
import { lockJournal } from "./journal-lock.ts";
import { type Change, DatabaseError } from "./rows.ts";

/**
 * An append-only file: a header, then one line per committed transaction, a checksum before each.
 * A line without its end is a write that a crash cut short: nobody was answered yet, so it is dropped.
 */
export interface Journal {
  /** Writes one transaction; after a failure the file is as it was before. Throws DatabaseError. */
  append(changes: Change[]): void;
  /** Resolves when everything appended so far is on the disk. */
  sync(): Promise<void>;
  /** Starts an empty journal in place of this one, atomically. */
  restart(): void;
  close(): void;
}

const HEADER = "local-identity journal 1\n";
const CHECKSUM_LENGTH = 8;
const LINE_END = 0x0a;

export interface JournalOptions {
  path: string;
  /** Called for each transaction found, in order. */
  replay: (changes: Change[]) => void;
  log: (line: string) => void;
}

/** Opens or creates the journal and replays it. Throws JournalError, naming the file, when it is not ours or damaged. */
export function openJournal({ path, replay, log }: JournalOptions): Journal {
  const unlock = lockJournal(path);
  try {
    let fd = openSync(path, "a+");
    let length = replayFile({ path, replay, log }, fd);
    const syncing = groupSync(() => fd);
    return {
      append(changes) {
        length = appendLine(fd, length, lineOf(changes));
      },
      sync: syncing,
      restart() {
        const fresh = createFresh(path);
        closeSync(fd);
        fd = fresh;
        length = HEADER.length;
      },
      close() {
        closeSync(fd);
        unlock();
      },
    };
  } catch (error) {
    unlock();
    if (error instanceof JournalError) throw error;
    throw new JournalError(`cannot use ${path}: ${error instanceof Error ? error.message : error}`);
  }
}

/** Replays what is there and cuts off a torn end; returns the length that is good. */
function replayFile({ path, replay, log }: JournalOptions, fd: number): number {
  const bytes = readFileSync(path);
  if (HEADER.startsWith(bytes.toString("latin1", 0, HEADER.length)) && bytes.length < HEADER.length) {
    ftruncateSync(fd, 0);
    return appendLine(fd, 0, Buffer.from(HEADER));
  }
  if (bytes.toString("latin1", 0, HEADER.length) !== HEADER) {
    throw new JournalError(
      `${path} is not a journal of the local Identity. It was left alone: choose another directory.`,
    );
  }
  let start = HEADER.length;
  for (let end = bytes.indexOf(LINE_END, start); end >= 0; end = bytes.indexOf(LINE_END, start)) {
    replay(changesOf(bytes.subarray(start, end), path, start));
    start = end + 1;
  }
  if (start < bytes.length) {
    log(`${path}: dropped ${bytes.length - start} bytes of a write that was cut short`);
    ftruncateSync(fd, start);
  }
  return start;
}

function changesOf(line: Buffer, path: string, offset: number): Change[] {
  const body = line.subarray(CHECKSUM_LENGTH + 1);
  if (line.toString("latin1", 0, CHECKSUM_LENGTH) !== checksum(body)) {
    throw new JournalError(
      `${path} is damaged at byte ${offset}. It was left alone: restore a copy, or choose another directory.`,
    );
  }
  return JSON.parse(body.toString("utf8")) as Change[];
}

function lineOf(changes: Change[]): Buffer {
  const body = Buffer.from(JSON.stringify(changes));
  return Buffer.concat([Buffer.from(`${checksum(body)} `), body, Buffer.from("\n")]);
}

function checksum(bytes: Buffer): string {
  return crc32(bytes).toString(16).padStart(CHECKSUM_LENGTH, "0");
}

/** Writes all of `bytes` at the end, or nothing of it: half a line would damage the next one. */
function appendLine(fd: number, length: number, bytes: Buffer): number {
  try {
    for (let written = 0; written < bytes.length; ) written += writeSync(fd, bytes, written);
    return length + bytes.length;
  } catch (error) {
    ftruncateSync(fd, length);
    throw new DatabaseError(`cannot write the journal: ${error instanceof Error ? error.message : error}`);
  }
}

function createFresh(path: string): number {
  const draft = `${path}.new`;
  const fd = openSync(draft, "w+");
  appendLine(fd, 0, Buffer.from(HEADER));
  fsyncSync(fd);
  renameSync(draft, path);
  const directory = openSync(dirname(path), "r");
  fsyncSync(directory);
  closeSync(directory);
  closeSync(fd);
  return openSync(path, "a+");
}

/** One fdatasync serves everyone who asked before it began. */
function groupSync(currentFd: () => number): () => Promise<void> {
  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const flush = () =>
    new Promise<void>((resolve, reject) => {
      fdatasync(currentFd(), (error) => (error ? reject(error) : resolve()));
    });
  const start = (): Promise<void> => {
    const flushing = flush().finally(() => {
      if (running === flushing) running = undefined;
    });
    running = flushing;
    return flushing;
  };
  return () => {
    if (!running) return start();
    next ??= running
      .catch(() => undefined)
      .then(() => {
        next = undefined;
        return start();
      });
    return next;
  };
}
