import { isIPv4, isIPv6 } from "node:net";
import { decodeWord } from "./encoded-word.ts";
import { GoError } from "./error.ts";
import { quote, quoteCharacter } from "./quote.ts";

interface Cursor {
  text: string;
  at: number;
}

const VCHAR = /^[!-~\u0080-\uffff]$/;
const SPECIAL = new Set('()<>[]:;@\\,"');
const MISFORMATTED = "mail: misformatted parenthetical comment";

/** The bare address inside `text`, by net/mail's ParseAddress. Throws GoError with its text. */
export function parseAddress(text: string): string {
  const cursor = { text, at: 0 };
  const addresses = readAddress(cursor, true);
  skipComments(cursor);
  if (!atEnd(cursor)) throw new GoError(`mail: expected single address, got ${quote(rest(cursor))}`);
  const [address] = addresses;
  if (address === undefined) throw new GoError("mail: empty group");
  if (addresses.length > 1) throw new GoError("mail: group with multiple addresses");
  return address;
}

function readAddress(cursor: Cursor, groupsAllowed: boolean): string[] {
  skipBlanks(cursor);
  if (atEnd(cursor)) throw new GoError("mail: no address");
  const plain = attempt(cursor, readAddrSpec);
  if (plain !== undefined) {
    skipBlanks(cursor);
    if (peek(cursor) === "(") readDisplayComment(cursor);
    return [plain];
  }
  const name = peek(cursor) === "<" ? "" : readPhrase(cursor);
  skipBlanks(cursor);
  if (groupsAllowed && consume(cursor, ":")) return readGroup(cursor);
  if (!consume(cursor, "<")) throw new GoError(missingAngle(name));
  const spec = readAddrSpec(cursor);
  if (!consume(cursor, ">")) throw new GoError("mail: unclosed angle-addr");
  return [spec];
}

function missingAngle(name: string): string {
  const couldBeLocalPart = [...name].every((character) => character.length > 1 || isAtext(character));
  return couldBeLocalPart ? "mail: missing '@' or angle-addr" : "mail: no angle-addr";
}

function readGroup(cursor: Cursor): string[] {
  const group: string[] = [];
  skipBlanks(cursor);
  if (consume(cursor, ";")) {
    skipComments(cursor);
    return group;
  }
  for (;;) {
    skipBlanks(cursor);
    group.push(...readAddress(cursor, false));
    skipComments(cursor);
    if (consume(cursor, ";")) break;
    if (!consume(cursor, ",")) throw new GoError("mail: expected comma");
  }
  skipComments(cursor);
  return group;
}

function readAddrSpec(cursor: Cursor): string {
  skipBlanks(cursor);
  if (atEnd(cursor)) throw new GoError("mail: no addr-spec");
  const local = peek(cursor) === '"' ? readQuotedLocal(cursor) : readDotAtom(cursor);
  if (!consume(cursor, "@")) throw new GoError("mail: missing @ in addr-spec");
  skipBlanks(cursor);
  if (atEnd(cursor)) throw new GoError("mail: no domain in addr-spec");
  return `${local}@${peek(cursor) === "[" ? readDomainLiteral(cursor) : readDotAtom(cursor)}`;
}

/** An empty or broken quoted local part has one error for both. */
function readQuotedLocal(cursor: Cursor): string {
  const quoted = attempt(cursor, readQuoted);
  if (!quoted) throw new GoError("mail: empty quoted string in addr-spec");
  return quoted;
}

function readDotAtom(cursor: Cursor): string {
  const atom = readAtom(cursor);
  if (atom.startsWith(".")) throw new GoError("mail: leading dot in atom");
  if (atom.includes("..")) throw new GoError("mail: double dot in atom");
  if (atom.endsWith(".")) throw new GoError("mail: trailing dot in atom");
  return atom;
}

function readAtom(cursor: Cursor): string {
  const start = cursor.at;
  while (isAtext(peek(cursor))) cursor.at += 1;
  if (cursor.at === start) throw new GoError("mail: invalid string");
  return cursor.text.slice(start, cursor.at);
}

