import { trimRight } from "../go/trim.ts";
import { allExpansions, expansionOf } from "./expansions.ts";

// utf8mb4_unicode_ci, as the database GoTrue stores people in compares: what it calls equal has the same key.

const ASCII = /^[\x20-\x7e]*$/;
const WEIGHTLESS = "\u0001";

/** Two strings are equal to the database exactly when their keys are the same; trailing blanks do not count. */
export function equalityKey(text: string): string {
  if (ASCII.test(text)) return trimRight(text.toLowerCase(), " ");
  let key = "";
  for (const character of text) key += expansionOf(character);
  return trimRight(key, " ");
}

let symbols: Map<string, string> | undefined;

/** One character as `LIKE` sees it, which goes character by character: `ß` is no `ss`, and what weighs nothing is one all the same. */
export function weightSymbol(character: string): string {
  if (character.length > 1) return character;
  const expansion = expansionOf(character);
  if (expansion.length === 1) return expansion;
  if (expansion === "") return WEIGHTLESS;
  symbols ??= symbolsOfSeveral();
  return symbols.get(expansion) ?? character;
}

/** What weighs as several equals only its like: the first of them stands for all. */
function symbolsOfSeveral(): Map<string, string> {
  const firsts = new Map<string, string>();
  for (const [character, expansion] of allExpansions()) {
    if (expansion.length > 1 && !firsts.has(expansion)) firsts.set(expansion, character);
  }
  return firsts;
}
