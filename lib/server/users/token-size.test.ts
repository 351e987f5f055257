import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startWorld, type World } from "#lib/testing/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const password = "a password of theirs";
let count = 0;

async function measured(userMetadata: Record<string, unknown>, appMetadata: Record<string, unknown> = {}) {
  count += 1;
  const email = `sized${count}@x.io`;
  world.local.identity.people.add([{ email, password, confirmed_at: "2026-01-02T03:04:05Z" }]);
  const id = await world.idOf(email);
  await world.operator("PUT", `/admin/users/${id}`, { user_metadata: userMetadata, app_metadata: appMetadata });
  const { accessToken } = await world.signIn(email, password);
  const { body } = await world.api("GET", `/users/${id}`, { as: "viewer" });
  return { real: accessToken.length, told: body.token };
}

describe("the size of somebody's token", () => {
  it("is what Identity makes, to the byte, whatever the metadata hold", async () => {
    const value = fc.jsonValue({ maxDepth: 3 }).filter((json) => json !== null);
    const metadata = fc.dictionary(fc.string({ minLength: 1, unit: "grapheme" }), value, { maxKeys: 5 });
    await fc.assert(
      fc.asyncProperty(metadata, async (given) => {
        const { real, told } = await measured(given);
        expect(told.bytes).toBe(real);
      }),
      { numRuns: 25 },
    );
  }, 60_000);

  it("counts characters that Go escapes, and names the largest keys first", async () => {
    const { real, told } = await measured({ bio: "<b>&</b>\u2028".repeat(50), a: 1 }, { plan: "x".repeat(300) });
    expect(told.bytes).toBe(real);
    expect(told.largest.slice(0, 2)).toMatchObject([
      { in: "user_metadata", key: "bio" },
      { in: "app_metadata", key: "plan" },
    ]);
    expect(told.largest[1].bytes).toBeGreaterThan(400);
  });
});
