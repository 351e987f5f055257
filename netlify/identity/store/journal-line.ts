import { crc32 } from "node:zlib";
import type { Change } from "./rows.ts";

const CHECKSUM_LENGTH = 8;
/** Changes that are written as JSON in one go: a line of 100,000 people is made piece by piece. */
const CHANGES_AT_ONCE = 1000;

/** One transaction as a line: a checksum, a blank, the changes as a JSON list, a line feed. */
export function lineOf(changes: Change[]): Buffer {
  const body: Buffer[] = [];
  for (let start = 0; start < changes.length; start += CHANGES_AT_ONCE) {
    const text = JSON.stringify(changes.slice(start, start + CHANGES_AT_ONCE)).slice(1, -1);
    body.push(Buffer.from(`${start === 0 ? "[" : ","}${text}`));
  }
  body.push(Buffer.from("]"));
  const sum = body.reduce((before, piece) => crc32(piece, before), 0);
  return Buffer.concat([Buffer.from(`${asText(sum)} `), ...body, Buffer.from("\n")]);
}

/** undefined: it is damaged. `line` comes without its line feed. */
export function changesOf(line: Buffer): Change[] | undefined {
  const body = line.subarray(CHECKSUM_LENGTH + 1);
  if (line.toString("latin1", 0, CHECKSUM_LENGTH + 1) !== `${asText(crc32(body))} `) return undefined;
  return JSON.parse(body.toString("utf8")) as Change[];
}

function asText(sum: number): string {
  return sum.toString(16).padStart(CHECKSUM_LENGTH, "0");
}
