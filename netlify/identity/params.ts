import type { Call } from "./call.ts";
import { type Decoded, decodeStruct, type Shape } from "./go/json-decode.ts";
import { HttpError, messageOf } from "./http/errors.ts";

/** The body as Go decodes it into `shape`; what it cannot read is a 400 of `complaint` and Go's own text. */
export async function readParams<S extends Shape>(call: Call, shape: S, complaint: string): Promise<Decoded<S>> {
  const body = await call.request.body();
  try {
    return decodeStruct(body, shape);
  } catch (error) {
    throw new HttpError(400, `${complaint}: ${messageOf(error)}`);
  }
}
