import { GoError } from "./error.ts";
import { type Scanned, type Span, scanFirstValue } from "./json-syntax.ts";
import { goText } from "./utf8.ts";

/** Any JSON value below a metadata key. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
/** The top level of a metadata object; a Map, since a person may choose `__proto__` as a key. */
export type JsonMap = Map<string, Json>;

/** `raw` keeps the value as JSON text, for a type that decodes itself. */
export type Kind = "string" | "bool" | "int64" | "map" | "raw";
export interface Field<K extends Kind = Kind> {
  kind: K;
  /** Path shown in errors, e.g. `SignupParams.email`. */
  path: string;
  /** How such a type decodes itself; its error ends the decoding and is told rather than any before it. */
  check?: (literal: string, field: Field) => void;
}
/** A Go struct as the decoder sees it: its name in errors and its fields by JSON key. */
export interface Shape<F extends Record<string, Field> = Record<string, Field>> {
  goType: string;
  fields: F;
}

interface Values {
  string: string;
  bool: boolean;
  int64: number;
  map: JsonMap | null;
  raw: string;
}
/** What a shape decodes to; a field that was absent or null has Go's zero value. */
export type Decoded<S extends Shape> = { [K in keyof S["fields"]]: Values[S["fields"][K]["kind"]] };

const GO_TYPES: Record<Exclude<Kind, "raw">, string> = {
  string: "string",
  bool: "bool",
  int64: "int64",
  map: "map[string]interface {}",
};
const WANTED: Record<Exclude<Kind, "raw">, string> = {
  string: "string",
  bool: "bool",
  int64: "number",
  map: "object",
};
const INT64_MAX = 2n ** 63n - 1n;
const ZERO_OF_NULL = { map: null, raw: "" } as const;

/** The shape of a struct of package api whose fields are all its own. */
export function struct<F extends Record<string, Kind>>(name: string, kinds: F) {
  const entries = Object.entries(kinds).map(([key, kind]) => [key, { kind, path: `${name}.${key}` }]);
  return { goType: `api.${name}`, fields: Object.fromEntries(entries) as { [K in keyof F]: Field<F[K]> } };
}

/** Decodes the first JSON value of `bytes` as Go's json.Decoder does. Throws GoError with Go's text. */
export function decodeStruct<S extends Shape>(bytes: Buffer, shape: S): Decoded<S> {
  const scanned = scanFirstValue(bytes);
  const values: Record<string, unknown> = zeroValues(shape);
  const kind = kindOf(bytes, scanned);
  if (kind === "null") return values as Decoded<S>;
  if (kind !== "object") throw new GoError(`json: cannot unmarshal ${kind} into Go value of type ${shape.goType}`);
  let firstError: unknown;
  for (const member of scanned.members) {
    const key = fieldKey(shape, String(parse(bytes, member.key)));
    const field = key === undefined ? undefined : shape.fields[key];
    if (key === undefined || !field) continue;
    try {
      values[key] = decodeField(bytes, member.value, { field, before: values[key] });
    } catch (error) {
      firstError ??= error;
    }
    if (field.check && values[key] !== "") field.check(String(values[key]), field);
  }
  if (firstError !== undefined) throw firstError;
  return values as Decoded<S>;
}

/** Decodes a value already checked by the scanner into plain data. */
export function decodeAny(bytes: Buffer, scanned: Scanned): Json {
  return parse(bytes, scanned);
}

/** Kind of the value at `span` in Go's words: object, array, string, number, bool or null. */
export function kindOf(bytes: Buffer, span: Span): string {
  const first = String.fromCharCode(bytes[span.start] ?? 0);
  const kinds: Record<string, string> = { "{": "object", "[": "array", '"': "string", t: "bool", f: "bool", n: "null" };
  return kinds[first] ?? "number";
}

