import { weightSymbol } from "./collation.ts";

const ASCII = /^[\x20-\x7e]*$/;

/** A test as MySQL's `LIKE '%filter%'`, where `%`, `_` and `\` in the filter keep their SQL meaning. */
export interface Matcher {
  /** A text that every match contains: the longest piece of the filter without wildcards, perhaps empty. */
  needle: string;
  /** Whatever contains the needle matches. */
  isPlain: boolean;
  test(folded: string): boolean;
}

/** The form of a column that a Matcher reads: one character for each of the original, by its weight. */
export function likeForm(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  let form = "";
  for (const character of text) form += weightSymbol(character);
  return form;
}

/** `filter` as typed; matched without regard to case and accents anywhere in the column. */
export function contains(filter: string): Matcher {
  const pattern = compile(`%${filter}%`);
  const needle = longestLiteral(pattern);
  if (!/[%_\\]/.test(filter)) return { needle, isPlain: true, test: (folded) => folded.includes(needle) };
  return { needle, isPlain: false, test: (folded) => matches(folded, pattern) };
}

type Token = { any: "many" | "one" } | { literal: string };

/** A backslash makes the next character literal; one at the very end stands for itself. Literals in a row are one token. */
function compile(pattern: string): Token[] {
  const tokens: Token[] = [];
  const characters = [...pattern];
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? "";
    if (character === "%") tokens.push({ any: "many" });
    else if (character === "_") tokens.push({ any: "one" });
    else {
      const escaped = character === "\\" && at + 1 < characters.length;
      if (escaped) at += 1;
      const last = tokens.at(-1);
      const literal = likeForm(characters[at] ?? "");
      if (last && "literal" in last) last.literal += literal;
      else tokens.push({ literal });
    }
  }
  return tokens;
}

function longestLiteral(pattern: Token[]): string {
  const pieces = [""];
  for (const token of pattern) {
    if ("any" in token) pieces.push("");
    else pieces.push(`${pieces.pop()}${token.literal}`);
  }
  return pieces.reduce((longest, piece) => (piece.length > longest.length ? piece : longest));
}

/** Greedy with one place to go back to, so the work is bounded by text × pattern whatever the pattern. */
function matches(text: string, pattern: Token[]): boolean {
  let at = 0;
  let token = 0;
  let retryToken = -1;
  let retryAt = 0;
  while (at < text.length) {
    const wanted = pattern[token];
    if (wanted && "any" in wanted && wanted.any === "many") {
      retryToken = token;
      retryAt = at;
      token += 1;
    } else if (wanted && ("any" in wanted || text.startsWith(wanted.literal, at))) {
      at += "any" in wanted ? characterLength(text, at) : wanted.literal.length;
      token += 1;
    } else if (retryToken >= 0) {
      retryAt = nextStart(text, retryAt + characterLength(text, retryAt), pattern[retryToken + 1]);
      if (retryAt < 0) return false;
      at = retryAt;
      token = retryToken + 1;
    } else {
      return false;
    }
  }
  return pattern.slice(token).every((rest) => "any" in rest && rest.any === "many");
}

/** Where what follows a `%` can begin at all; -1: nowhere any more. */
function nextStart(text: string, from: number, wanted: Token | undefined): number {
  return wanted && "literal" in wanted ? text.indexOf(wanted.literal, from) : from;
}

function characterLength(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
