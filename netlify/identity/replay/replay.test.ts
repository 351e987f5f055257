import { afterAll, describe, expect, it } from "vitest";
import { knownDifferences } from "./known-differences.ts";
import { type Exchange, replay } from "./replay.ts";
import { transcriptNames } from "./transcript.ts";

const LONGEST_CASE_MS = 60_000;
const names = transcriptNames();
const results = new Map<string, Exchange[]>();

describe("recorded exchanges with a real GoTrue", { timeout: LONGEST_CASE_MS, concurrent: true }, () => {
  it.each(names)("%s replays equal, known differences apart", async (name) => {
    const exchanges = await replay(name);
    results.set(name, exchanges);
    const known = knownDifferences.filter((difference) => difference.case === name);
    const different = exchanges.filter(({ differences }) => differences.length > 0);
    const unexpected = different.filter(
      ({ step }) => !known.some((entry) => entry.step === undefined || entry.step === step),
    );
    const rotten = known.filter(
      (entry) => !different.some(({ step }) => entry.step === undefined || entry.step === step),
    );
    expect(unexpected).toEqual([]);
    expect(rotten, "these replay equal now: take them off the list").toEqual([]);
  });
});

it("lists differences of recorded cases only", () => {
  expect(knownDifferences.filter((entry) => !names.includes(entry.case))).toEqual([]);
});

afterAll(() => {
  const exchanges = [...results.values()].flat();
  const equal = exchanges.filter(({ differences }) => differences.length === 0).length;
  const cases = [...results.values()].filter((all) => all.every(({ differences }) => differences.length === 0)).length;
  process.stdout.write(
    `replay: ${results.size} cases, ${cases} equal; ${exchanges.length} exchanges, ${equal} equal; ${knownDifferences.length} known differences\n`,
  );
});
