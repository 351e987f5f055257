import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ShakyDesk, startShakyDesk } from "#lib/testing/shaky-desk.ts";

const OLDEST_FIRST = /admin\/users\?.*created_at\+asc/;

let desk: ShakyDesk;
beforeAll(async () => {
  desk = await startShakyDesk();
});
afterAll(() => desk.close());

const get = async (path: string) => (await desk.call("GET", path, { as: "viewer" })).body;

/** What the browser does: one step after another until nothing is left to do. */
async function refresh(body: object = {}) {
  for (let calls = 1; calls < 50; calls += 1) {
    const { body: state } = await desk.call("POST", "/snapshot", { as: "viewer", body });
    if (state?.state === "ready") return { ...state, calls };
  }
  throw new Error("It never got ready.");
}

const emails = async (query: string): Promise<string[]> =>
  (await get(`/users?${query}`)).users.map((user: { email: string }) => user.email);
const people = (count: number, prefix: string, roles: string[] = ["crowd"]) =>
  Array.from({ length: count }, (_, index) => ({
    email: `${prefix}${String(index).padStart(4, "0")}@x.io`,
    created_at: new Date(Date.UTC(2025, 0, 1, 0, 0, index)).toISOString(),
    app_metadata: { provider: "email", roles },
  }));

describe("before anybody was read", () => {
  it("a filter finds nobody and says why, a plain list is live", async () => {
    expect(await get("/snapshot")).toEqual({ state: "none" });
    expect(await get("/users?role=member")).toMatchObject({ users: [], total: 0, snapshot: { state: "none" } });
    expect(await get("/users/ids?role=member")).toMatchObject({ ids: [], total: 0, snapshot: { state: "none" } });
    const plain = await get("/users");
    expect(plain.total).toBe(5);
    expect(plain.snapshot).toBeUndefined();
  });
});

describe("a snapshot of everybody", () => {
  it("is read from all pages and agrees with what Identity counts", async () => {
    desk.world.local.identity.people.add(people(1300, "crowd"));
    expect(await refresh()).toMatchObject({ state: "ready", people: 1305 });
    expect((await get("/users?role=crowd")).total).toBe(1300);
    expect(await emails("role=crowd&sort=email&perPage=2")).toEqual(["crowd0000@x.io", "crowd0001@x.io"]);
    expect((await get("/users/ids?role=crowd")).ids).toHaveLength(1300);
  });

  it("shows the same users as the live list, with the same rights", async () => {
    const live = await get("/users?perPage=100&sort=createdAt");
    const kept = await get("/users?perPage=100&sort=createdAt&createdFrom=2000-01-01");
    const plain = ({ lastSeenAt: _, ...user }: Record<string, unknown>) => user;
    expect(kept.users.map(plain)).toEqual(live.users);
  });

  it("holds what the desk itself changed at once", async () => {
    const id = await desk.world.idOf("member@example.com");
    const body = { roles: ["member", "editor"], expected: ["member"] };
    const changed = await desk.call("PUT", `/users/${id}/roles`, { as: "admin", body });
    expect(changed.status).toBe(200);
    expect(await emails("role=editor")).toContain("member@example.com");
  });

  it("is right about a person changed, deleted or made elsewhere after a refresh", async () => {
    const id = await desk.world.idOf("crowd0007@x.io");
    const gone = await desk.world.idOf("crowd0008@x.io");
    await desk.world.operator("PUT", `/admin/users/${id}`, { app_metadata: { roles: ["elsewhere"] } });
    await desk.world.operator("DELETE", `/admin/users/${gone}`);
    await desk.world.operator("POST", "/admin/users", { email: "made@x.io", password: "elsewhere 12345" });
    await refresh();
    expect(await emails("role=elsewhere")).toEqual(["crowd0007@x.io"]);
    expect(await emails("q=crowd0008&status=active,unconfirmed")).toEqual([]);
    expect(await emails("q=made@x&sort=email")).toEqual(["made@x.io"]);
  });

  it("knows when somebody signed in last, and finds them by it", async () => {
    const user = (await desk.world.operator("GET", `/admin/users/${await desk.world.idOf("member@example.com")}`)).body;
    const { noteSeen } = await import("./note.ts");
    const { openState } = await import("#lib/server/state.ts");
    const state = openState({ instance: desk.instance, secret: "x", deadlineMs: 1000 });
    await noteSeen({ state }, user.id);
    const today = new Date().toISOString().slice(0, 10);
    const { users } = await get(`/users?seenFrom=${today}`);
    expect(users).toHaveLength(1);
    expect(users[0].email).toBe("member@example.com");
    expect((await get(`/users/${user.id}`)).lastSeenAt).toBe(users[0].lastSeenAt);
    await refresh();
    expect(await emails(`seenFrom=${today}`)).toEqual(["member@example.com"]);
  });

  it("refuses a filter that is none, naming it", async () => {
    for (const query of ["status=asleep", "createdFrom=yesterday", "sort=shoe", "pendingEmail=1"]) {
      const { status, body } = await desk.call("GET", `/users?${query}`, { as: "viewer" });
      expect(status).toBe(422);
      expect(body.error.field).toMatch(query.split("=")[0] ?? "");
    }
  });
});

