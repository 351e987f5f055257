import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readJsonObject } from "./json-text.ts";

const problemOf = (text: string) => {
  const reading = readJsonObject(text);
  return "problem" in reading ? reading.problem : undefined;
};

describe("a JSON text as somebody types it", () => {
  it("is read as JSON.parse reads it, wherever that takes it", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 4 })), (value) => {
        fc.pre(!JSON.stringify(value).includes("__proto__"));
        const text = JSON.stringify(value, null, 2);
        expect(readJsonObject(text)).toEqual({ value: JSON.parse(text) });
      }),
    );
  });

  it("is a problem with a place, and never an exception, wherever JSON.parse refuses it", () => {
    const noise = fc.array(fc.constantFrom(..."{}[]\",:\\'1-.eE tnu/\n", "true", '"a"'), { maxLength: 30 });
    fc.assert(
      fc.property(noise, (parts) => {
        const text = parts.join("");
        const reading = readJsonObject(text);
        if ("value" in reading) expect(() => JSON.parse(text)).not.toThrow();
        else expect(reading.problem.line).toBeLessThanOrEqual(text.split("\n").length);
      }),
      { numRuns: 2000 },
    );
  });

  it.each([
    ["", 1, 1, "Begin with {"],
    ["[1]", 1, 1, "Begin with {"],
    ['{"a": 1,}', 1, 8, "Take away this comma"],
    ['{\n  "a": 1\n  "b": 2\n}', 3, 3, "A comma or } is missing"],
    ['{"a": [1, 2}', 1, 12, "A comma or ] is missing"],
    ["{'a': 1}", 1, 2, "A key in double quotes"],
    ["{a: 1}", 1, 2, "A key in double quotes"],
    ["{\"a\": 'b'}", 1, 7, "double quotes"],
    ['{"a": b}', 1, 7, "Put b in double quotes"],
    ['{"a": "b}', 1, 7, "not closed"],
    ['{"a": "C:\\dir"}', 1, 10, "backslash"],
    ['{"a" 1}', 1, 6, "A colon is missing"],
    ['{"a": }', 1, 7, "A value is to come here"],
    ['{"a": {"b": 1}', 1, 15, "The { of line 1 is not closed"],
    ['{"a": 1} {}', 1, 10, "more after the end"],
    ['{"a": 1, // note\n}', 1, 10, "no comments"],
    ['{"a": 01}', 1, 7, "double quotes if it is a text"],
    ['{"a": NaN}', 1, 7, "double quotes if it is a text"],
  ])("%j is wrong at %i:%i: %s", (text, line, column, words) => {
    const problem = problemOf(text);
    expect(problem).toMatchObject({ line, column });
    expect(problem?.message).toContain(words);
  });

  it("tells a key that is there twice, with where it was first", () => {
    expect(problemOf('{\n "a": 1,\n "a": 2\n}')).toEqual({
      line: 3,
      column: 2,
      message: 'The key "a" is there twice, first in line 2. Keep one.',
    });
  });

  it("S34 refuses numbers and texts that would not be kept, with what they would become", () => {
    expect(problemOf('{"n": 12345678901234567890}')?.message).toContain("12345678901234567000");
    expect(problemOf('{"n": -0}')?.message).toContain("as 0");
    expect(problemOf('{"t": "a\\ud800"}')?.message).toContain("half a character");
    expect(readJsonObject('{"n": 9007199254740991, "t": "12345678901234567890"}')).toHaveProperty("value");
  });

  it("S32 S33 refuses __proto__ and what is too deep, without running out of stack", () => {
    expect(problemOf('{"a": {"__proto__": 1}}')?.message).toContain("__proto__");
    expect(problemOf(`{"a": ${"[".repeat(100_000)}`)?.message).toContain("deeper than");
  });
});
