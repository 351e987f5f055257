import { isKeptExactly } from "#lib/contract/exact-number.ts";
import { metadataLimits } from "#lib/contract/metadata-rules.ts";

/** What is wrong with a JSON text, where, and what to do. Lines and columns count from 1. */
export interface JsonProblem {
  message: string;
  line: number;
  column: number;
}

export type JsonReading = { value: Record<string, unknown> } | { problem: JsonProblem };

/** Where reading stands. */
interface Reader {
  text: string;
  at: number;
}

class Unreadable extends Error {
  override name = "Unreadable";
  readonly at: number;

  constructor(at: number, message: string) {
    super(message);
    this.at = at;
  }
}

/**
 * Reads one JSON object as a person types it. Stricter than `JSON.parse`: a key that is there twice and a number that would
 * be rounded are problems, since either would change without a word.
 */
export function readJsonObject(text: string): JsonReading {
  const reader: Reader = { text, at: 0 };
  try {
    skipBlanks(reader);
    if (text[reader.at] !== "{") throw new Unreadable(reader.at, "Metadata is one object. Begin with {.");
    const value = readObject(reader, 0);
    skipBlanks(reader);
    if (reader.at < text.length)
      throw new Unreadable(reader.at, "There is more after the end of the object. Take it away.");
    return { value };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { problem: { message: error.message, ...placeOf(text, error.at) } };
  }
}

function placeOf(text: string, at: number): { line: number; column: number } {
  const before = text.slice(0, at).split("\n");
  return { line: before.length, column: (before.at(-1) ?? "").length + 1 };
}

function skipBlanks(reader: Reader): void {
  while (" \t\n\r".includes(reader.text[reader.at] ?? "x")) reader.at += 1;
  if (reader.text.startsWith("//", reader.at) || reader.text.startsWith("/*", reader.at)) {
    throw new Unreadable(reader.at, "JSON has no comments. Take it away.");
  }
}

function readValue(reader: Reader, depth: number): unknown {
  skipBlanks(reader);
  const next = reader.text[reader.at];
  if (depth > metadataLimits.depth)
    throw new Unreadable(reader.at, `This is deeper than ${metadataLimits.depth} levels.`);
  if (next === "{") return readObject(reader, depth);
  if (next === "[") return readList(reader, depth);
  if (next === '"') return readText(reader);
  if (next === undefined) throw new Unreadable(reader.at, "The text ends where a value is to come.");
  if (next === "'") throw new Unreadable(reader.at, 'Put texts in double quotes: "like this".');
  return readWord(reader);
}

function readObject(reader: Reader, depth: number): Record<string, unknown> {
  const begun = reader.at;
  const lines = new Map<string, number>();
  const entries: [string, unknown][] = [];
  reader.at += 1;
  while (!isClosed(reader, { closer: "}", begun, first: entries.length === 0 })) {
    const place = reader.at;
    const key = readKey(reader);
    const earlier = lines.get(key);
    if (earlier !== undefined) {
      throw new Unreadable(place, `The key ${JSON.stringify(key)} is there twice, first in line ${earlier}. Keep one.`);
    }
    lines.set(key, placeOf(reader.text, place).line);
    entries.push([key, readValue(reader, depth + 1)]);
  }
  return Object.fromEntries(entries);
}

function readList(reader: Reader, depth: number): unknown[] {
  const begun = reader.at;
  const values: unknown[] = [];
  reader.at += 1;
  while (!isClosed(reader, { closer: "]", begun, first: values.length === 0 }))
    values.push(readValue(reader, depth + 1));
  return values;
}

interface Enclosure {
  closer: "}" | "]";
  /** Where it opens. */
  begun: number;
  /** Nothing has been read in it yet. */
  first: boolean;
}

/** Goes over the comma before the next entry, or over the end. */
function isClosed(reader: Reader, { closer, begun, first }: Enclosure): boolean {
  skipBlanks(reader);
  const next = reader.text[reader.at];
  if (next === closer) {
    reader.at += 1;
    return true;
  }
  if (next === undefined) {
    const { line } = placeOf(reader.text, begun);
    throw new Unreadable(reader.at, `The ${reader.text[begun]} of line ${line} is not closed. Add a ${closer}.`);
  }
  if (first) return false;
  if (next !== ",") throw new Unreadable(reader.at, `A comma or ${closer} is missing before this.`);
  const comma = reader.at;
  reader.at += 1;
  skipBlanks(reader);
  if (reader.text[reader.at] === closer)
    throw new Unreadable(comma, `Take away this comma: nothing follows before ${closer}.`);
  return false;
}

function readKey(reader: Reader): string {
  if (reader.text[reader.at] !== '"')
    throw new Unreadable(reader.at, 'A key in double quotes is to come here: "name".');
  const place = reader.at;
  const key = readText(reader);
  if (key === "__proto__")
    throw new Unreadable(place, 'Programs take a key "__proto__" for something else. Choose another name.');
  skipBlanks(reader);
  if (reader.text[reader.at] !== ":")
    throw new Unreadable(reader.at, `A colon is missing after the key ${JSON.stringify(key)}.`);
  reader.at += 1;
  return key;
}

const TEXT = /"(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*"/uy;
const TEXT_BEGUN = /"(?:[^"\\\p{Cc}]|[\x7f-\x9f]|\\(?:["\\/bfnrt]|u[\da-fA-F]{4}))*/uy;

function readText(reader: Reader): string {
  TEXT.lastIndex = reader.at;
  const [literal] = TEXT.exec(reader.text) ?? [];
  if (literal === undefined) throw brokenText(reader);
  const text: unknown = JSON.parse(literal);
  if (/\p{Cs}/u.test(String(text)))
    throw new Unreadable(reader.at, "This text holds half a character, which is not kept.");
  reader.at += literal.length;
  return String(text);
}

function brokenText({ text, at }: Reader): Unreadable {
  TEXT_BEGUN.lastIndex = at;
  const end = at + (TEXT_BEGUN.exec(text)?.[0].length ?? 0);
  if (text[end] === "\\") return new Unreadable(end, 'Write a backslash in a text as \\\\, a quote as \\".');
  if (text[end] === "\t") return new Unreadable(end, "Write a tab inside a text as \\t.");
  return new Unreadable(at, "This text is not closed. End it with a double quote; write a new line inside it as \\n.");
}

const words = new Map<string, unknown>([
  ["true", true],
  ["false", false],
  ["null", null],
]);
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const WORD = /[^\s,:[\]{}"']+/uy;

function readWord(reader: Reader): unknown {
  WORD.lastIndex = reader.at;
  const word = WORD.exec(reader.text)?.[0] ?? "";
  if (word === "") throw new Unreadable(reader.at, `A value is to come here, not ${reader.text[reader.at]}.`);
  const place = reader.at;
  reader.at += word.length;
  if (words.has(word)) return words.get(word);
  if (!NUMBER.test(word)) throw new Unreadable(place, `Put ${word.slice(0, 40)} in double quotes if it is a text.`);
  if (isKeptExactly(word)) return Number(word);
  const kept = JSON.stringify(Number(word));
  throw new Unreadable(
    place,
    `Identity would keep this number as ${kept}. Put it in double quotes to keep all digits.`,
  );
}