describe("while it is read", () => {
  const identity = () => desk.world.local.identity;

  it("R34 twenty deletions hide nobody, and additions are there", async () => {
    const ids = await Promise.all(
      Array.from({ length: 20 }, (_, index) => desk.world.idOf(`crowd${String(100 + index).padStart(4, "0")}@x.io`)),
    );
    desk.identity.clear();
    desk.identity.on("GET", OLDEST_FIRST, { kind: "wait", for: () => undefined }, 1);
    const betweenPages = async () => {
      await Promise.all(ids.map((id) => desk.world.operator("DELETE", `/admin/users/${id}`)));
      identity().people.add([{ email: "late@x.io", app_metadata: { provider: "email", roles: ["late"] } }]);
    };
    desk.identity.on("GET", OLDEST_FIRST, { kind: "wait", for: betweenPages }, 1);
    await refresh({ full: true });
    const left = (await get("/users?perPage=1")).total;
    expect((await get("/snapshot")).people).toBe(left);
    expect((await get("/users?role=crowd")).total).toBe(1300 - 2 - 20);
    expect(await emails("role=late")).toEqual(["late@x.io"]);
  });

  it("goes on by hundreds where Identity hands out no more at once", async () => {
    desk.identity.clear();
    desk.identity.on("GET", /per_page=(1[0-9][1-9]|[2-5]\d\d)\b/, { kind: "answer", status: 400, body: "{}" });
    await refresh({ full: true });
    desk.identity.clear();
    expect((await get("/users?role=crowd")).total).toBe(1278);
  });

  it.each([
    ["is missing", undefined],
    ["is far too small", "7"],
    ["is far too large", "99999"],
  ])("R35 holds everybody and is ready where the count %s and there are no links", async (_, total) => {
    desk.identity.clear();
    desk.identity.on("GET", /admin\/users\?/, { kind: "amend", headers: { "x-total-count": total, link: undefined } });
    const { calls } = await refresh({ full: true });
    const { people } = await get("/snapshot");
    desk.identity.clear();
    expect(calls).toBeLessThan(5);
    expect(people).toBe((await get("/users?perPage=1")).total);
    expect((await get("/users?role=crowd")).total).toBe(1278);
  });

  it("two at once make one crawl", async () => {
    desk.identity.clear();
    const states = await Promise.all([
      desk.call("POST", "/snapshot", { as: "viewer", body: { full: true } }),
      desk.call("POST", "/snapshot", { as: "admin", body: { full: true } }),
    ]);
    expect(states.map(({ status }) => status)).toEqual([200, 200]);
    const firstPages = desk.identity.calls.filter(({ path }) => /[?&]page=1&per_page=500/.test(path));
    expect(firstPages).toHaveLength(1);
  });

  it("R01 a failing Identity is told, and the next call goes on", async () => {
    desk.identity.clear();
    desk.identity.on("GET", /created_at\+asc/, { kind: "answer", status: 503 });
    expect((await desk.call("POST", "/snapshot", { as: "viewer", body: { full: true } })).status).toBe(503);
    desk.identity.clear();
    expect((await get("/users?role=crowd")).total).toBe(1278);
    expect(await refresh()).toMatchObject({ state: "ready" });
  });
});

describe("the overview", () => {
  it("counts what the lists behind it show", async () => {
    const overview = await get("/overview?days=7");
    expect(overview.signups).toHaveLength(7);
    const counted = [overview.people, overview.inReview, ...overview.signups, ...overview.statuses]
      .concat(overview.roles, overview.providers)
      .filter(({ query }: { query: object }) => Object.keys(query).length > 0);
    for (const { count, query } of counted) {
      expect((await get(`/users?${new URLSearchParams(query)}`)).total, JSON.stringify(query)).toBe(count);
    }
  });
});
