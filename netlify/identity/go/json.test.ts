import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeStruct, type Json, type JsonMap, struct } from "./json-decode.ts";
import { depthOf, encodeJson, encodeStruct } from "./json-encode.ts";
import { scanWholeDocument } from "./json-syntax.ts";

const SignupParams = struct("SignupParams", { email: "string", confirm: "bool", data: "map" });
const decode = (text: string | Buffer) => decodeStruct(Buffer.from(text), SignupParams);

const refusals: [string, string][] = [
  ["", "EOF"],
  [" \n\t", "EOF"],
  ["{", "unexpected EOF"],
  ['{"email":"a', "unexpected EOF"],
  ["-", "unexpected EOF"],
  ["1.", "unexpected EOF"],
  ["tru", "unexpected EOF"],
  ['{"email":"a"', "unexpected EOF"],
  ['{"email" "a"}', "invalid character '\"' after object key"],
  ['{"a":1,}', "invalid character '}' looking for beginning of object key string"],
  ["[1,]", "invalid character ']' looking for beginning of value"],
  ["[}", "invalid character '}' looking for beginning of value"],
  ["{'a':1}", "invalid character '\\'' looking for beginning of object key string"],
  ["{a:1}", "invalid character 'a' looking for beginning of object key string"],
  ['{"a":1 "b":2}', "invalid character '\"' after object key:value pair"],
  ["[1 2]", "invalid character '2' after array element"],
  ['{"a":01}', "invalid character '1' after object key:value pair"],
  ['{"a":+1}', "invalid character '+' looking for beginning of value"],
  ['{"a":.5}', "invalid character '.' looking for beginning of value"],
  ['{"a":1.x}', "invalid character 'x' after decimal point in numeric literal"],
  ['{"a":1ex}', "invalid character 'x' in exponent of numeric literal"],
  ['{"a":-x}', "invalid character 'x' in numeric literal"],
  ["email=a&x=b", "invalid character 'e' looking for beginning of value"],
  ["<html>", "invalid character '<' looking for beginning of value"],
  ["undefined", "invalid character 'u' looking for beginning of value"],
  ["nonsense", "invalid character 'o' in literal null (expecting 'u')"],
  ["truth", "invalid character 't' in literal true (expecting 'e')"],
  ["nul ", "invalid character ' ' in literal null (expecting 'l')"],
  ["NaN", "invalid character 'N' looking for beginning of value"],
  ['"a\nb"', "invalid character '\\n' in string literal"],
  ['"\u0001"', "invalid character '\\x01' in string literal"],
  ['"\\x"', "invalid character 'x' in string escape code"],
  ['"\\u12g4"', "invalid character 'g' in \\u hexadecimal character escape"],
  ["é", "invalid character 'Ã' looking for beginning of value"],
  ["\ufeff{}", "invalid character 'ï' looking for beginning of value"],
  ["“a”", "invalid character 'â' looking for beginning of value"],
  ["\\", "invalid character '\\\\' looking for beginning of value"],
  ["\u007f", "invalid character '\\x7f' looking for beginning of value"],
  ["[]", "json: cannot unmarshal array into Go value of type api.SignupParams"],
  ['"x"', "json: cannot unmarshal string into Go value of type api.SignupParams"],
  ["12x", "json: cannot unmarshal number into Go value of type api.SignupParams"],
  ["true", "json: cannot unmarshal bool into Go value of type api.SignupParams"],
  ['{"EMAIL":1}', "json: cannot unmarshal number into Go struct field SignupParams.email of type string"],
  ['{"confirm":"yes"}', "json: cannot unmarshal string into Go struct field SignupParams.confirm of type bool"],
  [
    '{"data":[]}',
    "json: cannot unmarshal array into Go struct field SignupParams.data of type map[string]interface {}",
  ],
  [
    '{"data":{"a":[{"e":1e999}]}}',
    "json: cannot unmarshal number 1e999 into Go struct field SignupParams.data of type float64",
  ],
  [
    '{"data":1,"email":2}',
    "json: cannot unmarshal number into Go struct field SignupParams.data of type map[string]interface {}",
  ],
  ['{"email":1,"x":}', "invalid character '}' looking for beginning of value"],
];

