import fc from "fast-check";
import Papa from "papaparse";
import { describe, expect, it } from "vitest";
import { csvLine, fromSafeCell, safeCell, writerFor } from "./format.ts";

const readBack = (text: string) =>
  Papa.parse<string[]>(text, { newline: "\r\n", delimiter: "," }).data.map((row) => row.map(fromSafeCell));

describe("CSV", () => {
  it.each(["=HYPERLINK(1)", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", " =1", "\u0000=1", "\n+1", "'=1"])(
    "S49 begins %j with an apostrophe, and gives it back as it was",
    (text) => {
      expect(safeCell(text)).toBe(`'${text}`);
      expect(readBack(csvLine([text, "next"]))[0]).toEqual([text, "next"]);
    },
  );

  it("leaves other texts as they are", () => {
    for (const text of ["zoe@example.gr", "Zoë", "1-2", "a=b", ""]) expect(safeCell(text)).toBe(text);
  });

  it("S50 keeps quote, comma, line breaks, NUL and emoji", () => {
    const cells = ['say "hi"', "a,b", "a\r\nb", "a\nb", "a\0b", "👩‍👩‍👧", " blanks ", ""];
    expect(readBack(csvLine(cells))[0]).toEqual(cells);
  });

  it("S49 S50 gives back whatever texts it was given", () => {
    const texts = fc.array(
      fc.string({
        unit: fc.oneof(fc.string({ unit: "binary", maxLength: 1 }), fc.constantFrom(..."=+-@'\",;\t\r\n ")),
      }),
      { minLength: 2, maxLength: 6 },
    );
    fc.assert(
      fc.property(texts, (cells) => {
        expect(readBack(csvLine(cells))[0]).toEqual(cells);
      }),
      { numRuns: 300 },
    );
  });
});

describe("an export as a file", () => {
  const columns = ["email", "name", "roles", "userMetadata"] as const;
  const rows = [
    {
      id: "1",
      email: "a@x.io",
      name: "=1+1",
      roles: ["member"],
      userMetadata: { full_name: "=1+1", deep: { list: [1, null] } },
    },
    { id: "2", email: "b@x.io", roles: [], userMetadata: {} },
  ];
  const text = (format: "csv" | "json" | "ndjson") => {
    const writer = writerFor(format, [...columns]);
    return writer.head + rows.map(writer.row).join("") + writer.tail;
  };
  const wanted = rows.map(({ id: _, ...row }) => row);

  it("holds the chosen columns in their order, metadata as JSON", () => {
    const [head, first = [], second = []] = readBack(text("csv"));
    expect(head).toEqual([...columns]);
    expect(first.slice(0, 2)).toEqual(["a@x.io", "=1+1"]);
    expect(first.slice(2).map((cell) => JSON.parse(cell))).toEqual([["member"], wanted[0]?.userMetadata]);
    expect(second).toEqual(["b@x.io", "", "[]", "{}"]);
  });

  it("is the same people as JSON and as a line each", () => {
    expect(JSON.parse(text("json"))).toEqual(wanted);
    const lines = text("ndjson").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual(wanted);
  });

  it("is a whole file also for nobody", () => {
    const writer = writerFor("json", ["email"]);
    expect(JSON.parse(writer.head + writer.tail)).toEqual([]);
  });
});
