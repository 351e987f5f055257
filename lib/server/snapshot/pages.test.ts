import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { IdentityAccess } from "#lib/server/gotrue/transport.ts";
import { type FaultProxy, startFaultProxy } from "#lib/testing/fault-proxy.ts";
import { startWorld, type World } from "#lib/testing/world.ts";
import { type Place, readOn, windowAt } from "./pages.ts";

let world: World;
let proxy: FaultProxy;
let identity: IdentityAccess;
beforeAll(async () => {
  world = await startWorld();
  proxy = await startFaultProxy(world.url);
  identity = {
    url: `${proxy.url}/.netlify/identity`,
    operatorToken: world.local.identity.operatorToken(),
    audience: "",
  };
});
afterAll(async () => {
  await proxy.close();
  await world.close();
});
beforeEach(() => proxy.clear());

const crowd = (count: number, prefix: string) =>
  world.local.identity.people.add(
    Array.from({ length: count }, (_, index) => ({
      email: `${prefix}${index}@x.io`,
      created_at: new Date(Date.UTC(2024, 0, 1, 0, 0, index)).toISOString(),
    })),
  );

/** Crawls with this many at once, and lets something happen between two pages. */
async function crawl(most: number, between: (seen: Map<string, string>, page: number) => Promise<void>) {
  let place: Place = { offset: 0, most, tail: [] };
  const seen = new Map<string, string>();
  for (let page = 1; page < 200; page += 1) {
    const step = await readOn(identity, place);
    for (const { id, email } of step.accounts) seen.set(id, email);
    if (step.finished) return seen;
    place = step.place;
    await between(seen, page);
  }
  throw new Error("It never ended.");
}

describe("a window of pages that overlap", () => {
  it("begins at most where it is wanted, and reaches beyond it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 200_000 }), fc.constantFrom(20, 100, 240, 500), (offset, most) => {
        const want = Math.max(0, offset - Math.min(20, most / 5));
        const { page, perPage, start } = windowAt(want, most);
        expect(start).toBe((page - 1) * perPage);
        expect(start).toBeLessThanOrEqual(want);
        expect(start + perPage).toBeGreaterThan(offset);
        expect(perPage).toBeLessThanOrEqual(most);
      }),
    );
  });
});

describe("a crawl through everybody", () => {
  it("R34 misses nobody when twenty, or a hundred, who were read already are deleted between two pages", async () => {
    crowd(700, "a");
    for (const victims of [20, 120]) {
      const gone = new Set<string>();
      const seen = await crawl(100, async (read, page) => {
        if (page !== 3) return;
        const ids = [...read].filter(([, email]) => email.startsWith("a")).slice(0, victims);
        for (const [id] of ids) {
          gone.add(id);
          await world.operator("DELETE", `/admin/users/${id}`);
        }
      });
      const { body } = await world.operator("GET", "/admin/users?per_page=2000");
      const missed = body.users.filter(({ id }: { id: string }) => !seen.has(id));
      expect(gone.size).toBe(victims);
      expect(missed).toEqual([]);
    }
  });

  it("R34 finds who is added while it goes on", async () => {
    const seen = await crawl(100, async (_, page) => {
      if (page === 2) world.local.identity.people.add([{ email: "late@x.io" }]);
    });
    expect([...seen.values()]).toContain("late@x.io");
  });
});

describe("a crawl whose Identity counts badly", () => {
  const LIST = /\/admin\/users\?/;
  const noMeanwhile = async () => {};
  const everybody = async () => {
    const { body } = await world.operator("GET", "/admin/users?per_page=5000");
    return body.users.map(({ id }: { id: string }) => id).toSorted();
  };
  const crawled = async (most: number) => [...(await crawl(most, noMeanwhile)).keys()].toSorted();

  it.each([
    ["without any count", undefined],
    ["with a count of nobody", "0"],
    ["with a count of some", "7"],
    ["with a count of too many", "99999"],
    ["with a count that is none", "many"],
  ])("R35 reads everybody %s and without links to further pages, and ends", async (_, total) => {
    proxy.on("GET", LIST, { kind: "amend", headers: { "x-total-count": total, link: undefined } });
    expect(await crawled(100)).toEqual(await everybody());
    expect(proxy.calls.length).toBeLessThan(20);
  });

  it("R35 reads everybody where the count jumps up and down from page to page", async () => {
    for (let page = 0; page < 60; page += 1) {
      const total = page % 2 === 0 ? "3" : "900";
      proxy.on("GET", LIST, { kind: "amend", headers: { "x-total-count": total } }, 1);
    }
    expect(await crawled(100)).toEqual(await everybody());
    expect(proxy.calls.length).toBeLessThan(150);
  });

  it("R35 ends for a handful of people, whatever the count says", async () => {
    const few = await startWorld();
    const misled = await startFaultProxy(few.url);
    const operatorToken = few.local.identity.operatorToken();
    const access = { url: `${misled.url}/.netlify/identity`, operatorToken, audience: "" };
    for (const total of [undefined, "99999", "5", "0"]) {
      misled.clear();
      misled.on("GET", LIST, { kind: "amend", headers: { "x-total-count": total } });
      const { accounts, finished } = await readOn(access, { offset: 0, most: 500, tail: [] });
      expect([accounts.length, finished]).toEqual([5, true]);
    }
    await misled.close();
    await few.close();
  });
});
