import { expect, it } from "vitest";
import { equalityKey } from "../mysql/collation.ts";
import { parseMediaType } from "./media-type.ts";
import { trim, trimRight } from "./trim.ts";
import { trimSpace } from "./utf8.ts";

it("takes the characters of the set away at the ends, and none between", () => {
  expect(trim(" \ta b\t ", " \t")).toBe("a b");
  expect(trimRight("  a b  ", " ")).toBe("  a b");
  for (const empty of ["", "   "]) expect([trim(empty, " "), trimRight(empty, " ")]).toEqual(["", ""]);
});

it("reads a text of a million blanks at once, wherever they stand", () => {
  const blanks = " ".repeat(1_000_000);
  const begun = performance.now();
  expect(trimSpace(`x${blanks}x`)).toHaveLength(1_000_002);
  expect(equalityKey(`x${blanks}x`)).toHaveLength(1_000_002);
  expect(equalityKey(`é${blanks}x`)).toHaveLength(1_000_002);
  expect(parseMediaType(`text/plain;${blanks}x`)?.parameters).toBeUndefined();
  expect(performance.now() - begun).toBeLessThan(5_000);
});
