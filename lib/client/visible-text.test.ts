import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addressWarning, visibleText } from "./visible-text.ts";

const marks = (text: string) => visibleText(text).flatMap((piece) => ("mark" in piece ? [piece.mark] : []));

describe("visibleText", () => {
  it("leaves ordinary names alone", () => {
    for (const name of ["Jane Doe", "Zoë Papadopoulou", "李小龍", "O’Brien-Smith", "محمد", "👩‍💻 Ada", "❤️", "👍🏽"]) {
      expect(visibleText(name)).toEqual([{ text: name }]);
    }
  });

  it("S45 shows a right-to-left override instead of obeying it", () => {
    expect(visibleText("invoice\u202efdp.exe")).toEqual([
      { text: "invoice" },
      { mark: "U+202E", name: "right-to-left override" },
      { text: "fdp.exe" },
    ]);
  });

  it("S45 shows what would not show at all", () => {
    expect(marks("a\u200bd\u200dm\u2060i\ufeffn")).toEqual(["U+200B", "U+200D", "U+2060", "U+FEFF"]);
    expect(marks("\u0000\u0007\n\u00a0\u3164\u{e0041}\ud800")).toHaveLength(7);
  });

  it("S45 loses no character", () =>
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const shown = visibleText(text).map((piece) =>
          "text" in piece ? piece.text : String.fromCodePoint(Number.parseInt(piece.mark.slice(2), 16)),
        );
        expect(shown.join("")).toBe(text);
      }),
    ));
});

describe("addressWarning", () => {
  it("says nothing about a plain address", () => {
    expect(addressWarning("jane.doe+news@example.org")).toBeUndefined();
  });

  it("S45 names a letter that only looks Latin", () => {
    expect(addressWarning("\u0430dmin@example.org")).toBe("“\u0430” is a Cyrillic letter (U+0430)");
  });

  it("S45 shows what a domain in another script really is", () => {
    expect(addressWarning("info@ex\u0430mple.org")).toContain("the domain is really xn--exmple-4nf.org");
  });

  it("S45 points at punycode", () => {
    expect(addressWarning("info@xn--exmple-4nf.org")).toContain("punycode");
  });
});
