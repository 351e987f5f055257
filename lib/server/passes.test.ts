import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type BlobsServer, startBlobsServer } from "#lib/testing/blobs-server.ts";
import { leavePass, spendPass } from "./passes.ts";
import { openState, type State } from "./state.ts";

let server: BlobsServer;
let state: State;
beforeAll(async () => {
  server = await startBlobsServer();
  vi.stubGlobal("netlifyBlobsContext", server.contextAt(server.url));
  state = openState({ instance: "site", secret: "a secret of a test, of more than 32 characters", deadlineMs: 5_000 });
});
afterAll(async () => {
  vi.unstubAllGlobals();
  await server.close();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("a pass", () => {
  it("lets one delivery through, in each of its tries, and no other", async () => {
    await leavePass(state, "a@x.io");
    expect(await spendPass(state, "a@x.io", "first")).toBe(true);
    expect(await spendPass(state, "a@x.io", "first")).toBe(true);
    expect(await spendPass(state, "a@x.io", "second")).toBe(false);
    expect(await spendPass(state, "a@x.io", "first")).toBe(true);
  });

  it("is good for its own address only", async () => {
    await leavePass(state, "b@x.io");
    expect(await spendPass(state, "c@x.io", "x")).toBe(false);
    expect(await spendPass(state, "b@x.io", "x")).toBe(true);
  });

  it("is over after a minute", async () => {
    await leavePass(state, "d@x.io");
    vi.useFakeTimers({ now: Date.now() + 60_001, toFake: ["Date"] });
    expect(await spendPass(state, "d@x.io", "x")).toBe(false);
  });

  it("can be left again", async () => {
    await leavePass(state, "e@x.io");
    expect(await spendPass(state, "e@x.io", "x")).toBe(true);
    await leavePass(state, "e@x.io");
    expect(await spendPass(state, "e@x.io", "y")).toBe(true);
    expect(await spendPass(state, "e@x.io", "x")).toBe(false);
  });

  it("goes to one of many that come at once", async () => {
    await leavePass(state, "f@x.io");
    const tries = await Promise.all(Array.from({ length: 10 }, (_, n) => spendPass(state, "f@x.io", `delivery ${n}`)));
    expect(tries.filter(Boolean)).toHaveLength(1);
  });
});