describe("Go's JSON decoder", () => {
  it.each(refusals)("refuses %j with %j", (text, message) => {
    expect(() => decode(text)).toThrow(message);
    expect(messageOf(text)).toBe(message);
  });

  it("takes ten thousand levels and not one more", () => {
    expect(messageOf("[".repeat(10_001))).toBe("invalid character '[' exceeded max depth");
    expect(messageOf(`${"[".repeat(10_000)}${"]".repeat(10_000)}`)).toMatch(/^json: cannot unmarshal array/);
  });

  it("S24 matches keys without regard to case, with Go's two odd letters", () => {
    expect(decode('{"EMail":"a"}').email).toBe("a");
    expect(decode('{"d\u0041ta":{"x":1}}').data).toEqual(new Map([["x", 1]]));
    const Odd = struct("Odd", { seek: "string" });
    expect(decodeStruct(Buffer.from('{"\u017fEE\u212a":"found"}'), Odd).seek).toBe("found");
  });

  it("lets the last of repeated keys count, merges repeated objects, and empties them by a later null", () => {
    expect(decode('{"email":"a","email":"b"}').email).toBe("b");
    expect(decode('{"email":"a","email":null}').email).toBe("a");
    expect(decode('{"data":{"a":1,"b":1},"data":{"b":2}}').data).toEqual(
      new Map([
        ["a", 1],
        ["b", 2],
      ]),
    );
    expect(decode('{"data":{"a":1},"data":null}').data).toBeNull();
    expect(decode('{"data":{"a":{"x":1},"a":{"y":2}}}').data).toEqual(new Map([["a", { y: 2 }]]));
  });

  it("reads the first value only and takes null for nothing", () => {
    expect(decode('{"email":"a"}garbage').email).toBe("a");
    expect(decode("null")).toEqual({ email: "", confirm: false, data: null });
  });

  it("S34 keeps float64's digits, turns bad bytes and halves of pairs into U+FFFD", () => {
    expect(decode('{"data":{"n":12345678901234567890,"z":-0,"t":1e-400}}').data).toEqual(
      new Map([
        ["n", 12345678901234567000],
        ["z", -0],
        ["t", 0],
      ]),
    );
    expect(decode(Buffer.from('{"email":"a\xff\xed\xa0\x80"}', "latin1")).email).toBe("a\ufffd\ufffd\ufffd\ufffd");
    expect(decode('{"email":"\\ud800x\\ud83d\\ude00\\\\ud800"}').email).toBe("\ufffdx😀\\ud800");
  });

  it("S32 keeps __proto__ as the key of an ordinary value", () => {
    const { data } = decode('{"data":{"__proto__":{"x":1},"constructor":{"prototype":{"y":1}}}}');
    expect(encodeJson(data)).toBe('{"__proto__":{"x":1},"constructor":{"prototype":{"y":1}}}');
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it("S33 agrees with JSON.parse on whatever JSON there is", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (value) => {
        const text = JSON.stringify({ data: value });
        const expected = JSON.parse(text) as { data: Record<string, Json> };
        expect(decode(text).data).toEqual(new Map(Object.entries(expected.data)));
      }),
      { numRuns: 500 },
    );
  });

  it("applies the whole-input rule to a token's header", () => {
    expect(() => scanWholeDocument(Buffer.from("-"))).toThrow("invalid character ' ' in numeric literal");
    expect(() => scanWholeDocument(Buffer.from("tru"))).toThrow(
      "invalid character ' ' in literal true (expecting 'e')",
    );
    expect(() => scanWholeDocument(Buffer.from('{"a'))).toThrow("unexpected end of JSON input");
  });
});

describe("Go's JSON encoder", () => {
  it("sorts keys by UTF-8 bytes at every depth", () => {
    const map: JsonMap = new Map<string, Json>([
      ["b", 1],
      ["a", { z: 1, y: 2 }],
      ["\uffee", 1],
      ["😀", 1],
      ["é", 1],
    ]);
    expect(encodeJson(map)).toBe('{"a":{"y":2,"z":1},"b":1,"é":1,"\uffee":1,"😀":1}');
  });

  it("escapes what could end a script, and writes numbers as JSON.stringify but for -0", () => {
    expect(encodeJson('<a&b>\u2028\u2029\u0007\n"\\')).toBe('"\\u003ca\\u0026b\\u003e\\u2028\\u2029\\u0007\\n\\"\\\\"');
    expect(encodeJson([100, 1e21, 1e-7, -0, 0.5])).toBe("[100,1e+21,1e-7,-0,0.5]");
  });

  it("keeps a struct's order and leaves out what is undefined", () => {
    expect(encodeStruct({ b: 1, a: undefined, c: { raw: "[1]" }, d: null })).toBe('{"b":1,"c":[1],"d":null}');
  });

  it("measures depth", () => {
    expect(depthOf(new Map())).toBe(1);
    expect(depthOf(new Map([["a", { b: [1] }]]))).toBe(3);
  });
});

function messageOf(text: string): string {
  try {
    decode(text);
  } catch (error) {
    return error instanceof Error ? error.message : "";
  }
  return "";
}
