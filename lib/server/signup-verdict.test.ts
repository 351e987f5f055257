import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { deskConfig } from "#desk-config";
import { type ShakyDesk, startShakyDesk } from "#lib/testing/shaky-desk.ts";
import { parseDeskConfig } from "./desk-config.ts";
import { Reason } from "./refusals.ts";
import { wordsFor } from "./signup-verdict.ts";

const { refusals } = parseDeskConfig(deskConfig);

describe("what a refused person reads", () => {
  it("is the same for every reason where reasons are not revealed", () => {
    const silent = Reason.options.map((reason) => wordsFor(reason, { ...refusals, reveal: false }));
    expect(new Set(silent.map((words) => JSON.stringify(words))).size).toBe(1);
    expect(silent[0]).toMatchObject({ state: "refused", title: refusals.wording.neutral.title });
  });

  it("is the reason where they are", () => {
    for (const reason of Reason.options) {
      expect(wordsFor(reason, { ...refusals, reveal: true })).toMatchObject({ title: refusals.wording[reason].title });
    }
    expect(wordsFor(undefined, refusals)).toEqual({ state: "none" });
  });
});

describe("asking for it", () => {
  let desk: ShakyDesk;
  beforeAll(async () => {
    desk = await startShakyDesk();
  });
  afterAll(() => desk.close());

  it("needs no sign-in, and asks Identity nothing", async () => {
    const reply = await desk.call("GET", `/signup-verdict?attempt=${"a".repeat(32)}`);
    expect(reply.body).toEqual({ state: "none" });
    expect(desk.identity.calls).toEqual([]);
  });

  it("leaves no attempt id in the store's keys", async () => {
    await desk.call("GET", `/signup-verdict?attempt=${"b".repeat(32)}`);
    expect(desk.blobs.calls.length).toBeGreaterThan(0);
    expect(desk.blobs.calls.map((call) => call.path).join()).not.toContain("bbbb");
  });

  it.each([
    "",
    "attempt=",
    "attempt=xyz",
    `attempt=${"A".repeat(32)}`,
    `attempt=${"a".repeat(33)}`,
    `attempt=${"a".repeat(32)}&x=1`,
  ])("refuses ?%s", async (query) => {
    expect((await desk.call("GET", `/signup-verdict?${query}`)).body.error.code).toBe("invalid");
  });

  it("is not served for anything but GET", async () => {
    const reply = await desk.call("POST", `/signup-verdict?attempt=${"a".repeat(32)}`, { body: {} });
    expect(reply.body.error.code).toBe("method_not_allowed");
  });
});
