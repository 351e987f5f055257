import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { collationKey, normaliseAddress, sameAddress } from "./address.ts";

describe("normalising an address", () => {
  it.each([
    ["  Ann@Example.ORG ", "ann@example.org"],
    ["ann@EXAMPLE.com", "ann@example.com"],
    ["ann@bücher.example", "ann@xn--bcher-kva.example"],
    ["ann@xn--bcher-kva.example", "ann@xn--bcher-kva.example"],
    ["Re\u0301ne@x.io", "réne@x.io"],
    ["straße@x.io", "straße@x.io"],
    ["ann+tag@gmail.com", "ann+tag@gmail.com"],
  ])("R31 makes %j comparable", (typed, normal) => {
    expect(normaliseAddress(typed)).toBe(normal);
  });

  it.each([
    "",
    "ann",
    "ann@localhost",
    "Ann <ann@x.io>",
    '"ann"@x.io',
    "ann@x.io (home)",
    "ann@[127.0.0.1]",
    "ann@1.2.3",
    "ann@x.io\nBcc:b@x.io",
    "a\r\nb@x.io",
    "ann@x.io\u0000",
    "ann@@x.io",
    "a b@x.io",
    "ann@x.io.",
    "ann@x..io",
    "ann@exa%mple.com",
    "ann@example。com",
    "ann＠example.com",
    `${"a".repeat(250)}@x.io`,
  ])("S46 refuses %j", (typed) => {
    expect(normaliseAddress(typed)).toBeUndefined();
  });

  it("R32 gives the same again when applied twice, whatever the letters", () => {
    const letters = fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(letters, letters, (local, domain) => {
        const once = normaliseAddress(`${local}@${domain}.io`);
        if (once !== undefined) expect(normaliseAddress(once)).toBe(once);
      }),
      { numRuns: 2000 },
    );
  });

  it("R32 keeps a Turkish İ from being an i", () => {
    expect(sameAddress("İ@x.io", "i@x.io")).toBe(false);
    expect(sameAddress("K@x.io", "k@x.io")).toBe(true);
  });

  it("calls an unusable address nobody's", () => {
    expect(sameAddress("nobody", "nobody")).toBe(false);
  });
});

describe("what Identity's database takes for equal", () => {
  it.each([
    ["A@X.io", "a@x.IO"],
    ["josé@x.io", "jose@x.io"],
    ["straße@x.io", "strasse@x.io"],
    ["ａnn@x.io", "ann@x.io"],
    ["ann@x.io  ", "ann@x.io"],
    ["a\u200bnn@x.io", "ann@x.io"],
    ["œuvre@x.io", "oeuvre@x.io"],
  ])("%j equals %j", (a, b) => {
    expect(collationKey(a)).toBe(collationKey(b));
  });

  it.each([
    ["ı@x.io", "i@x.io"],
    ["æ@x.io", "ae@x.io"],
    ["ø@x.io", "o@x.io"],
    [" ann@x.io", "ann@x.io"],
  ])("%j differs from %j", (a, b) => {
    expect(collationKey(a)).not.toBe(collationKey(b));
  });
});
