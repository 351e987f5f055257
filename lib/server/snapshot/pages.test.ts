import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { IdentityAccess } from "#lib/server/gotrue/transport.ts";
import { startWorld, type World } from "#lib/testing/world.ts";
import { type Place, readOn, windowAt } from "./pages.ts";

let world: World;
let identity: IdentityAccess;
beforeAll(async () => {
  world = await startWorld();
  identity = {
    url: `${world.url}/.netlify/identity`,
    operatorToken: world.local.identity.operatorToken(),
    audience: "",
  };
});
afterAll(() => world.close());

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
      fc.property(fc.integer({ min: 0, max: 200_000 }), fc.constantFrom(100, 500), (offset, most) => {
        const want = Math.max(0, offset - 20);
        const { page, perPage, start } = windowAt(want, most);
        expect(start).toBe((page - 1) * perPage);
        expect(start).toBeLessThanOrEqual(want);
        expect(start + perPage).toBeGreaterThan(Math.min(offset, want + 1));
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
