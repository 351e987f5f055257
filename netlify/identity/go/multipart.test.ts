import { describe, expect, it } from "vitest";
import { parseMediaType } from "./media-type.ts";
import { readMultipartForm } from "./multipart.ts";

const field = (name: string, value: string) => `Content-Disposition: form-data; name=${name}\r\n\r\n${value}\r\n`;

describe("a multipart body", () => {
  it("gives its text fields in order and no files", () => {
    const body = `preamble\r\n--x\r\n${field("a", "1\r\n2")}--x \t\r\n${field('b; filename="f"', "file")}--x\r\n${field('"a"', "")}--x--\r\nrest`;
    expect(readMultipartForm(body, "x")).toEqual([
      ["a", "1\r\n2"],
      ["a", ""],
    ]);
  });

  it("may end its lines with a line feed alone from the first boundary on", () => {
    expect(readMultipartForm("--x\nContent-Disposition: form-data; name=a\n\n1\n--x--\n", "x")).toEqual([["a", "1"]]);
  });

  const broken: [string, string][] = [
    ["without an end", `--x\r\n${field("a", "1")}`],
    ["with text between parts", `--x\r\n${field("a", "1")}--x\r\n${field("b", "2")}\r\ntext`],
    ["with a header without a colon", "--x\r\nbad\r\n\r\n1\r\n--x--"],
    ["with a header that begins with a blank", `--x\r\n ${field("a", "1")}--x--`],
    ["empty", ""],
  ];
  it.each(broken)("is refused whole %s", (_, body) => {
    expect(readMultipartForm(body, "x")).toBeUndefined();
  });

  it("leaves out parts of another disposition or without a name", () => {
    const body = `--x\r\nContent-Disposition: attachment; name=a\r\n\r\n1\r\n--x\r\nX: y\r\n\r\n2\r\n--x--`;
    expect(readMultipartForm(body, "x")).toEqual([]);
  });
});

describe("a media type", () => {
  it("is read with its parameters, quoted ones too", () => {
    const media = parseMediaType('Multipart/Form-Data; BOUNDARY="a\\"b" ;c=d;');
    expect(media?.type).toBe("multipart/form-data");
    expect([...(media?.parameters ?? [])]).toEqual([
      ["boundary", 'a"b'],
      ["c", "d"],
    ]);
  });

  const rows: [string, ReturnType<typeof parseMediaType>][] = [
    ["", undefined],
    ["text plain", undefined],
    ["a/b; x=1; x=2", undefined],
    ["a/b; x", { type: "a/b", parameters: undefined }],
    ["a/b;;", { type: "a/b", parameters: undefined }],
    ["a/b; x=1; x=1;", { type: "a/b", parameters: new Map([["x", "1"]]) }],
  ];
  it.each(rows)("%j reads as Go reads it", (value, media) => {
    expect(parseMediaType(value)).toEqual(media);
  });

  it("S07 with a quote that never ends takes no longer than it is long", () => {
    expect(parseMediaType(`a/b; x="${"\\(".repeat(200_000)}`)?.parameters).toBeUndefined();
  });
});
