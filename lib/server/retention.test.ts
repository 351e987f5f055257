import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type ShakyDesk, startShakyDesk } from "#lib/testing/shaky-desk.ts";
import { leavePass, spendPass } from "./passes.ts";
import { countedRefusals, countRefusal } from "./refusal-count.ts";
import { keepRefusal, refusalOf } from "./refusals.ts";
import { snapshotKeys } from "./snapshot/keys.ts";
import { noteSeen } from "./snapshot/note.ts";
import { openState, type State } from "./state.ts";

const DAY_MS = 86_400_000;
const [ann, bob] = ["3f5c2d10-8a51-4c0e-9a55-000000000001", "3f5c2d10-8a51-4c0e-9a55-000000000002"];

let desk: ShakyDesk;
let state: State;
beforeAll(async () => {
  desk = await startShakyDesk();
  state = openState({ instance: desk.instance, secret: "a secret", deadlineMs: 3_000 });
});
afterAll(() => desk.close());
afterEach(() => vi.useRealTimers());

async function at(time: number, work: () => Promise<unknown>): Promise<void> {
  vi.setSystemTime(time);
  await work();
  vi.useRealTimers();
}
const sweep = async () => (await desk.call("POST", "/sweep", { as: "admin" })).body;
const keys = async (prefix: string) => (await state.store.entries(prefix, 1)).map(({ key }) => key);

describe("the sweep", () => {
  it("deletes counts of stopped signups and sign-ins that are older than desk.config.ts says, and keeps the rest", async () => {
    const now = Date.now();
    const day = (daysAgo: number) => new Date(now - daysAgo * DAY_MS).toISOString().slice(0, 10);
    for (const daysAgo of [500, 401, 399, 0]) {
      await at(now - daysAgo * DAY_MS, () => countRefusal(state, "known", `${daysAgo}-delivery`));
    }
    await at(now - 401 * DAY_MS, () => noteSeen({ state }, ann ?? ""));
    for (const daysAgo of [30, 20, 10]) await at(now - daysAgo * DAY_MS, () => noteSeen({ state }, bob ?? ""));
    expect(await sweep()).toMatchObject({ forgotten: 2 + 1 + 2, more: false });
    expect((await countedRefusals(state, "")).map(({ day: on }) => on)).toEqual([day(399), day(0)]);
    const left = await keys(snapshotKeys(state).seen);
    expect(left).toHaveLength(1);
    expect(left[0]).toContain(bob);
    expect(await sweep()).toMatchObject({ forgotten: 0, more: false });
  });

  it("deletes reasons and passes once their minutes are over, with the uses of a pass", async () => {
    const now = Date.now();
    await at(now - 3_600_000, async () => {
      await keepRefusal(state, "old attempt", { reason: "known", minutes: 10 });
      await leavePass(state, "old@x.io");
      expect(await spendPass(state, "old@x.io", "delivery")).toBe(true);
    });
    await keepRefusal(state, "new attempt", { reason: "known", minutes: 10 });
    await leavePass(state, "new@x.io");
    expect(await spendPass(state, "new@x.io", "delivery")).toBe(true);
    expect(await sweep()).toMatchObject({ forgotten: 3 });
    expect(await refusalOf(state, "new attempt")).toBe("known");
    expect(await spendPass(state, "new@x.io", "delivery")).toBe(true);
    expect(await keys(state.keys.refusal(""))).toHaveLength(1);
    expect(await keys(state.keys.pass(""))).toHaveLength(2);
  });

  it("goes on with the rest next time where the store fails", async () => {
    await at(Date.now() - 500 * DAY_MS, () => countRefusal(state, "known", "again"));
    desk.blobs.on("DELETE", /refused/, { kind: "answer", status: 500 });
    expect((await desk.call("POST", "/sweep", { as: "admin" })).status).toBe(503);
    desk.blobs.clear();
    expect(await sweep()).toMatchObject({ forgotten: 1 });
  });
});
