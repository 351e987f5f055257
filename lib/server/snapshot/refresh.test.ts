import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import type { Rank } from "#lib/contract/policy.ts";
import { type ShakyDesk, startShakyDesk } from "#lib/testing/shaky-desk.ts";

/** More than are all read again by each refresh. */
const PEOPLE = 2_100;
const OLDEST_FIRST = /admin\/users\?.*created_at\+asc/;
const LOG = /\/admin\/audit\?/;

let desk: ShakyDesk;
beforeAll(async () => {
  desk = await startShakyDesk();
  desk.world.local.identity.people.add(
    Array.from({ length: PEOPLE - 5 }, (_, index) => ({
      email: `crowd${String(index).padStart(4, "0")}@x.io`,
      created_at: new Date(Date.UTC(2025, 0, 1, 0, 0, index)).toISOString(),
      app_metadata: { provider: "email", roles: ["crowd"] },
    })),
  );
  await refresh();
});
afterAll(() => desk.close());
beforeEach(() => desk.identity.clear());

async function refresh() {
  for (let calls = 1; calls < 20; calls += 1) {
    const { body } = await desk.call("POST", "/snapshot", { as: "viewer", body: {} });
    if (body.state === "ready") return body;
  }
  throw new Error("It never got ready.");
}
const get = async (path: string) => (await desk.call("GET", path, { as: "viewer" })).body;
const emails = async (query: string): Promise<string[]> =>
  (await get(`/users?${query}`)).users.map(({ email }: { email: string }) => email);
const crawled = () => desk.identity.calls.filter(({ path }) => OLDEST_FIRST.test(path)).length;

describe("a refresh of more people than are all read again", () => {
  it("is right about who was changed, deleted or made elsewhere, and reads only those", async () => {
    const { operator, idOf } = desk.world;
    const gone = await idOf("crowd0008@x.io");
    await operator("PUT", `/admin/users/${await idOf("crowd0007@x.io")}`, { app_metadata: { roles: ["elsewhere"] } });
    await operator("DELETE", `/admin/users/${gone}`);
    await operator("POST", "/admin/users", { email: "made@x.io", password: "elsewhere 12345" });
    expect(await emails("role=elsewhere")).toEqual([]);
    expect(await refresh()).toMatchObject({ people: PEOPLE });
    expect(await emails("role=elsewhere")).toEqual(["crowd0007@x.io"]);
    expect((await get("/users?role=crowd")).total).toBe(PEOPLE - 5 - 2);
    expect((await get("/users/ids?role=crowd")).ids).not.toContain(gone);
    expect(await emails("q=made@x&sort=email")).toEqual(["made@x.io"]);
    expect(crawled()).toBe(0);
    expect(desk.identity.calls.length).toBeLessThan(40);
  });

  it("is right about who deleted an account and signed up again with the same address", async () => {
    const first = await desk.world.idOf("crowd0009@x.io");
    await desk.world.operator("DELETE", `/admin/users/${first}`);
    await desk.world.operator("POST", "/admin/users", { email: "crowd0009@x.io", password: "elsewhere 12345" });
    await refresh();
    const { users } = await get("/users?q=crowd0009&sort=email");
    expect(users.map(({ id }: { id: string }) => id)).toEqual([await desk.world.idOf("crowd0009@x.io")]);
    expect(users[0].id).not.toBe(first);
    expect(crawled()).toBe(0);
  });

  it("reads everybody where Identity's log holds more than can be followed, or cannot be read", async () => {
    const id = await desk.world.idOf("crowd0010@x.io");
    const at = new Date(Date.now() + 60_000).toISOString();
    const entry = { id, created_at: at, payload: { action: "user_modified", traits: { user_id: id } } };
    const endless = JSON.stringify(Array.from({ length: 100 }, () => entry));
    for (const fault of [
      { kind: "replace", body: endless } as const,
      { kind: "answer", status: 404, body: "{}" } as const,
    ]) {
      desk.identity.clear();
      desk.identity.on("GET", LOG, fault);
      expect(await refresh()).toMatchObject({ state: "ready", people: PEOPLE });
      expect(crawled()).toBeGreaterThan(0);
    }
    desk.identity.clear();
    // The crawl could not tell where the log ends, so the next one reads everybody as well, and then it can.
    await refresh();
    desk.identity.clear();
    await refresh();
    expect(crawled()).toBe(0);
  });

  it("reads everybody where the count says that somebody is missing all the same", async () => {
    desk.world.local.identity.people.add([{ email: "imported@x.io", created_at: "2020-01-01T00:00:00Z" }]);
    expect(await refresh()).toMatchObject({ people: PEOPLE + 1 });
    expect(await emails("createdTo=2020-12-31")).toEqual(["imported@x.io"]);
    expect(crawled()).toBeGreaterThan(0);
  });
});

describe("a second instance of the functions, with a memory of its own over the same store", () => {
  /** The list's function once more, as Netlify starts another instance of it. */
  async function anotherList() {
    vi.resetModules();
    const { default: by } = await import("#netlify/functions/users.ts");
    return async (query: string, as: Rank = "viewer") => (await desk.call("GET", `/users?${query}`, { as, by })).body;
  }

  it("R43 sees what was changed, deleted, seen and refreshed by way of the other", async () => {
    const [here, there] = [(query: string) => get(`/users?${query}`), await anotherList()];
    const bySort = "sort=email&perPage=100&q=crowd00";
    for (const list of [here, there]) expect((await list("role=editor")).total).toBe(0);
    expect((await there(bySort)).users).toEqual((await here(bySort)).users);

    const [changed, deleted, seen] = await Promise.all(
      ["crowd0020", "crowd0021", "crowd0022"].map((name) => desk.world.idOf(`${name}@x.io`)),
    );
    const body = { roles: ["crowd", "editor"], expected: ["crowd"] };
    expect((await desk.call("PUT", `/users/${changed}/roles`, { as: "admin", body })).status).toBe(200);
    expect((await desk.call("DELETE", `/users/${deleted}`, { as: "admin", body: {} })).status).toBe(200);
    const { noteSeen } = await import("./note.ts");
    const { openState } = await import("#lib/server/state.ts");
    await noteSeen({ state: openState({ instance: desk.instance, secret: "x", deadlineMs: 1000 }) }, seen ?? "");
    const today = new Date().toISOString().slice(0, 10);
    for (const list of [here, there]) {
      expect((await list("role=editor")).users).toMatchObject([{ email: "crowd0020@x.io" }]);
      expect((await list("status=deleted")).users).toMatchObject([{ email: "crowd0021@x.io" }]);
      expect((await list(`seenFrom=${today}`)).users).toMatchObject([{ email: "crowd0022@x.io" }]);
    }

    await desk.world.operator("PUT", `/admin/users/${seen}`, { app_metadata: { roles: ["elsewhere", "late"] } });
    await refresh();
    expect((await there("role=late")).users).toMatchObject([
      { email: "crowd0022@x.io", lastSeenAt: expect.any(String) },
    ]);
    expect((await there(bySort)).users).toEqual((await here(bySort)).users);
  });
});
