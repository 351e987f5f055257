import type { Json, JsonMap } from "./json-decode.ts";

/** Text that is JSON already and goes out as it is. */
interface Raw {
  raw: string;
}
type Encodable = null | boolean | number | string | JsonMap | Raw | undefined;

const ESCAPES: Record<string, string> = {
  "<": "\\u003c",
  ">": "\\u003e",
  "&": "\\u0026",
  "\u2028": "\\u2028",
  "\u2029": "\\u2029",
};

/** A struct: keys in the given order, `undefined` left out (omitempty). */
export function encodeStruct(fields: Record<string, Encodable>): string {
  const members: string[] = [];
  for (const [key, value] of Object.entries(fields)) {
    if (value !== undefined) members.push(`${encodeString(key)}:${isRaw(value) ? value.raw : encodeJson(value)}`);
  }
  return `{${members.join(",")}}`;
}

/** JSON as Go's encoder writes it: map keys sorted by UTF-8 bytes at every depth, HTML characters escaped. */
export function encodeJson(value: Json | JsonMap): string {
  if (value === null) return "null";
  if (typeof value === "string") return encodeString(value);
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (typeof value === "boolean") return String(value);
  if (Array.isArray(value)) return `[${value.map(encodeJson).join(",")}]`;
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  const members = entries.sort(byKeyBytes).map(([key, entry]) => `${encodeString(key)}:${encodeJson(entry)}`);
  return `{${members.join(",")}}`;
}

/** Levels of objects and arrays, the value itself included; a loop, for the depth is the caller's choice. */
export function depthOf(value: Json | JsonMap): number {
  let level: (Json | JsonMap)[] = [value];
  for (let depth = 0; ; depth += 1) {
    const containers = level.filter((entry) => typeof entry === "object" && entry !== null);
    if (containers.length === 0) return depth;
    level = containers.flatMap(childrenOf);
  }
}

function childrenOf(value: Json | JsonMap): Json[] {
  if (value instanceof Map) return [...value.values()];
  return Object.values(value as Record<string, Json>);
}

function isRaw(value: Encodable): value is Raw {
  return typeof value === "object" && value !== null && !(value instanceof Map);
}

function encodeString(text: string): string {
  return JSON.stringify(text).replace(/[<>&\u2028\u2029]/g, (character) => ESCAPES[character] ?? character);
}

function byKeyBytes([a]: [string, Json], [b]: [string, Json]): number {
  if (/[\ud800-\uffff]/.test(a) || /[\ud800-\uffff]/.test(b)) return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return a < b ? -1 : 1;
}
