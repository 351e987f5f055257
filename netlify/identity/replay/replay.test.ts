import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { judge, knownDifferences, unrecordedDifferences } from "./known-differences.ts";
import { type Exchange, replay } from "./replay.ts";
import { transcriptNames } from "./transcript.ts";

const LONGEST_CASE_MS = 60_000;
const names = transcriptNames();
const results = new Map<string, Exchange[]>();

describe("recorded exchanges with a real GoTrue", { timeout: LONGEST_CASE_MS, concurrent: true }, () => {
  it.each(names)("%s replays equal, known differences apart", async (name) => {
    const exchanges = await replay(name);
    results.set(name, exchanges);
    const { unexpected, rotten } = judge(name, exchanges, knownDifferences);
    expect(unexpected).toEqual([]);
    expect(rotten, "these replay equal now: take them off the list").toEqual([]);
  });
});

describe("the list of known differences", () => {
  const equal: Exchange = { step: 0, request: "GET /", differences: [] };
  const different: Exchange = { step: 1, request: "GET /", differences: ["status"] };
  const entry = { case: "some", step: 1, reason: "why" };

  it("names recorded cases only", () => {
    expect(knownDifferences.filter(({ case: name }) => !names.includes(name))).toEqual([]);
  });

  it("covers what it lists and nothing else", () => {
    expect(judge("some", [equal, different], [entry])).toEqual({ unexpected: [], rotten: [] });
    expect(judge("other", [equal, different], [entry]).unexpected).toEqual([different]);
    expect(judge("some", [different, { ...different, step: 2 }], [entry]).unexpected).toHaveLength(1);
  });

  it("cannot rot: an entry that replays equal is reported", () => {
    expect(judge("some", [equal], [entry]).rotten).toEqual([entry]);
    expect(judge("some", [equal], [{ case: "some", reason: "all of it" }]).rotten).toHaveLength(1);
  });

  it("is printed in the README, with what no recording shows", () => {
    const readme = readFileSync(fileURLToPath(new URL("../README.md", import.meta.url)), "utf8");
    expect(unrecordedDifferences.filter((difference) => !readme.includes(difference))).toEqual([]);
  });
});

afterAll(() => {
  const isEqual = ({ differences }: Exchange) => differences.length === 0;
  const cases = [...results.values()];
  const exchanges = cases.flat();
  const equalCases = cases.filter((all) => all.every(isEqual)).length;
  process.stdout.write(
    `replay: ${cases.length} cases, ${equalCases} equal; ${exchanges.length} exchanges, ${exchanges.filter(isEqual).length} equal; ${knownDifferences.length} known differences\n`,
  );
});
