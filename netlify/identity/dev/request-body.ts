import type { IncomingMessage } from "node:http";
import { BadInput, type Fields } from "./route.ts";

export interface Body {
  text: string;
  isJson: boolean;
  /** Throws BadInput. */
  fields(): Fields;
}

export const emptyBody: Body = { text: "", isJson: false, fields: () => ({}) };

/** Reads a body of at most `limit` bytes. Throws BadInput (413) for a longer one, having read no more of it than that. */
export async function readBody(request: IncomingMessage, limit: number): Promise<Body> {
  const bytes = await readBytes(request, limit);
  const type = (request.headers["content-type"] ?? "").toLowerCase();
  const text = bytes.toString("utf8");
  if (type.startsWith("multipart/form-data")) {
    const parts = await readMultipart(bytes, request.headers["content-type"] ?? "");
    return { text, isJson: false, fields: () => parts ?? refuse("The form cannot be read: its parts do not fit.") };
  }
  // curl calls everything a form that is given with -d; no browser begins one with a brace.
  const isJson = type.includes("json") || text.trimStart().startsWith("{");
  return { text, isJson, fields: () => (isJson ? jsonFields(text) : formFields(text)) };
}

async function readBytes(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length > limit) throw new BadInput(`The body is longer than ${limit} bytes.`, { status: 413 });
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function jsonFields(text: string): Fields {
  const value = parse(text);
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return { ...value };
  return refuse('The body must be a JSON object, like {"name":"value"}.');
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    return refuse(`The body is not JSON: ${error instanceof Error ? error.message : String(error)}.`);
  }
}

/** Of a field that is there twice the last one counts, so that a checkbox can follow its hidden "off". */
function formFields(text: string): Fields {
  return Object.fromEntries(new URLSearchParams(text));
}

async function readMultipart(bytes: Buffer, type: string): Promise<Fields | undefined> {
  const form = await new Response(new Uint8Array(bytes), { headers: { "content-type": type } })
    .formData()
    .catch(() => undefined);
  if (!form) return undefined;
  const parts = [...form].map(async ([name, value]) => [name, typeof value === "string" ? value : await value.text()]);
  return Object.fromEntries(await Promise.all(parts));
}

function refuse(message: string): never {
  throw new BadInput(message);
}
