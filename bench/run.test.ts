import { expect, it } from "vitest";
import { runProgram } from "../scripts/run.mjs";

/** Whatever the design gives a budget that this bench measures. */
const LINES = [
  /^first crawl of [\d,]+: calls +1 /m,
  /^first crawl of [\d,]+: pages of 500 ÷ those there are +\d/m,
  /^first crawl of [\d,]+: longest call +\d+ ms/m,
  /^first list from the snapshot, memory cold +\d+ ms/m,
  /^refresh after one change elsewhere +\d+ ms/m,
  /^added to the direct call, p50 +\S+ ms +≤ 8 ms/m,
  /^Identity 40 ms away: through the function ÷ the direct call +\S+ × +≤ 2\.3 ×/m,
  /^filter by role, warm ÷ a plain page +\S+ × +≤ 2 ×/m,
  /^filters never asked before ÷ a plain page +\S+ × /m,
  /^sort by email ÷ a plain page +\S+ × /m,
  /^filter right after a change of ours ÷ a plain page +\S+ × /m,
  /^look-alike check ÷ a plain page +\S+ × /m,
  /^export of 604: people missing, twice or too many +0 /m,
  /^export of 604: size of the file +\S+ MB/m,
  /^export of 604: largest part +\S+ MB +≤ 6 MB/m,
  /^export of 604: memory that the servers took more +\S+ MB/m,
  /^export of 60 by id ÷ people +\S+ ms/m,
  /^largest of \d+ functions: \S+ +\d+ kB +≤ 150 kB/m,
  /^slowest of them to load: \S+ +\S+ ms +≤ 15 ms/m,
  /^Identity: start, p50 of 2 +\d+ ms +≤ 300 ms/m,
  /^Identity: start with 600 people, p50 of 2 +\d+ ms +≤ 1000 ms/m,
  /^Identity: search among 600, writes in between, p95 +\S+ ms +≤ 20 ms/m,
  /^\d+ of \d+ within budget$/m,
  /^600 people, Node \d+\.\S+, \d+ processors, load .+$/m,
];

const bench = (...args: string[]) => runProgram(process.execPath, ["bench/run.mjs", ...args]);

it("measures everything in one go, small here, and holds none of it against budgets for 100,000", {
  timeout: 240_000,
}, async () => {
  const { code, output } = await bench("--people", "600");
  for (const line of LINES) expect(output).toMatch(line);
  expect(output).not.toContain("NaN");
  expect(code, output).toBe(0);
});

it.each([
  ["--people takes", ["--people", "few"]],
  ["--people takes", ["--people", "99"]],
  ["There is no everything", ["everything"]],
])("says %j where it is asked for something else", async (message, args) => {
  const { code, output } = await bench(...args);
  expect([code, output]).toEqual([1, expect.stringContaining(message)]);
});
