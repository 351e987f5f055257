import { inflateRawSync } from "node:zlib";
import { packedConfusables } from "./confusables.ts";

const INVISIBLE = /\p{Default_Ignorable_Code_Point}/gu;

let table: Map<string, string> | undefined;

/** Unpacked at the first question: most requests never ask. */
function confusables(): Map<string, string> {
  if (table) return table;
  const text = inflateRawSync(Buffer.from(packedConfusables, "base64")).toString("utf8");
  table = new Map(
    text.split("\n").flatMap((line) => {
      const [drawn = "", those = ""] = line.split(" ");
      return [...those].map((character): [string, string] => [character, drawn]);
    }),
  );
  return table;
}

function drawnAs(character: string): string {
  const known = confusables().get(character);
  if (known !== undefined) return known;
  const small = character.toLowerCase();
  return confusables().get(small) ?? small;
}

/** A character as it is compared, with everything that goes into it: `m` is `rn`, a Cyrillic `а` is `a`. */
export function skeletonOfCharacter(character: string): string {
  return [...character.normalize("NFKD").replace(INVISIBLE, "")].map(drawnAs).join("").normalize("NFD");
}

const ascii = new Map<string, string>();

/** What a small ASCII text is drawn like: only `0`, `1`, `m` and `|` are not as they are. */
function asciiSkeleton(text: string): string {
  return text.replace(/[^a-ln-z2-9.@_-]/g, (character) => {
    const known = ascii.get(character) ?? skeletonOfCharacter(character);
    ascii.set(character, known);
    return known;
  });
}

/**
 * The same for texts that look the same: the confusables skeleton of UTS 39, after NFKC, with small letters as the last word.
 * It stands for nothing and is shown to nobody.
 */
export function skeleton(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: what is ASCII takes the short way
  if (/^[\u0000-\u007f]*$/.test(text)) return asciiSkeleton(text);
  return [...text.normalize("NFKD").replace(INVISIBLE, "")].map(drawnAs).join("").normalize("NFD");
}
