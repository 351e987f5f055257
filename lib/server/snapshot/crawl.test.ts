import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { type ShakyDesk, startShakyDesk } from "#lib/testing/shaky-desk.ts";

const PEOPLE = 1_500;
const OLDEST_FIRST = /admin\/users\?.*created_at\+asc/;

let desk: ShakyDesk;
beforeAll(async () => {
  desk = await startShakyDesk();
  desk.world.local.identity.people.add(
    Array.from({ length: PEOPLE - 5 }, (_, index) => ({
      email: `crowd${index}@x.io`,
      created_at: new Date(Date.UTC(2025, 0, 1, 0, 0, index)).toISOString(),
      app_metadata: { provider: "email", roles: ["crowd"] },
    })),
  );
  await desk.world.tokenOf("viewer");
});
afterAll(() => desk.close());
beforeEach(() => {
  desk.identity.clear();
  desk.blobs.clear();
});
afterEach(() => vi.useRealTimers());

const step = (body: object = {}) => desk.call("POST", "/snapshot", { as: "viewer", body });
const standing = async () => (await desk.call("GET", "/snapshot", { as: "viewer" })).body;
const found = async (query: string) => (await desk.call("GET", `/users?${query}`, { as: "viewer" })).body.total;
const pagesRead = () => desk.identity.calls.filter(({ path }) => OLDEST_FIRST.test(path)).map(({ path }) => path);

/** Moves the clock on; time stands still from then on until the test is over. */
const later = (seconds: number) => vi.setSystemTime(Date.now() + seconds * 1000);

/** So slow an Identity that each page is a part of its own, stored before the next one is read. */
const slowly = () => desk.identity.on("GET", OLDEST_FIRST, { kind: "wait", for: () => later(2) });

/** From the third page on nothing this call does reaches anybody: so a function ends that is killed. */
async function killedInTheMiddle() {
  desk.identity.on("GET", OLDEST_FIRST, { kind: "wait", for: () => later(2) }, 2);
  desk.identity.on("GET", OLDEST_FIRST, {
    kind: "drop",
    meanwhile: () => desk.blobs.on("PUT", /./, { kind: "answer", status: 500 }),
  });
  const { status } = await step({ full: true });
  expect(status).toBe(503);
  desk.identity.clear();
  desk.blobs.clear();
}

async function untilReady() {
  for (let calls = 1; calls < 10; calls += 1) if ((await step()).body.state === "ready") return;
  throw new Error("It never got ready.");
}

describe("a crawl whose call was killed in the middle", () => {
  it("is left alone while the dead one's lease lasts, and taken over behind what it stored after that", async () => {
    await killedInTheMiddle();
    expect(await standing()).toMatchObject({ state: "crawling", done: expect.any(Number) });
    const { done } = await standing();
    expect(done).toBeGreaterThan(500);
    expect(done).toBeLessThan(PEOPLE);
    expect((await step()).body).toMatchObject({ state: "crawling", done });
    later(15);
    expect((await step()).body).toMatchObject({ state: "crawling", done });
    expect(pagesRead()).toEqual([]);
    later(6);
    await untilReady();
    const first = pagesRead()[0] ?? "";
    expect(first).not.toMatch(/[?&]page=1&/);
    expect(pagesRead().length).toBeLessThan(4);
    expect(await standing()).toMatchObject({ state: "ready", people: PEOPLE });
    expect(await found("role=crowd")).toBe(PEOPLE - 5);
  });

  it("is begun anew when nobody went on with it for an hour", async () => {
    await killedInTheMiddle();
    later(3_700);
    await untilReady();
    expect(pagesRead()[0]).toMatch(/[?&]page=1&/);
    expect(await found("role=crowd")).toBe(PEOPLE - 5);
  });
});

describe("two at once", () => {
  it("read everybody once: the second looks on", async () => {
    slowly();
    const first = step({ full: true });
    await vi.waitFor(() => expect(pagesRead().length).toBeGreaterThan(0));
    expect((await step({ full: true })).body.state).toBe("crawling");
    await first;
    desk.identity.clear();
    await untilReady();
    expect(await standing()).toMatchObject({ people: PEOPLE });
  });

  it("write nothing over each other: who was away longer than the lease stops, and the one after finishes", async () => {
    let wake = () => {};
    const asleep = new Promise<void>((resolve) => {
      wake = resolve;
    });
    desk.identity.on("GET", OLDEST_FIRST, { kind: "wait", for: () => later(2) }, 1);
    desk.identity.on("GET", OLDEST_FIRST, { kind: "wait", for: () => asleep }, 1);
    const sleeper = step({ full: true });
    await vi.waitFor(() => expect(pagesRead()).toHaveLength(2));
    later(21);
    await untilReady();
    const { asOf } = await standing();
    const written = () => desk.blobs.calls.filter(({ method, path }) => method === "PUT" && /shards|head/.test(path));
    const before = written().length;
    wake();
    expect((await sleeper).status).toBe(200);
    expect(written()).toHaveLength(before);
    expect(await standing()).toEqual({ state: "ready", asOf, people: PEOPLE });
    expect(await found("role=crowd")).toBe(PEOPLE - 5);
  });
});
