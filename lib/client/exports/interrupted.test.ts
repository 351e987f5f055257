import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { exportUsers } from "#lib/contract/exports.ts";
import { type ShakyDesk, startShakyDesk } from "#lib/testing/shaky-desk.ts";
import { type AskPart, collect, nothingYet } from "./collect.ts";

const PEOPLE = 2_603;
/** What one part reads at most: four pages of 500. */
const PART = 2_000;
const LIST = /admin\/users\?/;

let desk: ShakyDesk;
beforeAll(async () => {
  desk = await startShakyDesk();
  desk.world.local.identity.people.add(
    Array.from({ length: PEOPLE }, (_, index) => ({ email: `person${index}@export.io` })),
  );
});
afterAll(() => desk.close());
afterEach(() => desk.identity.clear());

let runs = 0;
/** One export as the browser runs it, over the real function. */
function newRun() {
  runs += 1;
  const batch = runs.toString(16).padStart(32, "0");
  const ask: AskPart = async (body) => {
    const answer = await desk.call("POST", "/exports", { as: "admin", body });
    if (answer.status !== 200) throw new Error(answer.body.error.code);
    return exportUsers.response.parse(answer.body);
  };
  const run = {
    scope: { q: "@export.io" },
    shared: { columns: ["email" as const], format: "csv" as const, batch },
    ask,
  };
  return { batch, run };
}

async function audited(batch: string) {
  const { body } = await desk.call("GET", "/audit?action=exports.run", { as: "admin" });
  return body.entries.filter((entry: { batch?: string }) => entry.batch === batch);
}

describe("an export that is interrupted", () => {
  it("asks Identity for nothing more once it is stopped, and goes on from there", async () => {
    const { batch, run } = newRun();
    const so = nothingYet();
    expect(await collect(so, { ...run, onPart: () => false })).toBe(false);
    expect(so.rows.size).toBe(PART);
    expect(desk.identity.calls.filter(({ path }) => LIST.test(path))).toHaveLength(PART / 500);
    expect(await audited(batch)).toMatchObject([{ outcome: "done", after: { count: PART } }]);
    desk.identity.clear();
    expect(await collect(so, { ...run, onPart: () => true })).toBe(true);
    expect(so.rows.size).toBe(PEOPLE);
    expect(desk.identity.calls.filter(({ path }) => LIST.test(path))).toHaveLength(2);
  });

  it.each([
    ["answers 503", { kind: "answer", status: 503 }],
    ["closes its connections", { kind: "drop" }],
    ["answers with half a page", { kind: "replace", body: '{"users":[{"id":' }],
  ] as const)(
    "R01 S51 is not whole where Identity %s in the middle, says so in the audit, and ends when tried again",
    async (_, fault) => {
      const { batch, run } = newRun();
      const so = nothingYet();
      const dies = () => {
        desk.identity.on("GET", LIST, fault);
        return true;
      };
      await expect(collect(so, { ...run, onPart: dies })).rejects.toThrow(/identity/);
      expect(so.rows.size).toBe(PART);
      const parts = await audited(batch);
      expect(parts).toMatchObject([{ outcome: "failed" }, { outcome: "done", after: { count: PART } }]);
      expect(parts[0].after).not.toHaveProperty("count");
      desk.identity.clear();
      expect(await collect(so, { ...run, onPart: () => true })).toBe(true);
      expect(so.rows.size).toBe(PEOPLE);
      expect(new Set([...so.rows.values()].map(({ email }) => email)).size).toBe(PEOPLE);
    },
  );
});
