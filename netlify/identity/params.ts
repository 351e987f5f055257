import type { Call } from "./call.ts";
import { type Decoded, decodeStruct, type Shape } from "./go/json-decode.ts";
import { HttpError, messageOf } from "./http/errors.ts";
import { readBody } from "./request-body.ts";

/** What Go's decoder says at the end of what it was given; a body that broke off has its own words for that. */
const AT_END = new Set(["EOF", "unexpected EOF"]);

/** The body as Go decodes it into `shape`; what it cannot read is a 400 of `complaint` and Go's own text. */
export async function readParams<S extends Shape>(call: Call, shape: S, complaint: string): Promise<Decoded<S>> {
  const { bytes, broken } = await readBody(call);
  try {
    return decodeStruct(bytes, shape);
  } catch (error) {
    const message = messageOf(error);
    throw new HttpError(400, `${complaint}: ${AT_END.has(message) ? (broken ?? message) : message}`);
  }
}
