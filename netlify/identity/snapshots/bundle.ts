import { crc32 } from "node:zlib";
import { messageOf } from "../http/errors.ts";
import { SnapshotError } from "./snapshot-error.ts";

/** Something whose whole state can be taken down as bytes and put back. */
export interface SnapshotPart {
  name: string;
  image(): Buffer | Promise<Buffer>;
  /** Throws when these bytes cannot be restored; changes nothing. */
  check(image: Buffer): void;
  restore(image: Buffer): void | Promise<void>;
}

/** The first line of a snapshot, as JSON; the images follow in this order. */
export interface Head {
  format: string;
  /** ISO. */
  saved_at: string;
  people: number;
  parts: { name: string; size: number; crc: number }[];
}

export const MAX_HEAD_BYTES = 4096;
const FORMAT = "local-identity named snapshot 1";
const LINE_END = 0x0a;
const NOTHING = Buffer.alloc(0);

/** A snapshot as it is kept: its head and the image of each part. */
export function bundleOf(
  parts: readonly SnapshotPart[],
  images: readonly Buffer[],
  facts: Pick<Head, "saved_at" | "people">,
): { head: Head; bytes: Buffer } {
  const described = parts.map(({ name }, index) => {
    const image = images[index] ?? NOTHING;
    return { name, size: image.length, crc: crc32(image) };
  });
  const head: Head = { format: FORMAT, ...facts, parts: described };
  return { head, bytes: Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...images]) };
}

/** The images by part. Throws SnapshotError unless every part is there, whole, and can be restored. */
export function readBundle(name: string, bytes: Buffer, parts: readonly SnapshotPart[]) {
  const head = headOf(bytes);
  if (!head) throw new SnapshotError(`The snapshot ${name} is damaged, or none of this server. ${LEFT}`);
  const images = imagesOf(name, bytes, head);
  const [saved, wanted] = [[...images.keys()].join(" and "), parts.map((part) => part.name).join(" and ")];
  if (saved !== wanted) throw new SnapshotError(`The snapshot ${name} holds ${saved}; this server keeps ${wanted}.`);
  for (const part of parts) {
    try {
      part.check(images.get(part.name) ?? NOTHING);
    } catch (error) {
      throw new SnapshotError(`The snapshot ${name} cannot be used: ${messageOf(error)}. ${LEFT}`);
    }
  }
  return { head, images };
}

/** undefined: these bytes do not begin as a snapshot does. */
export function headOf(bytes: Buffer): Head | undefined {
  const end = bytes.subarray(0, MAX_HEAD_BYTES).indexOf(LINE_END);
  try {
    const head: Partial<Head> = JSON.parse(bytes.toString("utf8", 0, Math.max(end, 0)));
    return head.format === FORMAT && Array.isArray(head.parts) ? (head as Head) : undefined;
  } catch {
    // The caller says what that means.
    return undefined;
  }
}

const LEFT = "It was left alone.";

function imagesOf(name: string, bytes: Buffer, { parts }: Head): Map<string, Buffer> {
  const images = new Map<string, Buffer>();
  let start = bytes.indexOf(LINE_END) + 1;
  for (const { name: part, size, crc } of parts) {
    const image = bytes.subarray(start, start + size);
    if (image.length !== size || crc32(image) !== crc) {
      throw new SnapshotError(`The snapshot ${name} is damaged: ${part} is not as it was saved. ${LEFT}`);
    }
    images.set(part, image);
    start += size;
  }
  return images;
}
