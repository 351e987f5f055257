import { sameAddress } from "#lib/server/address.ts";
import { type Mailbox, mailboxKey, mailboxOf } from "./mailbox.ts";
import { skeleton, skeletonOfCharacter } from "./skeleton.ts";

const MOST_LETTERS = 3;

/** Scripts whose letters are taken for Latin ones; the others go by their code. */
const SCRIPTS = ["Latin", "Cyrillic", "Greek", "Armenian", "Cherokee", "Hebrew", "Arabic", "Han"] as const;

/** Why an account looks like the address in question, in plain words; the two are known to look alike. */
export function reasonFor(asked: string, found: string): string {
  if (asked.trim() === found.trim()) return "the same address";
  if (sameAddress(asked, found)) return "the same address, spelled with other capitals or another form of its domain";
  const [ours, theirs] = [mailboxOf(asked), mailboxOf(found)];
  const reasons = [...spelling(ours, theirs), ...letters(asked, found)];
  return reasons.join("; ") || "the same letters in another form";
}

/** What is different although it makes no difference to the mail. */
function spelling(ours: Mailbox, theirs: Mailbox): string[] {
  return [
    ours.tag !== theirs.tag && `same mailbox with ${ours.tag && theirs.tag ? "another" : "a"} plus tag`,
    ours.gmailDots !== theirs.gmailDots && "Gmail reads it the same with and without dots",
    ours.googlemail !== theirs.googlemail && "gmail.com and googlemail.com are the same",
  ].filter((reason) => reason !== false);
}

/** Which letters are drawn alike: of the small ones if those make the likeness, else of the ones as typed. */
function letters(asked: string, found: string): string[] {
  const [ours, theirs] = [mailboxOf(asked), mailboxOf(found)];
  const small = [mailboxKey(ours), mailboxKey(theirs)] as const;
  if (small[0] === small[1]) return [];
  const alike = skeleton(small[0]) === skeleton(small[1]);
  const pairs = alike ? differences(...small) : differences(typed(ours), typed(theirs));
  const drawn = pairs.filter(({ here, there }) => here.toLowerCase() !== there.toLowerCase());
  const named = [
    ...new Set(drawn.map(({ here, there }) => `“${there}”${scriptOf(there)} for “${here}”${scriptOf(here)}`)),
  ];
  if (named.length === 0) return [];
  return [
    `letters that look the same: ${named.slice(0, MOST_LETTERS).join(", ")}${named.length > MOST_LETTERS ? ", …" : ""}`,
  ];
}

function typed({ local, typedDomain }: Mailbox): string {
  return `${local}@${typedDomain}`;
}

function scriptOf(text: string): string {
  const [first = ""] = [...text].filter((character) => character > "\u007f");
  if (first === "") return "";
  const script = SCRIPTS.find((name) => new RegExp(`\\p{Script=${name}}`, "u").test(first));
  return ` (${script ?? `U+${first.codePointAt(0)?.toString(16).toUpperCase().padStart(4, "0")}`})`;
}

interface Pair {
  here: string;
  there: string;
}

/** Walks along two texts of the same skeleton and cuts them where both have drawn the same: `rn` stands against `m`. */
function differences(a: string, b: string): Pair[] {
  const [left, right] = [[...a], [...b]];
  const pairs: Pair[] = [];
  let pair: Pair = { here: "", there: "" };
  let ahead = "";
  let behind = "";
  while (left.length > 0 || right.length > 0) {
    const fromLeft = right.length === 0 || (left.length > 0 && ahead.length <= behind.length);
    const character = (fromLeft ? left : right).shift() ?? "";
    if (fromLeft) [ahead, pair] = [ahead + skeletonOfCharacter(character), { ...pair, here: pair.here + character }];
    else [behind, pair] = [behind + skeletonOfCharacter(character), { ...pair, there: pair.there + character }];
    if (ahead !== behind) continue;
    if (pair.here !== pair.there) pairs.push(pair);
    pair = { here: "", there: "" };
    [ahead, behind] = ["", ""];
  }
  if (pair.here !== pair.there) pairs.push(pair);
  return pairs;
}
