import { fold } from "./collation.ts";

const ASCII = /^[\x20-\x7e]*$/;
const WEIGHTLESS = "\u0001";
/** Characters that weigh as several (`ß`, `ﬁ`) equal only each other: each sequence gets a symbol of its own. */
const symbols = new Map<string, string>();
const weights = new Map<string, string>();
const FIRST_SYMBOL = 0xe800;

/** A test as MySQL's `LIKE '%filter%'`, where `%`, `_` and `\` in the filter keep their SQL meaning. */
export interface Matcher {
  /** A text that every match contains: the longest piece of the filter without wildcards, perhaps empty. */
  needle: string;
  test(folded: string): boolean;
}

/** The form of a column that a Matcher reads: one character for each of the original, by its weight. */
export function likeForm(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  let form = "";
  for (const character of text) form += weightOf(character);
  return form;
}

/** `filter` as typed; matched without regard to case and accents anywhere in the column. */
export function contains(filter: string): Matcher {
  const pattern = compile(`%${filter}%`);
  const needle = longestLiteral(pattern);
  if (!/[%_\\]/.test(filter)) return { needle, test: (folded) => folded.includes(needle) };
  return { needle, test: (folded) => matches(folded, pattern) };
}

type Token = { any: "many" | "one" } | { literal: string };

function weightOf(character: string): string {
  const known = weights.get(character);
  if (known) return known;
  const weight = character.length > 1 ? character : computeWeight(character);
  weights.set(character, weight);
  return weight;
}

function computeWeight(character: string): string {
  const folded = fold(character);
  if (folded.length === 1) return folded;
  if (folded === "") return WEIGHTLESS;
  const known = symbols.get(folded);
  if (known) return known;
  const symbol = String.fromCharCode(FIRST_SYMBOL + symbols.size);
  symbols.set(folded, symbol);
  return symbol;
}

/** A backslash makes the next character literal; one at the very end stands for itself. */
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
      tokens.push({ literal: likeForm(characters[at] ?? "") });
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
      retryAt += characterLength(text, retryAt);
      at = retryAt;
      token = retryToken + 1;
    } else {
      return false;
    }
  }
  return pattern.slice(token).every((rest) => "any" in rest && rest.any === "many");
}

function characterLength(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}
