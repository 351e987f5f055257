// Go's %q, as strconv prints it inside error texts.
const SHORT: Record<number, string> = { 7: "\\a", 8: "\\b", 9: "\\t", 10: "\\n", 11: "\\v", 12: "\\f", 13: "\\r" };
const PRINTABLE = /^[\p{L}\p{M}\p{N}\p{P}\p{S} ]$/u;

/** A string in double quotes, as `%q` prints it. */
export function quote(text: string): string {
  return `"${[...text].map((character) => escaped(character, '"')).join("")}"`;
}

/** Bytes in double quotes; each byte that is not UTF-8 shows as `\xff`. */
export function quoteBytes(bytes: Buffer): string {
  let out = "";
  for (const part of splitUtf8(bytes)) {
    out += typeof part === "number" ? `\\x${hex(part, 2)}` : [...part].map((c) => escaped(c, '"')).join("");
  }
  return `"${out}"`;
}

/** One character in single quotes. */
export function quoteCharacter(character: string): string {
  return `'${escaped(character, "'")}'`;
}

/** Runs of valid UTF-8 as strings and single bad bytes as numbers, in order. */
export function* splitUtf8(bytes: Buffer): Generator<string | number> {
  let start = 0;
  let at = 0;
  while (at < bytes.length) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      continue;
    }
    if (at > start) yield bytes.toString("utf8", start, at);
    yield bytes[at] ?? 0;
    at += 1;
    start = at;
  }
  if (at > start) yield bytes.toString("utf8", start, at);
}

function escaped(character: string, quoteMark: string): string {
  if (character === quoteMark || character === "\\") return `\\${character}`;
  if (PRINTABLE.test(character)) return isForeignSpace(character) ? unicodeEscape(character) : character;
  const code = character.codePointAt(0) ?? 0;
  const short = SHORT[code];
  if (short) return short;
  if (code < 0x20 || code === 0x7f) return `\\x${hex(code, 2)}`;
  return unicodeEscape(character);
}

function isForeignSpace(character: string): boolean {
  return character !== " " && /^\p{Z}$/u.test(character);
}

function unicodeEscape(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return code > 0xffff ? `\\U${hex(code, 8)}` : `\\u${hex(code, 4)}`;
}

function hex(value: number, digits: number): string {
  return value.toString(16).padStart(digits, "0");
}

/** Length of the well-formed sequence at `at`, 0 when there is none. */
function sequenceLength(bytes: Buffer, at: number): number {
  const first = bytes[at] ?? 0;
  if (first < 0x80) return 1;
  if (first < 0xc2 || first > 0xf4) return 0;
  const length = first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4;
  if (at + length > bytes.length) return 0;
  const second = bytes[at + 1] ?? 0;
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (second < low || second > high) return 0;
  for (let index = at + 2; index < at + length; index += 1) {
    if (((bytes[index] ?? 0) & 0xc0) !== 0x80) return 0;
  }
  return length;
}
