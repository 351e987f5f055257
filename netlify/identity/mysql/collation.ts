// utf8mb4_unicode_ci, observed on the database GoTrue stores people in: what it calls equal, by folding to one spelling.

const ASCII = /^[\x20-\x7e]*$/;
const BEYOND_BMP = /[\u{10000}-\u{10ffff}]/gu;
const BLANK = /\p{Zs}/gu;
/** Marks, zero-width characters and controls weigh nothing; tab, line ends and the soft hyphen do. */
const WEIGHTLESS = /\p{M}|(?!\u00ad)\p{Cf}|(?![\t-\r\u0085])\p{Cc}/gu;
/** Cyrillic letters with a mark are letters of their own, but for these, which count as their base. */
const CYRILLIC_MARKED = /(?![\u0400\u0401\u040d\u0450\u0451\u045d])[\u0400-\u04ff]/g;
const KATAKANA = /[\u30a1-\u30f6]/g;
const SMALL_KANA: Record<string, string> = {
  ぁ: "あ",
  ぃ: "い",
  ぅ: "う",
  ぇ: "え",
  ぉ: "お",
  っ: "つ",
  ゃ: "や",
  ゅ: "ゆ",
  ょ: "よ",
  ゎ: "わ",
  ゕ: "か",
  ゖ: "け",
};
/** A stand-in for letters that must survive decomposition: private-use characters, back again afterwards. */
const SHIELD = 0xe000;
const DOTLESS_I = "\uf7ff";

/** Two strings are equal to the database exactly when their keys are the same; trailing blanks do not count. */
export function equalityKey(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase().replace(/ +$/, "");
  return fold(text.replace(BEYOND_BMP, "\ufffd")).replace(/ +$/, "");
}

/** Folds text without trimming; `text` holds no character above U+FFFF. */
export function fold(text: string): string {
  const shielded = text
    .replace(/\u0131/g, DOTLESS_I)
    .replace(/[œŒ]/g, "oe")
    .replace(CYRILLIC_MARKED, shieldMarked);
  const bare = shielded.normalize("NFKD").replace(WEIGHTLESS, "");
  const lower = bare.toUpperCase().replace(/[\s\S]/g, (character) => character.toLowerCase());
  return lower
    .replace(KATAKANA, toHiragana)
    .replace(/[ぁ-ゖ]/g, fullSize)
    .replace(BLANK, " ")
    .replace(/[\ue400-\ue4ff]/g, unshield);
}

function shieldMarked(letter: string): string {
  if (letter.normalize("NFD").length === 1) return letter;
  return String.fromCharCode(SHIELD + letter.toLowerCase().charCodeAt(0));
}

function unshield(character: string): string {
  return String.fromCharCode(character.charCodeAt(0) - SHIELD);
}

function toHiragana(character: string): string {
  return String.fromCharCode(character.charCodeAt(0) - 0x60);
}

function fullSize(character: string): string {
  return SMALL_KANA[character] ?? character;
}
