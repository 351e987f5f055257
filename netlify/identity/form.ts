import type { Call } from "./call.ts";
import { parseQuery } from "./go/url.ts";
import { textOfBytes } from "./go/utf8.ts";

const MAX_FORM_BYTES = 10 * 1024 * 1024;

/** Values of a form by name, as Go's FormValue finds them; empty when absent. */
export type Form = (name: string) => string;

/** A urlencoded body goes before the query, the query before a multipart body; other bodies are not read. */
export async function readForm(call: Call): Promise<Form> {
  const type = call.request.header("Content-Type") ?? "";
  const mediaType = (type.split(";")[0] ?? "").trim().toLowerCase();
  const query = texts(call.request.query);
  const pairs = await pairsFor(mediaType, { call, type, query });
  return (name) => pairs.find(([key]) => key === name)?.[1] ?? "";
}

interface FormSource {
  call: Call;
  type: string;
  query: [string, string][];
}

async function pairsFor(mediaType: string, { call, type, query }: FormSource): Promise<[string, string][]> {
  if (mediaType === "application/x-www-form-urlencoded") {
    const body = await call.request.body();
    return body.length > MAX_FORM_BYTES ? query : [...texts(parseQuery(body.toString("latin1"))), ...query];
  }
  if (mediaType === "multipart/form-data") return [...query, ...(await readMultipart(call, type))];
  return query;
}

/** A broken multipart body counts as none. */
async function readMultipart(call: Call, type: string): Promise<[string, string][]> {
  const body = await call.request.body();
  try {
    const form = await new Response(new Uint8Array(body), { headers: { "Content-Type": type } }).formData();
    const pairs: [string, string][] = [];
    form.forEach((value, name) => {
      if (typeof value === "string") pairs.push([name, value]);
    });
    return pairs;
  } catch {
    return [];
  }
}

function texts(pairs: [string, string][]): [string, string][] {
  return pairs.map(([key, value]) => [textOfBytes(key), textOfBytes(value)]);
}