function zeroValues(shape: Shape): Record<string, unknown> {
  const zero: Record<Kind, unknown> = { string: "", bool: false, int64: 0, map: null, raw: "" };
  return Object.fromEntries(Object.entries(shape.fields).map(([key, field]) => [key, zero[field.kind]]));
}

/** Exact spelling first, else without regard to case; Go folds U+017F to s and the Kelvin sign to k. */
function fieldKey(shape: Shape, key: string): string | undefined {
  if (Object.hasOwn(shape.fields, key)) return key;
  const folded = key
    .replace(/[A-Z]/g, (c) => c.toLowerCase())
    .replace(/\u017f/g, "s")
    .replace(/\u212a/g, "k");
  return Object.hasOwn(shape.fields, folded) ? folded : undefined;
}

/** `null` leaves a scalar as it was and empties a map; a repeated object adds to the one before. */
function decodeField(bytes: Buffer, span: Span, { field, before }: { field: Field; before: unknown }): unknown {
  const found = kindOf(bytes, span);
  const { kind } = field;
  if (found === "null") return kind === "map" || kind === "raw" ? ZERO_OF_NULL[kind] : before;
  const text = bytes.toString("latin1", span.start, span.end);
  if (kind === "raw") return text;
  if (found !== WANTED[kind]) throw mismatch(found, field);
  if (kind === "int64") return decodeInt64(text, field);
  const value = parse(bytes, span);
  if (kind !== "map") return value;
  refuseHugeNumber(text, (literal) => mismatch(`number ${literal}`, field, "float64"));
  const map: JsonMap = before instanceof Map ? before : new Map();
  for (const [key, entry] of Object.entries(value as Record<string, Json>)) map.set(key, entry);
  return map;
}

function decodeInt64(literal: string, field: Field): number {
  if (!/^-?\d+$/.test(literal)) throw mismatch(`number ${literal}`, field);
  const value = BigInt(literal);
  if (value > INT64_MAX || value < -INT64_MAX - 1n) throw mismatch(`number ${literal}`, field);
  return Number(value);
}

/** Go's error for a value of the wrong kind. */
export function mismatch(
  found: string,
  field: Field,
  goType = field.kind === "raw" ? "" : GO_TYPES[field.kind],
): GoError {
  return new GoError(`json: cannot unmarshal ${found} into Go struct field ${field.path} of type ${goType}`);
}

const NUMBER = /-?\d[\d.eE+-]*/y;
/** Without one of these no number is too large, and most texts need no closer look. */
const LARGE = /[eE]\+?\d\d|\d{200}/;

/** A number of no type of its own must fit float64. `text` is checked JSON with one character per byte. */
export function refuseHugeNumber(text: string, complaint: (literal: string) => GoError): void {
  if (!LARGE.test(text)) return;
  for (let at = 0; at < text.length; at += 1) {
    if (text[at] === '"') at = endOfString(text, at);
    NUMBER.lastIndex = at;
    const literal = NUMBER.exec(text)?.[0];
    if (literal === undefined) continue;
    if (!Number.isFinite(Number(literal))) throw complaint(literal);
    at += literal.length - 1;
  }
}

function endOfString(text: string, start: number): number {
  let at = start + 1;
  while (text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at;
}

function parse(bytes: Buffer, span: Span): Json {
  return JSON.parse(mendLoneSurrogates(goText(bytes.subarray(span.start, span.end)))) as Json;
}

const ESCAPE = /\\(?:u[dD][89abAB][\da-fA-F]{2}\\u[dD][c-fC-F][\da-fA-F]{2}|u[dD][89a-fA-F][\da-fA-F]{2}|[\s\S])/g;

/** Go reads half of a surrogate pair as U+FFFD. */
function mendLoneSurrogates(text: string): string {
  if (!/\\u[dD][89a-fA-F]/.test(text)) return text;
  return text.replace(ESCAPE, (sequence) => (sequence.length === 6 ? "\\ufffd" : sequence));
}
