import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startWorld, type World } from "#lib/testing/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

const list = async (query: string) => (await world.api("GET", `/users?${query}`, { as: "viewer" })).body;

describe("when somebody signed in last", () => {
  it("goes from Identity's login event into the list: its column, its filter, its order, and the person's page", async () => {
    await world.api("POST", "/snapshot", { as: "viewer", body: {} });
    const today = new Date().toISOString().slice(0, 10);
    const before = await list(`seenFrom=${today}`);
    expect(before.users.map(({ email }: { email: string }) => email)).not.toContain("member@example.com");
    const began = Date.now();
    await world.tokenOf("member");
    const { users } = await list(`seenFrom=${today}&sort=-lastSeen`);
    expect(users[0].email).toBe("member@example.com");
    const seen = Date.parse(users[0].lastSeenAt);
    expect(seen).toBeGreaterThanOrEqual(began);
    expect(seen).toBeLessThanOrEqual(Date.now());
    const person = await world.api("GET", `/users/${users[0].id}`, { as: "viewer" });
    expect(person.body.lastSeenAt).toBe(users[0].lastSeenAt);
    expect((await list(`seenTo=${today}&role=member`)).total).toBe(1);
    expect((await list("seenTo=2020-01-01")).total).toBe(0);
  });
});
