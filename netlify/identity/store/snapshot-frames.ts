import { crc32 } from "node:zlib";

/**
 * A snapshot's body is a row of frames: a line of JSON `{"part","rows","size","crc"}`, then as many bytes, then a line
 * feed. The last one, `end`, tells how many frames came before it, so that a body that was cut short is known as such.
 */
export interface Frame {
  part: string;
  rows: number;
  payload: Buffer;
}

/** The bytes do not hold what we wrote. `offset` counts from their beginning. */
export class FrameError extends Error {
  override name = "FrameError";
}

const LINE_END = 0x0a;
const MAX_HEAD_BYTES = 200;
const END = "end";

export function frameOf({ part, rows, payload }: Frame): Buffer {
  const head = JSON.stringify({ part, rows, size: payload.length, crc: checksum({ part, rows, payload }) });
  return Buffer.concat([Buffer.from(`${head}\n`), payload, Buffer.from("\n")]);
}

export function endFrame(frames: number): Buffer {
  return frameOf({ part: END, rows: frames, payload: Buffer.alloc(0) });
}

/** All frames of `bytes` from `start` on, each checked; payloads share its memory. Throws FrameError. */
export function readFrames(bytes: Buffer, start: number): Frame[] {
  const frames: Frame[] = [];
  for (let offset = start; offset < bytes.length; ) {
    const { frame, next } = readFrame(bytes, offset);
    if (frame.part === END) {
      if (frame.rows !== frames.length || next !== bytes.length) throw new FrameError(`is damaged at byte ${offset}`);
      return frames;
    }
    frames.push(frame);
    offset = next;
  }
  throw new FrameError(`was cut short at byte ${bytes.length}`);
}

function readFrame(bytes: Buffer, offset: number): { frame: Frame; next: number } {
  const stop = bytes.subarray(offset, offset + MAX_HEAD_BYTES).indexOf(LINE_END);
  const head = stop < 0 ? undefined : headOf(bytes.toString("latin1", offset, offset + stop));
  if (!head) throw new FrameError(`is damaged at byte ${offset}`);
  const from = offset + stop + 1;
  const next = from + head.size + 1;
  if (next > bytes.length) throw new FrameError(`was cut short at byte ${bytes.length}`);
  const payload = bytes.subarray(from, next - 1);
  const frame = { part: head.part, rows: head.rows, payload };
  if (checksum(frame) !== head.crc || bytes[next - 1] !== LINE_END)
    throw new FrameError(`is damaged at byte ${offset}`);
  return { frame, next };
}

function checksum({ part, rows, payload }: Frame): number {
  return crc32(payload, crc32(`${part} ${rows}`));
}

interface Head {
  part: string;
  rows: number;
  size: number;
  crc: number;
}

function headOf(line: string): Head | undefined {
  try {
    const { part, rows, size, crc }: Partial<Head> = JSON.parse(line);
    const isWhole = [rows, size, crc].every((number) => Number.isSafeInteger(number) && Number(number) >= 0);
    return part && isWhole ? { part, rows: rows ?? 0, size: size ?? 0, crc: crc ?? 0 } : undefined;
  } catch {
    // The caller says where the damage is.
    return undefined;
  }
}
