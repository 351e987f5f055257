import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { peopleIn } from "#lib/testing/people-in.ts";
import { type Caller, startWorld, type World } from "#lib/testing/world.ts";

let world: World;
let people: ReturnType<typeof peopleIn>;
beforeAll(async () => {
  world = await startWorld();
  people = peopleIn(world);
});
afterAll(() => world.close());

const rename = (as: Caller, id: string, expected: string, name: string, more = {}) =>
  world.api("PUT", `/users/${id}/name`, { as, body: { name, expected, ...more } });

describe("changing a name", () => {
  it("stores it where Identity searches for it, keeps all else, and says when it reaches open sessions", async () => {
    const id = await people.add({ user_metadata: { full_name: "Anna Alt", shoe: 41 } });
    const before = Date.now();
    const { status, body } = await rename("support", id, "Anna Alt", "  Anna Neu ", { reason: "married" });
    expect(status).toBe(200);
    expect(body.user.name).toBe("Anna Neu");
    expect(Date.parse(body.bitesBy)).toBeGreaterThanOrEqual(before + 3_600_000);
    expect((await people.stored(id)).user_metadata).toEqual({ full_name: "Anna Neu", shoe: 41 });
    const found = await world.api("GET", "/users?q=anna%20neu", { as: "viewer" });
    expect(found.body.total).toBe(1);
    expect(await people.entries(id)).toMatchObject([
      {
        id: body.entry,
        action: "users.rename",
        outcome: "done",
        before: { name: "Anna Alt" },
        after: { name: "Anna Neu" },
        reason: "married",
      },
    ]);
  });

  it("to nothing takes the key away", async () => {
    const id = await people.add({ user_metadata: { full_name: "Gone", shoe: 41 } });
    await rename("support", id, "Gone", "");
    expect((await people.stored(id)).user_metadata).toEqual({ shoe: 41 });
  });

  it("to what it is already changes nothing and leaves no entry", async () => {
    const id = await people.add({ user_metadata: { full_name: "Same" } });
    const { body } = await rename("support", id, "Same", "Same");
    expect(body.entry).toBeUndefined();
    expect(await people.entries(id)).toEqual([]);
  });

  it("is allowed on oneself", async () => {
    for (const as of ["support", "admin", "owner"] as const) {
      const id = await world.idOf(`${as}@example.com`);
      const { body: seen } = await world.api("GET", `/users/${id}`, { as });
      expect(seen.can).toContain("users.rename");
      expect((await rename(as, id, seen.name, `New ${as}`)).status).toBe(200);
    }
  });

  it.each([
    ["viewer", "member"],
    ["support", "viewer"],
    ["support", "admin"],
    ["support", "owner"],
    ["admin", "owner"],
  ] as const)("S15 S18 is refused to %s on %s, and recorded", async (as, target) => {
    const id = await world.idOf(`${target}@example.com`);
    const name = (await people.stored(id)).user_metadata.full_name ?? "";
    const reply = await rename(as, id, name, "Mallory");
    expect(reply.body.error.code).toBe("forbidden");
    expect((await people.stored(id)).user_metadata.full_name ?? "").toBe(name);
    expect((await people.entries(id))[0]).toMatchObject({ outcome: "refused", action: "users.rename" });
  });

  it.each(["a\ud800b", "a\u0000b", "x".repeat(201)])(
    "S34 refuses %j, which would not be kept as it is",
    async (name) => {
      const id = await people.add();
      expect((await rename("support", id, "", name)).body.error).toMatchObject({ code: "invalid", field: "name" });
    },
  );

  it("R13 says so when it is no longer what the caller saw, with what it is", async () => {
    const id = await people.add({ user_metadata: { full_name: "First" } });
    expect((await rename("admin", id, "First", "Second")).status).toBe(200);
    const reply = await rename("support", id, "First", "Third");
    expect(reply.status).toBe(409);
    expect(reply.body.error).toMatchObject({ code: "changed_meanwhile", current: { name: "Second" } });
    expect((await people.stored(id)).user_metadata.full_name).toBe("Second");
  });
});
