import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  readSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { crc32 } from "node:zlib";

/** One change to the store, as it stands in the file: a line of JSON, then the data, then a line feed. */
export type Change =
  | { op: "set"; store: string; key: string; etag: string; metadata?: string; contentType?: string; at: number }
  | { op: "delete"; store: string; key: string };

type Header = Change & { size: number; crc: number };

/** Where the data of a change stand in the file. */
export interface Place {
  offset: number;
  size: number;
  /** What the change takes up altogether. */
  frame: number;
}

export interface BlobFile {
  append(change: Change, data: Buffer): Place;
  read(offset: number, size: number): Buffer;
  /** The data there are not needed any more. */
  forget(offset: number): void;
  close(): void;
}

const READ_AHEAD = 1 << 20;
const LINE_FEED = 10;
const BEGIN = '{"op":"';

function readAt(fd: number, offset: number, size: number): Buffer {
  const buffer = Buffer.alloc(size);
  const got = readSync(fd, buffer, 0, size, offset);
  return got === size ? buffer : buffer.subarray(0, got);
}

function corrupt(path: string, offset: number): Error {
  return new Error(`${path} is damaged at byte ${offset}. It was left as it is; move it away or start with --reset.`);
}

function parseHeader(line: string): Header | undefined {
  try {
    const header: Header = JSON.parse(line);
    const whole = typeof header.store === "string" && typeof header.key === "string" && Number.isInteger(header.crc);
    return whole && Number.isInteger(header.size) && header.size >= 0 ? header : undefined;
  } catch {
    return undefined;
  }
}

/**
 * Reads the file change by change. What a killed process left unfinished at the very end was never confirmed to anybody
 * and is cut off; damage anywhere else is an error, and the file is kept.
 */
export function loadChanges(path: string, fd: number, take: (change: Change, place: Place) => void): number {
  const { size: end } = fstatSync(fd);
  let offset = 0;
  let window: Buffer = Buffer.alloc(0);
  let windowAt = 0;
  const need = (from: number, length: number): Buffer => {
    if (from < windowAt || from + length > windowAt + window.length) {
      window = readAt(fd, from, Math.min(Math.max(length, READ_AHEAD), end - from));
      windowAt = from;
    }
    return window.subarray(from - windowAt, from - windowAt + length);
  };
  const lineAt = (from: number): string | undefined => {
    for (let length = 4096; ; length *= 4) {
      const part = need(from, Math.min(length, end - from));
      const stop = part.indexOf(LINE_FEED);
      if (stop >= 0) return part.toString("utf8", 0, stop);
      if (from + length >= end) return undefined;
    }
  };
  while (offset < end) {
    const line = lineAt(offset);
    if (line === undefined) {
      // Even cut short, what we wrote begins as ours.
      const begun = need(offset, Math.min(BEGIN.length, end - offset)).toString();
      if (!BEGIN.startsWith(begun)) throw corrupt(path, offset);
      break;
    }
    const header = parseHeader(line);
    if (!header) throw corrupt(path, offset);
    const dataAt = offset + Buffer.byteLength(line) + 1;
    const next = dataAt + header.size + 1;
    if (next > end) break;
    if (crc32(need(dataAt, header.size)) !== header.crc) throw corrupt(path, offset);
    take(header, { offset: dataAt, size: header.size, frame: next - offset });
    offset = next;
  }
  return offset;
}

function writeAll(fd: number, data: Buffer, position: number): void {
  let done = 0;
  while (done < data.length) done += writeSync(fd, data, done, data.length - done, position + done);
}

function frame(change: Change, data: Buffer): { head: Buffer; whole: Buffer } {
  const head = Buffer.from(`${JSON.stringify({ ...change, size: data.length, crc: crc32(data) })}\n`);
  return { head, whole: Buffer.concat([head, data, Buffer.from("\n")]) };
}

/** Appends changes at `end`; each is on its way to the disk, whole, before the call returns. */
export function openBlobFile(fd: number, start: number): BlobFile {
  let end = start;
  ftruncateSync(fd, end);
  return {
    append(change, data) {
      const { head, whole } = frame(change, data);
      const dataAt = end + head.length;
      try {
        writeAll(fd, whole, end);
      } catch (error) {
        ftruncateSync(fd, end);
        throw error;
      }
      end += whole.length;
      return { offset: dataAt, size: data.length, frame: whole.length };
    },
    read: (offset, size) => readAt(fd, offset, size),
    forget: () => undefined,
    close: () => closeSync(fd),
  };
}

/** Keeps everything in memory; for tests and `--data`-less runs. */
export function memoryFile(): BlobFile {
  const parts = new Map<number, Buffer>();
  let next = 0;
  return {
    append(_change, data) {
      next += 1;
      parts.set(next, Buffer.from(data));
      return { offset: next, size: data.length, frame: data.length };
    },
    read: (offset) => parts.get(offset) ?? Buffer.alloc(0),
    forget: (offset) => void parts.delete(offset),
    close: () => parts.clear(),
  };
}

/** One entry with its content, as it is written down. */
export interface Written {
  change: Change;
  data: Buffer;
}

/** Writes the living entries into a new file beside the old one and puts it in its place in one step. */
export function compact(path: string, entries: Iterable<Written>): void {
  const draft = `${path}.new`;
  const fd = openSync(draft, "w", 0o600);
  try {
    let end = 0;
    for (const { change, data } of entries) {
      const { whole } = frame(change, data);
      writeAll(fd, whole, end);
      end += whole.length;
    }
    fsyncSync(fd);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  } finally {
    closeSync(fd);
  }
  renameSync(draft, path);
}

/** The entries as bytes, for `readImage`. */
export function imageOf(entries: Iterable<Written>): Buffer {
  return Buffer.concat(Array.from(entries, ({ change, data }) => frame(change, data).whole));
}

/** The entries an image holds. Throws Error unless all of it is ours and whole. */
export function readImage(image: Buffer): Written[] {
  const entries: Written[] = [];
  for (let offset = 0; offset < image.length; ) {
    const stop = image.indexOf(LINE_FEED, offset);
    const header = stop < 0 ? undefined : parseHeader(image.toString("utf8", offset, stop));
    const data = image.subarray(stop + 1, stop + 1 + (header?.size ?? 0));
    if (!header || data.length !== header.size || crc32(data) !== header.crc) {
      throw new Error(`the blobs are damaged at byte ${offset}`);
    }
    const { size, crc, ...change } = header;
    entries.push({ change, data });
    offset = stop + 1 + size + 1;
  }
  return entries;
}
