import { closeSync, existsSync, ftruncateSync, openSync, readFileSync, readSync } from "node:fs";
import { diskTrouble } from "./disk-trouble.ts";
import { type Header, headerOf, lineageOfOld, type Place, readHeader } from "./file-header.ts";
import { groupSync } from "./group-sync.ts";
import { JournalError } from "./journal-error.ts";
import { changesOf, lineOf } from "./journal-line.ts";
import { type Change, DatabaseError } from "./rows.ts";
import { draftOf, OWNER_ONLY, putInPlace, writeAll, writeDraft } from "./whole-file.ts";

/**
 * An append-only file: a header, then one line per committed transaction, a checksum before each.
 * A line without its end is a write that a crash cut short: nobody was answered yet, so it is dropped.
 */
export interface Journal {
  /** Writes one transaction; after a failure the file is as it was before. Throws DatabaseError. */
  append(changes: Change[]): void;
  /** Resolves when everything appended so far is on the disk. */
  sync(): Promise<void>;
  /** This journal up to its present end: what a snapshot of this moment holds. */
  mark(): Place;
  /** Of the first version; its next line has to be written by `goOnAfter`. */
  isOld(): boolean;
  /** How much a start would have to replay, in bytes. */
  growth(): number;
  /** Goes on in a new journal with only what came after the mark; a snapshot must hold the rest by now. */
  goOnAfter(mark: Place): void;
  close(): void;
}

export interface JournalOptions {
  path: string;
  /** What the snapshot beside it holds; undefined: there is none. */
  snapshot: Place | undefined;
  /** The lineage of a journal that begins here. */
  lineage: string;
  /** Called for each transaction that the snapshot does not hold, in order. */
  replay: (changes: Change[]) => void;
  log: (line: string) => void;
}

const LINE_END = 0x0a;

/** Opens or creates the journal and replays it. Throws JournalError, naming the file, when it is not ours or damaged. */
export function openJournal(options: JournalOptions): Journal {
  const { path, snapshot } = options;
  if (snapshot && !existsSync(path)) throw new JournalError(missing(path, `${path}.snapshot`));
  let fd = openSync(path, "a+", OWNER_ONLY);
  try {
    const found = readJournal(options, fd);
    let { place, length, isOld } = found;
    let held = snapshot?.number === place.number ? snapshot.from : found.start;
    const syncing = groupSync(() => fd);
    return {
      append(changes) {
        length = appendLine(fd, length, lineOf(changes));
      },
      sync: syncing,
      mark: () => ({ ...place, from: length }),
      isOld: () => isOld,
      growth: () => length - held,
      goOnAfter(mark) {
        const next = { ...place, number: place.number + 1 };
        const header = headerOf("journal", next);
        const tail = readAll(fd, mark.from, length - mark.from);
        writeDraft(draftOf(path), [header, tail]);
        putInPlace(draftOf(path), path);
        retire(fd, syncing);
        fd = openSync(path, "a+");
        place = next;
        length = header.length + tail.length;
        held = header.length;
        isOld = false;
      },
      close: () => closeSync(fd),
    };
  } catch (error) {
    closeSync(fd);
    throw error;
  }
}

interface Found {
  place: Place;
  /** Where the lines begin, and where the good ones end. */
  start: number;
  length: number;
  isOld: boolean;
}

/** Replays what the snapshot does not hold and cuts off a torn end. */
function readJournal(options: JournalOptions, fd: number): Found {
  const { path, snapshot, lineage } = options;
  const bytes = readFileSync(path);
  const header = readHeader(bytes, "journal");
  if (header.is === "begun" && !snapshot) {
    const place = { lineage, number: 0, from: 0 };
    ftruncateSync(fd, 0);
    const start = appendLine(fd, 0, headerOf("journal", place));
    return { place, start, length: start, isOld: false };
  }
  if (header.is !== "ours" && header.is !== "old") throw unusable(header, path);
  const length = bytes.lastIndexOf(LINE_END) + 1;
  const whole = bytes.subarray(0, length);
  const place = header.is === "ours" ? header.place : { lineage: lineageOfOld(whole), number: 0, from: 0 };
  const from = startAfter(options, place);
  if (from > length) throw new JournalError(`${path} was cut short: its snapshot knows ${from} bytes of it. ${LEFT}`);
  replayLines(options, whole, from === 0 ? header.bytes : from);
  if (length < bytes.length) {
    options.log(`${path}: dropped ${bytes.length - length} bytes of a write that was cut short`);
    ftruncateSync(fd, length);
  }
  return { place, start: header.bytes, length, isOld: header.is === "old" };
}

const LEFT = "It was left alone: restore a copy, or choose another directory.";

function missing(file: string, other: string): string {
  return `${file} is missing, and ${other} is no use without it. That was left alone: bring the file back, or choose another directory.`;
}

function unusable({ is }: Header, path: string): JournalError {
  if (is === "newer") {
    return new JournalError(
      `${path} was written by a newer version. It was left alone: use that version, or choose another directory.`,
    );
  }
  if (is === "foreign") {
    return new JournalError(
      `${path} is not a journal of the local Identity. It was left alone: choose another directory.`,
    );
  }
  return new JournalError(`${path} is damaged at its beginning. ${LEFT}`);
}

/** How many bytes of the journal the snapshot holds; 0: nothing, header included. Throws when they do not belong together. */
function startAfter({ path, snapshot }: JournalOptions, { lineage, number }: Place): number {
  if (!snapshot && number === 0) return 0;
  if (!snapshot) {
    throw new JournalError(missing(`${path}.snapshot`, path));
  }
  if (snapshot.lineage !== lineage || (snapshot.number !== number && snapshot.number + 1 !== number)) {
    throw new JournalError(
      `${path} and ${path}.snapshot do not belong together. Both were left alone: restore them from the same copy, or choose another directory.`,
    );
  }
  return snapshot.number === number ? snapshot.from : 0;
}

function replayLines({ path, replay }: JournalOptions, bytes: Buffer, from: number): void {
  for (let start = from; start < bytes.length; ) {
    const end = bytes.indexOf(LINE_END, start);
    const changes = changesOf(bytes.subarray(start, end));
    if (!changes) throw new JournalError(`${path} is damaged at byte ${start}. ${LEFT}`);
    replay(changes);
    start = end + 1;
  }
}

/** Writes all of `bytes` at the end, or nothing of it: half a line would damage the next one. */
function appendLine(fd: number, length: number, bytes: Buffer): number {
  try {
    writeAll(fd, bytes);
    return length + bytes.length;
  } catch (error) {
    ftruncateSync(fd, length);
    throw new DatabaseError(`cannot write the journal: ${diskTrouble(error)}`);
  }
}

function readAll(fd: number, from: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  for (let read = 0; read < size; ) {
    const got = readSync(fd, bytes, read, size - read, from + read);
    if (got === 0) throw new DatabaseError("the journal is shorter than it was: something else has changed it");
    read += got;
  }
  return bytes;
}

/** A flush of it may be under way; a number given back now would be another file's soon. */
function retire(fd: number, sync: () => Promise<void>): void {
  const close = () => closeSync(fd);
  sync().then(close, close);
}
