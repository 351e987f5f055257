import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sameJson } from "#lib/contract/metadata.ts";
import { asWish, clashesOf, fieldChanges } from "./field-diff.ts";

describe("what saving would change", () => {
  it("S35 names keys that are added, changed and removed; null is as good as removed", () => {
    const before = { a: 1, b: { c: [1] }, d: "x", e: null };
    const after = { b: { c: [1] }, a: 2, f: true, d: null, e: null };
    expect(fieldChanges(before, after).map(({ key, kind }) => `${key} ${kind}`)).toEqual([
      "a changed",
      "f added",
      "d removed",
    ]);
    expect(asWish(fieldChanges(before, after))).toEqual({
      set: { a: 2, f: true, d: null },
      expected: { a: 1, f: null, d: "x" },
    });
  });

  it("R14 is nothing but the way from one object to the other", () => {
    const object = fc.dictionary(fc.string(), fc.jsonValue());
    fc.assert(
      fc.property(object, object, (before, after) => {
        const { set, expected } = asWish(fieldChanges(before, after));
        const merged = Object.entries({ ...before, ...set }).filter(([, value]) => value !== null);
        const wanted = Object.entries(after).filter(([, value]) => value !== null);
        expect(sameJson(Object.fromEntries(merged), Object.fromEntries(wanted))).toBe(true);
        expect(Object.keys(set)).toEqual(Object.keys(expected));
      }),
    );
  });
});

describe("fields that somebody else changed meanwhile", () => {
  it("R13 clash only where both changed them, and to something else", () => {
    const seen = { a: 1, b: 1, c: 1, d: 1 };
    const wanted = { a: 2, b: 2, c: 2, d: 1 };
    const current = { a: 1, b: 3, c: 2, d: 9 };
    expect(clashesOf({ seen, wanted, current })).toEqual([{ key: "b", seen: 1, now: 3, wanted: 2 }]);
  });
});
