import { setImmediate as nextTurn } from "node:timers/promises";
import { headerOf, readHeader } from "./file-header.ts";
import { decodeTables, encodeTables } from "./snapshot-body.ts";
import { FrameError } from "./snapshot-frames.ts";
import type { Tables, TablesView } from "./tables.ts";

/** The bytes are no image of an Identity's data, or damaged. The message says which, without naming a file. */
export class ImageError extends Error {
  override name = "ImageError";
}

const NOWHERE = { lineage: "-", number: 0, from: 0 };

/** Everything in the tables as bytes that check themselves; others get a turn in between. */
export async function encodeImage(view: TablesView): Promise<Buffer> {
  const chunks = [headerOf("image", NOWHERE)];
  for (const chunk of encodeTables(view)) {
    chunks.push(chunk);
    await nextTurn();
  }
  return Buffer.concat(chunks);
}

/** The tables an image holds. Throws ImageError. */
export function decodeImage(image: Buffer): Tables {
  const header = readHeader(image, "image");
  if (header.is === "newer") throw new ImageError("the image was written by a newer version");
  if (header.is !== "ours") throw new ImageError("this is no image of the local Identity");
  try {
    return decodeTables(image, header.bytes);
  } catch (error) {
    if (error instanceof FrameError) throw new ImageError(`the image ${error.message}`);
    throw error;
  }
}
