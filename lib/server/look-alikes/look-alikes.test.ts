import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { looksLike } from "./keys.ts";
import { indexPeople } from "./people-index.ts";
import { reasonFor } from "./reason.ts";
import { skeleton } from "./skeleton.ts";

const ADMIN = "admin@example.org";

describe("the skeleton of a text", () => {
  // The examples of UTS 39, §1 and §4, and of UTR 36, §2.
  it.each([
    ["paypal", "раураӏ"],
    ["paypal", "ρаypɑl"],
    ["scope", "ѕсоре"],
    ["toys-r-us", "toys‐r‐us"],
    ["so̷s", "søs"],
    ["Circle", "СirсӀе"],
    ["google", "gοοgle"],
    ["modern", "modem"],
    ["top", "tοp"],
  ])("S45 is the same for %s and %s", (a, b) => {
    expect(skeleton(b)).toBe(skeleton(a));
  });

  it.each([
    ["anna", "hanna"],
    ["ann", "anne"],
    ["müller", "muller"],
    ["user2", "user3"],
    ["a.b", "ab"],
  ])("is another for %s and %s", (a, b) => {
    expect(skeleton(b)).not.toBe(skeleton(a));
  });

  it("passes over what is drawn as nothing", () => {
    expect(skeleton("ad\u200bm\u00adin\u2060")).toBe(skeleton("admin"));
  });

  it("R32 stays as it is when taken of a skeleton", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 20 }), (text) => {
        expect(skeleton(skeleton(text))).toBe(skeleton(text));
      }),
    );
  });
});

describe("why two addresses look alike", () => {
  it.each([
    [ADMIN, ADMIN, "the same address"],
    [ADMIN, "Admin@Example.ORG", "the same address, spelled with other capitals or another form of its domain"],
    [
      "x@bücher.example",
      "x@xn--bcher-kva.example",
      "the same address, spelled with other capitals or another form of its domain",
    ],
    [ADMIN, "admin+news@example.org", "same mailbox with a plus tag"],
    ["ann+a@example.org", "Ann+b@example.org", "same mailbox with another plus tag"],
    ["ann.lee@gmail.com", "annlee@gmail.com", "Gmail reads it the same with and without dots"],
    ["annlee@gmail.com", "annlee@googlemail.com", "gmail.com and googlemail.com are the same"],
    [ADMIN, "аdmin@example.org", "letters that look the same: “а” (Cyrillic) for “a”"],
    [ADMIN, "adrnin@example.org", "letters that look the same: “rn” for “m”"],
    ["paul@example.org", "PauI@example.org", "letters that look the same: “I” for “l”"],
    ["ann@example.org", "ann@examp1e.org", "letters that look the same: “1” for “l”"],
    ["ann@example.org", "ann@еxample.org", "letters that look the same: “е” (Cyrillic) for “e”"],
    [
      "0scar@example.org",
      "oscar+x@example.org",
      "same mailbox with a plus tag; letters that look the same: “o” for “0”",
    ],
    [ADMIN, "ａｄｍｉｎ@example.org", "the same letters in another form"],
  ])("%s, %s: %s", (asked, found, reason) => {
    expect(looksLike(asked, found)).toBe(true);
    expect(reasonFor(asked, found)).toBe(reason);
  });

  it("names three letters at most", () => {
    expect(reasonFor("paypal@example.org", "раураl@ехample.org")).toMatch(/(“.” \(Cyrillic\) for “.”, ){3}…$/);
  });

  it.each([
    [ADMIN, "admin@example.com"],
    ["ann.lee@example.org", "annlee@example.org"],
    ["+tag@example.org", "+other@example.org"],
    ["ann@mail.example.org", "ann@example.org"],
    ["jo@example.org", "joe@example.org"],
  ])("does not take %s for %s", (a, b) => {
    expect(looksLike(a, b)).toBe(false);
  });
});

/** Letters and what is drawn like them, some of which become the letter only by NFKC. */
const twins: Record<string, string[]> = {
  a: ["а", "ɑ", "ａ", "𝐚", "A"],
  e: ["е", "ｅ", "E"],
  i: ["і", "ⅰ", "ı"],
  l: ["1", "I", "ӏ", "|"],
  m: ["rn", "ｍ"],
  o: ["0", "о", "ο", "օ"],
  p: ["р", "ρ"],
  s: ["ѕ", "ｓ"],
  x: ["х", "×"],
};

const local = fc.string({ unit: fc.constantFrom(..."abeilmnopsxz27"), minLength: 1, maxLength: 16 });
const disguised = local.chain((name) =>
  fc.tuple(
    fc.constant(name),
    fc.tuple(...[...name].map((letter) => fc.constantFrom(letter, ...(twins[letter] ?? [])))),
  ),
);

describe("an index over everyone", () => {
  const others = Array.from({ length: 1000 }, (_, number) => `person${number}@example.net`);

  it("S45 finds every disguise of an address, and the address by every disguise", () => {
    fc.assert(
      fc.property(disguised, fc.constantFrom("", "+news"), ([name, letters], tag) => {
        const [plain, drawn] = [`${name}@example.org`, `${letters.join("")}${tag}@example.org`];
        expect(indexPeople([...others.slice(0, 5), plain]).find(drawn)).toEqual([5]);
        expect(indexPeople([drawn, ...others.slice(0, 5)]).find(plain)).toEqual([0]);
      }),
    );
  });

  it("finds nobody for an address that is clearly another", () => {
    const index = indexPeople(others);
    fc.assert(
      fc.property(local, (name) => {
        expect(index.find(`q${name}@example.org`)).toEqual([]);
      }),
    );
  });

  it("names those who share a mailbox each once, in their order", () => {
    const people = ["ann+a@x.example", "bob@x.example", "ANN@x.example", "Ann+b@x.example"];
    expect(indexPeople(people).find("ann@x.example")).toEqual([0, 2, 3]);
  });

  it("forgets whoever is taken out, and nobody else", () => {
    const people = ["ann+a@x.example", "bob@x.example", "ANN@x.example"];
    const index = indexPeople(people);
    index.remove("ann+a@x.example", 0);
    expect(index.find("ann@x.example")).toEqual([2]);
    index.remove("ANN@x.example", 2);
    expect(index.find("ann@x.example")).toEqual([]);
    expect(index.find("bob@x.example")).toEqual([1]);
  });

  it("holds 100,000 people and answers within 20 ms", () => {
    const people = Array.from({ length: 100_000 }, (_, number) =>
      number % 20 === 0 ? `Jörg.${number}@bücher.example` : `Person.${number}+x@mail${number % 300}.example`,
    );
    const started = performance.now();
    const index = indexPeople(people);
    const built = performance.now();
    expect(index.find("реrѕоn.77777@mаi177.example")).toEqual([77_777]);
    expect(performance.now() - built).toBeLessThan(20);
    // Many times what it takes on a machine that has nothing else to do: what this catches is work that grows with the square.
    expect(built - started).toBeLessThan(10_000);
  });
});
