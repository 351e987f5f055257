import type { Call } from "./call.ts";
import { parseMediaType } from "./go/media-type.ts";
import { readMultipartForm } from "./go/multipart.ts";
import { parseQuery } from "./go/url.ts";
import { textOfBytes } from "./go/utf8.ts";
import { readBody } from "./request-body.ts";

const MAX_FORM_BYTES = 10 * 1024 * 1024;

/** Values of a form by name, as Go's FormValue finds them; empty when absent. */
export type Form = (name: string) => string;

/** A urlencoded body goes before the query, the query before a multipart body; other bodies are not read. */
export async function readForm(call: Call): Promise<Form> {
  const pairs = (await readPairs(call)).map(([key, value]) => [textOfBytes(key), textOfBytes(value)]);
  return (name) => pairs.find(([key]) => key === name)?.[1] ?? "";
}

/** A body that cannot be read whole counts as none. */
async function readPairs(call: Call): Promise<[string, string][]> {
  const { request } = call;
  const { query } = request;
  const media = parseMediaType(request.header("Content-Type") ?? "");
  if (media?.type === "application/x-www-form-urlencoded") {
    const { bytes, broken } = await readBody(call);
    const isUnread = broken !== undefined || bytes.length > MAX_FORM_BYTES;
    return isUnread ? query : [...parseQuery(bytes.toString("latin1")), ...query];
  }
  const boundary = media?.type === "multipart/form-data" ? media.parameters?.get("boundary") : undefined;
  if (boundary === undefined) return query;
  const { bytes, broken } = await readBody(call);
  const fields = broken === undefined ? readMultipartForm(bytes.toString("latin1"), boundary) : undefined;
  return [...query, ...(fields ?? [])];
}
