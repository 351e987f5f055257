// @ts-check
import { readFileSync, writeFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";

/**
 * Packs Unicode's confusables.txt (https://www.unicode.org/Public/security/) for lib/server/look-alikes:
 *
 *   node scripts/confusables.mjs <confusables.txt>
 *
 * Done by hand once for each version of Unicode that is worth it.
 */
const TARGET = "lib/server/look-alikes/confusables.ts";
const ROUNDS = 8;

/** @param {string} hex code points with blanks between */
const textOf = (hex) => hex.split(" ").map((code) => String.fromCodePoint(Number.parseInt(code, 16)));

/** @param {string} source @returns {Map<string, string>} a character and what it is drawn like */
function prototypesIn(source) {
  const lines = source.matchAll(/^([0-9A-F]+)\s*;\s*([0-9A-F ]+?)\s*;\s*MA/gm);
  return new Map([...lines].map(([, from = "", to = ""]) => [textOf(from).join(""), textOf(to).join("")]));
}

/** The end of the road from a character: 0 is drawn like O, whose small letter is o. @param {Map<string, string>} prototypes */
function settledIn(prototypes) {
  /** @param {string} text */
  const step = (text) =>
    [...text.normalize("NFKD")]
      .map((character) => prototypes.get(character) ?? character)
      .join("")
      .toLowerCase()
      .normalize("NFKD");
  return (/** @type {string} */ character) => {
    let text = step(character);
    for (let round = 0; round < ROUNDS; round += 1) {
      const next = step(text);
      if (next === text) return text;
      text = next;
    }
    throw new Error(`${character} never comes to rest.`);
  };
}

/** Only what NFKC leaves as it is, and what a small letter does not tell already. @param {Map<string, string>} prototypes */
function groupsOf(prototypes) {
  const settled = settledIn(prototypes);
  /** @type {Map<string, string>} */
  const groups = new Map();
  for (const character of prototypes.keys()) {
    if (character.normalize("NFKD") !== character || /[\p{C}\p{Z}]/u.test(character)) continue;
    const small = character.toLowerCase();
    const known = small !== character && settled(small) === settled(character);
    if (!known) groups.set(settled(character), `${groups.get(settled(character)) ?? ""}${character}`);
  }
  return groups;
}

const [path] = process.argv.slice(2);
if (!path) throw new Error("Give the path of a confusables.txt.");
const source = readFileSync(path, "utf8");
const version = /^# Version: ([\d.]+)/m.exec(source)?.[1] ?? "unknown";
const text = [...groupsOf(prototypesIn(source))].map(([drawn, those]) => `${drawn} ${those}`).join("\n");
const packed = deflateRawSync(Buffer.from(text), { level: 9 }).toString("base64");
writeFileSync(
  TARGET,
  `/**
 * Confusables.txt of Unicode ${version} (UTS 39), packed by scripts/confusables.mjs: what a group of characters is drawn like, a blank, the
 * characters. Changed against the original: followed to the small letter, without what NFKC tells. Copyright © Unicode, Inc.,
 * used under the Unicode License V3, which is in unicode-license.txt beside this file.
 */
export const packedConfusables =
  "${packed}";
`,
);
process.stdout.write(`${TARGET}: Unicode ${version}, ${packed.length} bytes.\n`);
