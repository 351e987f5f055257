/** A stretch of text as it is, or one character that would not show, with its name. */
export type Piece = { text: string } | { mark: string; name: string };

// Control, format and private characters, odd blanks, and letters that are drawn as nothing.
const hidden = /[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]|(?! )\p{Zs}/u;
// Joiners and colour selectors inside an emoji belong to it.
const emoji = /\p{Extended_Pictographic}(?:[\ufe0f\u{1f3fb}-\u{1f3ff}]|\u200d\p{Extended_Pictographic})*/u;
const pieces = new RegExp(`(?<emoji>${emoji.source})|(?<hidden>${hidden.source})`, "gu");

const names = new Map([
  ["\t", "tab"],
  ["\n", "line break"],
  ["\r", "line break"],
  ["\u00a0", "no-break space"],
  ["\u00ad", "soft hyphen"],
  ["\u200b", "zero-width space"],
  ["\u200c", "zero-width non-joiner"],
  ["\u200d", "zero-width joiner"],
  ["\u200e", "left-to-right mark"],
  ["\u200f", "right-to-left mark"],
  ["\u202a", "left-to-right embedding"],
  ["\u202b", "right-to-left embedding"],
  ["\u202c", "end of direction override"],
  ["\u202d", "left-to-right override"],
  ["\u202e", "right-to-left override"],
  ["\u2060", "word joiner"],
  ["\u2066", "left-to-right isolate"],
  ["\u2067", "right-to-left isolate"],
  ["\u2069", "end of isolate"],
  ["\ufeff", "byte order mark"],
]);

/** Cuts a text of somebody else's into what can be shown and what would hide, so that nothing hides. */
export function visibleText(text: string): Piece[] {
  const result: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(pieces)) {
    const character = match.groups?.hidden;
    if (character === undefined) continue;
    if (match.index > from) result.push({ text: text.slice(from, match.index) });
    result.push({ mark: codePoint(character), name: names.get(character) ?? "invisible character" });
    from = match.index + character.length;
  }
  if (from < text.length) result.push({ text: text.slice(from) });
  return result;
}

function codePoint(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

const scripts = [
  "Cyrillic",
  "Greek",
  "Armenian",
  "Hebrew",
  "Arabic",
  "Cherokee",
  "Han",
  "Hiragana",
  "Katakana",
] as const;

/**
 * What to look at twice in an e-mail address: letters that only look Latin, and domains that are written in another
 * script or hide one (punycode). Undefined for a plain address.
 */
export function addressWarning(email: string): string | undefined {
  const domain = email.slice(email.lastIndexOf("@") + 1);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: everything outside ASCII is the point
  const foreign = [...new Set(email.match(/[^\u0000-\u007f]/gu) ?? [])].filter((letter) => !hidden.test(letter));
  const [first] = foreign;
  if (first !== undefined) {
    const script = scripts.find((name) => new RegExp(`\\p{Script=${name}}`, "u").test(first));
    const letter = `“${first}” is ${script ? `a ${script} letter` : "not a letter from a to z"} (${codePoint(first)})`;
    // biome-ignore lint/suspicious/noControlCharactersInRegex: as above
    return /[^\u0000-\u007f]/.test(domain) ? `${letter}; the domain is really ${asciiDomain(domain)}` : letter;
  }
  if (/(^|\.)xn--/i.test(domain)) return "The domain is written in another script; this is its ASCII form (punycode)";
  return undefined;
}

function asciiDomain(domain: string): string {
  try {
    return new URL(`http://${domain}`).hostname;
  } catch {
    return "not a valid domain";
  }
}
