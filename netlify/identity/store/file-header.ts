import { createHash } from "node:crypto";
import { crc32 } from "node:zlib";

/** Which of several files a file is, so that two that do not belong together are never read as one. */
export interface Place {
  /** Made at random with the first journal, and the same in every file that goes on from it. */
  lineage: string;
  /** How many journals came before. */
  number: number;
  /** Bytes of that journal which a snapshot holds; of a journal always 0. */
  from: number;
}

export type Kind = "journal" | "snapshot" | "image";

/** What a file begins with: `ours` of this version, an `old` journal without a place, or why it cannot be used. */
export type Header =
  | { is: "ours"; place: Place; bytes: number }
  | { is: "old"; bytes: number }
  | { is: "begun" }
  | { is: "foreign" | "newer" | "damaged" };

const VERSIONS: Record<Kind, number> = { journal: 2, snapshot: 1, image: 1 };
const OLD_JOURNAL = "local-identity journal 1\n";
const MAX_BYTES = 120;

export function headerOf(kind: Kind, { lineage, number, from }: Place): Buffer {
  const text = `local-identity ${kind} ${VERSIONS[kind]} ${lineage} ${number} ${from}`;
  return Buffer.from(`${text} ${checksum(text)}\n`);
}

/** Reads the first line of a file of this kind. */
export function readHeader(bytes: Buffer, kind: Kind): Header {
  const begin = bytes.toString("latin1", 0, MAX_BYTES);
  const end = begin.indexOf("\n") + 1;
  const prefix = `local-identity ${kind} `;
  if (end === 0) return isBegun(bytes, begin, prefix) ? { is: "begun" } : { is: "foreign" };
  if (kind === "journal" && begin.startsWith(OLD_JOURNAL)) return { is: "old", bytes: OLD_JOURNAL.length };
  if (!begin.startsWith(prefix)) return { is: "foreign" };
  if (Number(begin.slice(prefix.length).split(/\s/, 1)[0]) > VERSIONS[kind]) return { is: "newer" };
  const place = placeOf(begin.slice(0, end - 1));
  return place ? { is: "ours", place, bytes: end } : { is: "damaged" };
}

/** A header that a crash cut short; a longer file has more to lose than that. */
function isBegun(bytes: Buffer, begin: string, prefix: string): boolean {
  return bytes.length < MAX_BYTES && (prefix.startsWith(begin) || begin.startsWith(prefix));
}

/** An old journal has no name of its own: its content stands in for one. */
export function lineageOfOld(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex").slice(0, 16);
}

function placeOf(line: string): Place | undefined {
  const match = /^(\S+ \S+ \d+ ([0-9a-f]{16}|-) (\d+) (\d+)) ([0-9a-f]{8})$/.exec(line);
  if (!match) return undefined;
  const [, text = "", lineage = "", number, from, sum] = match;
  return checksum(text) === sum ? { lineage, number: Number(number), from: Number(from) } : undefined;
}

function checksum(text: string): string {
  return crc32(text).toString(16).padStart(8, "0");
}