/** Encoded words count as one word and are not followed by comments until a plain one comes. */
function readPhrase(cursor: Cursor): string {
  const words: string[] = [];
  let decoded = "";
  const flush = () => {
    if (decoded !== "") words.push(decoded);
    decoded = "";
  };
  for (;;) {
    if (words.length > 0) skipComments(cursor);
    skipBlanks(cursor);
    if (atEnd(cursor)) break;
    try {
      const word = readWord(cursor);
      if (word.encoded) {
        decoded += word.text;
        continue;
      }
      flush();
      words.push(word.text);
    } catch (error) {
      if (!(error instanceof GoError)) throw error;
      flush();
      if (words.length === 0) throw new GoError(`mail: missing word in phrase: ${error.message}`);
      break;
    }
  }
  flush();
  return words.join(" ");
}

function readWord(cursor: Cursor): { text: string; encoded: boolean } {
  if (peek(cursor) === '"') return { text: readQuoted(cursor), encoded: false };
  return decodeWord(readAtom(cursor));
}

function readQuoted(cursor: Cursor): string {
  let text = "";
  let escaped = false;
  for (let at = cursor.at + 1; ; at += 1) {
    const character = cursor.text[at];
    if (character === undefined) throw new GoError("mail: unclosed quoted-string");
    if (!escaped && character === '"') {
      cursor.at = at + 1;
      return text;
    }
    if (!escaped && character === "\\") {
      escaped = true;
      continue;
    }
    if (!isVchar(character) && !isBlank(character)) {
      throw new GoError(`mail: bad character in quoted-string: ${quoteCharacter(character)}`);
    }
    escaped = false;
    text += character;
  }
}

function readDomainLiteral(cursor: Cursor): string {
  consume(cursor, "[");
  const start = cursor.at;
  for (; peek(cursor) !== "]"; cursor.at += 1) {
    const character = peek(cursor);
    if (character === undefined) throw new GoError("mail: unclosed domain-literal");
    if (!isVchar(character) || character === "[" || character === "\\") {
      throw new GoError(`mail: bad character in domain-literal: ${quoteCharacter(character)}`);
    }
  }
  const literal = cursor.text.slice(start, cursor.at);
  cursor.at += 1;
  if (!isIPv4(literal) && (!isIPv6(literal) || literal.includes("%"))) {
    throw new GoError(`mail: invalid IP address in domain-literal: ${quote(literal)}`);
  }
  return `[${literal}]`;
}

/** A comment after a bare address is its display name, so its words are decoded too. */
function readDisplayComment(cursor: Cursor): void {
  const start = cursor.at + 1;
  skipComment(cursor);
  const words = cursor.text.slice(start, cursor.at - 1).split(/[ \t]/);
  for (const word of words) decodeWord(word);
}

function skipComments(cursor: Cursor): void {
  skipBlanks(cursor);
  while (peek(cursor) === "(") {
    skipComment(cursor);
    skipBlanks(cursor);
  }
}

function skipComment(cursor: Cursor): void {
  let depth = 0;
  do {
    const character = peek(cursor);
    if (character === undefined) throw new GoError(MISFORMATTED);
    if (character === "(") depth += 1;
    if (character === ")") depth -= 1;
    cursor.at += character === "\\" && cursor.at + 1 < cursor.text.length ? 2 : 1;
  } while (depth > 0);
}

/** Runs a reader; when it fails the position is as before and the error forgotten. */
function attempt(cursor: Cursor, read: (cursor: Cursor) => string): string | undefined {
  const before = cursor.at;
  try {
    return read(cursor);
  } catch (error) {
    if (!(error instanceof GoError)) throw error;
    cursor.at = before;
    return undefined;
  }
}

function skipBlanks(cursor: Cursor): void {
  while (isBlank(peek(cursor))) cursor.at += 1;
}

function consume(cursor: Cursor, character: string): boolean {
  if (peek(cursor) !== character) return false;
  cursor.at += 1;
  return true;
}

const peek = (cursor: Cursor): string | undefined => cursor.text[cursor.at];
const rest = (cursor: Cursor): string => cursor.text.slice(cursor.at);
const atEnd = (cursor: Cursor): boolean => cursor.at >= cursor.text.length;
const isBlank = (character: string | undefined): boolean => character === " " || character === "\t";
const isVchar = (character: string): boolean => VCHAR.test(character);

function isAtext(character: string | undefined): boolean {
  return character !== undefined && isVchar(character) && !SPECIAL.has(character);
}
