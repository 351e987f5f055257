import { GoError, quoteByte } from "./error.ts";

/** Where one member of the outermost object lies, in bytes; `end` is exclusive. */
interface Member {
  key: Span;
  value: Span;
}

export interface Span {
  start: number;
  end: number;
}

export interface Scanned extends Span {
  /** Members of the value when it is an object, in document order, repeated keys included. */
  members: Member[];
}

interface Walk {
  bytes: Buffer;
  /** A whole document must end with the value; in a stream the rest is not looked at. */
  whole: boolean;
  at: number;
  open: ("{" | "[")[];
  members: Member[];
  want: "value" | "key" | "separator" | "nothing";
}

const MAX_DEPTH = 10_000;
const LITERALS: Record<string, string> = { t: "true", f: "false", n: "null" };

/** Checks the first JSON value of a stream (a request body, JWT claims). Throws GoError with Go's text. */
export function scanFirstValue(bytes: Buffer): Scanned {
  const walk = newWalk(bytes, false);
  if (walk.at >= bytes.length) throw new GoError("EOF");
  return scanValue(walk);
}

/** Checks a document that holds one JSON value and nothing else. Throws GoError with Go's text. */
export function scanWholeDocument(bytes: Buffer): Scanned {
  const walk = newWalk(bytes, true);
  const scanned = scanValue(walk);
  skipSpace(walk);
  if (walk.at < bytes.length) refuse(walk, "after top-level value");
  return scanned;
}

function newWalk(bytes: Buffer, whole: boolean): Walk {
  const walk: Walk = { bytes, whole, at: 0, open: [], members: [], want: "value" };
  skipSpace(walk);
  return walk;
}

/** A loop and no recursion: ten thousand levels are legal and would not fit the call stack. */
function scanValue(walk: Walk): Scanned {
  const start = walk.at;
  while (walk.want !== "nothing") {
    if (walk.want === "value") scanOneValue(walk);
    else if (walk.want === "key") scanKey(walk);
    else scanSeparator(walk);
  }
  return { start, end: walk.at, members: walk.members };
}

function scanOneValue(walk: Walk): void {
  const character = current(walk);
  if (character === "{" || character === "[") {
    openContainer(walk, character);
    return;
  }
  if (character === '"') {
    scanString(walk);
  } else if (character !== undefined && character in LITERALS) {
    scanLiteral(walk, LITERALS[character] ?? "");
  } else if (character === "-" || isDigit(character)) {
    scanNumber(walk);
  } else {
    refuse(walk, "looking for beginning of value");
  }
  endValue(walk);
}

function openContainer(walk: Walk, kind: "{" | "["): void {
  if (walk.open.length >= MAX_DEPTH) refuse(walk, "exceeded max depth");
  walk.open.push(kind);
  walk.at += 1;
  skipSpace(walk);
  walk.want = kind === "{" ? "key" : "value";
  if (current(walk) === (kind === "{" ? "}" : "]")) closeContainer(walk);
}

function closeContainer(walk: Walk): void {
  walk.open.pop();
  walk.at += 1;
  endValue(walk);
}

function scanKey(walk: Walk): void {
  if (current(walk) !== '"') refuse(walk, "looking for beginning of object key string");
  const start = walk.at;
  scanString(walk);
  const key = { start, end: walk.at };
  skipSpace(walk);
  if (current(walk) !== ":") refuse(walk, "after object key");
  walk.at += 1;
  skipSpace(walk);
  if (walk.open.length === 1) walk.members.push({ key, value: { start: walk.at, end: walk.at } });
  walk.want = "value";
}

function scanSeparator(walk: Walk): void {
  skipSpace(walk);
  const inObject = walk.open.at(-1) === "{";
  const character = current(walk);
  if (character === (inObject ? "}" : "]")) {
    closeContainer(walk);
    return;
  }
  if (character !== ",") refuse(walk, inObject ? "after object key:value pair" : "after array element");
  walk.at += 1;
  skipSpace(walk);
  walk.want = inObject ? "key" : "value";
}

function endValue(walk: Walk): void {
  const member = walk.members.at(-1);
  if (walk.open.length === 1 && member) member.value.end = walk.at;
  walk.want = walk.open.length === 0 ? "nothing" : "separator";
}

function scanString(walk: Walk): void {
  for (walk.at += 1; ; walk.at += 1) {
    const byte = walk.bytes[walk.at];
    if (byte === undefined || byte < 0x20) refuse(walk, "in string literal");
    if (byte === 0x22) break;
    if (byte === 0x5c) scanEscape(walk);
  }
  walk.at += 1;
}

function scanEscape(walk: Walk): void {
  walk.at += 1;
  const character = current(walk);
  if (character === undefined || !'bfnrt\\/"u'.includes(character)) refuseInside(walk, "in string escape code");
  if (character !== "u") return;
  for (let count = 0; count < 4; count += 1) {
    walk.at += 1;
    if (!/^[0-9a-fA-F]$/.test(current(walk) ?? "")) refuseInside(walk, "in \\u hexadecimal character escape");
  }
}

function scanLiteral(walk: Walk, literal: string): void {
  for (const expected of literal) {
    if (current(walk) !== expected) refuseInside(walk, `in literal ${literal} (expecting '${expected}')`);
    walk.at += 1;
  }
}

function scanNumber(walk: Walk): void {
  if (current(walk) === "-") walk.at += 1;
  if (current(walk) === "0") walk.at += 1;
  else scanDigits(walk, "in numeric literal");
  if (current(walk) === ".") {
    walk.at += 1;
    scanDigits(walk, "after decimal point in numeric literal");
  }
  if (current(walk) !== "e" && current(walk) !== "E") return;
  walk.at += 1;
  if (current(walk) === "+" || current(walk) === "-") walk.at += 1;
  scanDigits(walk, "in exponent of numeric literal");
}

function scanDigits(walk: Walk, context: string): void {
  if (!isDigit(current(walk))) refuseInside(walk, context);
  while (isDigit(current(walk))) walk.at += 1;
}

function skipSpace(walk: Walk): void {
  while ([0x20, 0x09, 0x0a, 0x0d].includes(walk.bytes[walk.at] ?? 0)) walk.at += 1;
}

function current(walk: Walk): string | undefined {
  const byte = walk.bytes[walk.at];
  return byte === undefined ? undefined : String.fromCharCode(byte);
}

function isDigit(character: string | undefined): boolean {
  return character !== undefined && character >= "0" && character <= "9";
}

/** At the end of input a blank would have been legal here, so more was to come. */
function refuse(walk: Walk, context: string): never {
  const byte = walk.bytes[walk.at];
  if (byte !== undefined) throw new GoError(`invalid character ${quoteByte(byte)} ${context}`);
  throw new GoError(walk.whole ? "unexpected end of JSON input" : "unexpected EOF");
}

/** At the end of a whole document Go tries a blank, which is illegal inside these. */
function refuseInside(walk: Walk, context: string): never {
  if (walk.whole && walk.at >= walk.bytes.length) throw new GoError(`invalid character ' ' ${context}`);
  return refuse(walk, context);
}
