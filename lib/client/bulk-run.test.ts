import { describe, expect, it } from "vitest";
import type { BulkResult } from "#lib/contract/bulk.ts";
import { ApiError } from "./api-error.ts";
import { type BulkState, type BulkWork, type Part, runThrough } from "./bulk-run.ts";

const ids = (count: number) => Array.from({ length: count }, (_, index) => `id${index}`);
const each = (part: string[], outcome: BulkResult["outcome"] = "done"): Part => ({
  results: part.map((id) => ({ id, outcome })),
});

/** A run against answers of the test's own: one per request, the last one for all that follow. */
async function run(count: number, answers: ((part: string[]) => Part)[], more: Partial<BulkWork> = {}) {
  const sent: string[][] = [];
  const pauses: number[] = [];
  const told: BulkState[] = [];
  const end = await runThrough({
    ids: ids(count),
    most: 25,
    send: async (part) => {
      sent.push(part);
      const answer = answers[Math.min(sent.length, answers.length) - 1];
      if (!answer) throw new Error("This test has no answer.");
      return answer(part);
    },
    tell: (state) => told.push(state),
    isStopped: () => false,
    pause: async (seconds) => void pauses.push(seconds),
    ...more,
  });
  return { end, sent, pauses, told };
}

const fails = (status: number, retryAfter?: number) => () => {
  throw new ApiError("unexpected", "It did not work.", { status, retryAfter });
};

describe("a run over many", () => {
  it("sends twenty-five at a time and tells after each part how it stands", async () => {
    const { end, sent, told } = await run(60, [each]);
    expect(sent.map((part) => part.length)).toEqual([25, 25, 10]);
    expect(told.map(({ left }) => left.length)).toEqual([60, 35, 10, 0]);
    expect(end.results.size).toBe(60);
  });

  it("sends again what the server had no time for", async () => {
    const { end, sent } = await run(25, [(part) => each(part.slice(0, 10)), each]);
    expect(sent[1]).toEqual(ids(25).slice(10));
    expect(end.left).toEqual([]);
  });

  it("waits as long as Identity asks", async () => {
    const { pauses, told } = await run(30, [(part) => ({ ...each(part.slice(0, 3)), wait: 7 }), each]);
    expect(pauses).toEqual([7]);
    expect(told.some(({ waiting }) => waiting?.includes("7 s"))).toBe(true);
  });

  it.each([0, 429, 503])(
    "R36 sends a part again whose answer is lost or a refusal that passes (%i), smaller",
    async (status) => {
      const { end, sent, pauses } = await run(25, [fails(status), each]);
      expect(sent.map((part) => part.length)).toEqual([25, 13, 12]);
      expect(pauses).toEqual([2]);
      expect(end.results.size).toBe(25);
      expect((await run(5, [fails(status, 9), each])).pauses).toEqual([9]);
    },
  );

  it("stops by itself where another try gets the same answer, and leaves the rest for later", async () => {
    const { end, sent } = await run(60, [each, fails(403)]);
    expect(sent).toHaveLength(2);
    expect(end).toMatchObject({ problem: "It did not work.", left: ids(60).slice(25) });
  });

  it("stops by itself when nothing goes through any more", async () => {
    const { end, sent, pauses } = await run(60, [fails(503)]);
    expect(sent).toHaveLength(4);
    expect(pauses).toEqual([2, 4, 8]);
    expect(end.problem).toBe("It did not work.");
    const failing = await run(200, [(part) => each(part, "failed")]);
    expect(failing.end.problem).toContain("Nothing has gone through");
    expect(failing.end.left.length).toBeGreaterThan(0);
  });

  it("ends after the part under way when somebody stops it", async () => {
    let parts = 0;
    const { end, sent } = await run(60, [each], { isStopped: () => ++parts > 1 });
    expect(sent).toHaveLength(1);
    expect(end.left).toHaveLength(35);
  });
});
