import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type User, UserDetail } from "#lib/contract/users.ts";
import { startWorld, type World } from "#lib/testing/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld({ people: 40 });
});
afterAll(() => world.close());

const list = async (query: string) => (await world.api("GET", `/users${query}`, { as: "viewer" })).body;
const emails = (body: { users: User[] }) => body.users.map((user) => user.email);

describe("the list of users", () => {
  it("shows fifty of all, newest first, and says how many there are", async () => {
    const body = await list("");
    expect(body.total).toBe(45);
    expect(body.users).toHaveLength(45);
    const times = body.users.map((user: User) => user.createdAt);
    expect(times).toEqual(times.toSorted().reverse());
    expect(Date.now() - Date.parse(body.asOf)).toBeLessThan(60_000);
  });

  it("goes by pages, in either order", async () => {
    const [first, second] = [await list("?perPage=20&sort=createdAt"), await list("?perPage=20&page=2&sort=createdAt")];
    expect(first.users).toHaveLength(20);
    expect(new Set([...emails(first), ...emails(second)]).size).toBe(40);
    expect((await list("?page=999999999")).users).toEqual([]);
  });

  it("searches address and name, in any case", async () => {
    expect(emails(await list("?q=VIEWER@example"))).toEqual(["viewer@example.com"]);
    expect(emails(await list(`?q=${encodeURIComponent("mona member")}`))).toEqual(["member@example.com"]);
  });

  it.each(["%", "_", "\\", "a%b", "membe_@example.com", "%@example.com", "\\_"])(
    "S73 takes %j literally",
    async (q) => {
      expect((await list(`?q=${encodeURIComponent(q)}`)).total).toBe(0);
    },
  );

  it("S73 finds what holds a wildcard itself", async () => {
    world.local.identity.people.add([{ email: "per_cent@x.io", user_metadata: { full_name: "100 % \\ sure" } }]);
    for (const q of ["per_cent", "100 %", "% \\ s"])
      expect(emails(await list(`?q=${encodeURIComponent(q)}`))).toEqual(["per_cent@x.io"]);
  });

  it("tells status, roles, rank and what the caller may do", async () => {
    const { users } = await list("?perPage=100");
    const states = new Set(users.map((user: User) => user.status));
    for (const state of ["active", "invited", "unconfirmed", "suspended"]) expect(states).toContain(state);
    const admin = users.find((user: User) => user.email === "admin@example.com");
    expect(admin).toMatchObject({ roles: ["desk:admin"], rank: "admin", can: ["users.read"] });
  });

  it("S43 hands out what people call themselves as it is, for the browser to show as text", async () => {
    const name = "<img src=x onerror=alert(1)>\u202e";
    world.local.identity.people.add([
      { email: "xss@x.io", user_metadata: { full_name: name, avatar_url: "javascript:alert(1)" } },
    ]);
    const { users } = await list("?q=xss@x.io");
    expect(users[0].name).toBe(name);
  });

  it("leaves out accounts of a foreign audience", async () => {
    world.local.identity.people.add([{ email: "foreign@x.io", aud: "elsewhere" }]);
    expect((await list("?q=foreign@x.io")).total).toBe(0);
  });
});

describe("one user", () => {
  it("is told with everything Identity says", async () => {
    const id = await world.idOf("member@example.com");
    const { body } = await world.api("GET", `/users/${id}`, { as: "viewer" });
    expect(UserDetail.parse(body)).toMatchObject({
      email: "member@example.com",
      provider: "email",
      userMetadata: { full_name: "Mona Member" },
      appMetadata: { provider: "email", roles: ["member"] },
      confirmedAt: "2026-01-02T03:04:05.000Z",
    });
  });

  it("R45 is not found when it is gone, or of a foreign audience", async () => {
    const unknown = await world.api("GET", "/users/1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed", { as: "admin" });
    expect(unknown.body.error).toMatchObject({ code: "not_found" });
    const id = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bee";
    world.local.identity.people.add([{ id, email: "abroad@x.io", aud: "elsewhere" }]);
    expect((await world.api("GET", `/users/${id}`, { as: "admin" })).status).toBe(404);
    const change = await world.api("PUT", `/users/${id}/roles`, {
      as: "owner",
      body: { roles: ["member"], expected: [] },
    });
    expect(change.status).toBe(404);
  });
});

describe("changing roles", () => {
  let count = 0;
  async function somebody(roles: string[], desk?: unknown): Promise<string> {
    count += 1;
    const email = `somebody${count}@x.io`;
    world.local.identity.people.add([{ email, app_metadata: { provider: "github", roles, desk, kept: { a: 1 } } }]);
    return world.idOf(email);
  }
  const stored = async (id: string) => (await world.operator("GET", `/admin/users/${id}`)).body;
  const change = (as: "viewer" | "support" | "admin" | "owner", id: string, expected: string[], roles: string[]) =>
    world.api("PUT", `/users/${id}/roles`, { as, body: { roles, expected } });

  it("replaces them, keeps all other metadata, and answers with what is stored", async () => {
    const id = await somebody(["member"]);
    const reply = await change("support", id, ["member"], ["subscriber", "member", "member"]);
    expect(reply.status).toBe(200);
    expect(reply.body.user.roles).toEqual(["subscriber", "member"]);
    expect((await stored(id)).app_metadata).toMatchObject({
      provider: "github",
      kept: { a: 1 },
      roles: ["subscriber", "member"],
    });
  });

  it("S24 S25 sends Identity nothing but the roles, and never its own column", async () => {
    const id = await somebody([]);
    await change("admin", id, [], ["desk:admin"]);
    const account = await stored(id);
    expect(account.role).toBe("");
    expect(account.aud).toBe("");
  });

  it("R13 says so when they are no longer what the caller saw", async () => {
    const id = await somebody(["member", "subscriber"]);
    const reply = await change("support", id, ["member"], []);
    expect(reply.status).toBe(409);
    expect(reply.body.error).toMatchObject({ code: "changed_meanwhile", current: { roles: ["member", "subscriber"] } });
    expect((await stored(id)).app_metadata.roles).toEqual(["member", "subscriber"]);
    expect((await change("support", id, ["subscriber", "member"], [])).status).toBe(200);
  });

  it.each([
    ["support", [], ["desk:viewer"]],
    ["support", [], ["editor"]],
    ["support", ["editor"], []],
    ["support", ["desk:viewer"], []],
    ["support", ["desk:admin"], ["desk:admin", "member"]],
    ["viewer", [], ["member"]],
  ] as const)("S15 S17 S18 is refused to %s, from %j to %j, and recorded", async (as, before, after) => {
    const id = await somebody([...before]);
    const reply = await change(as, id, [...before], [...after]);
    expect(reply.status).toBe(403);
    expect((await stored(id)).app_metadata.roles).toEqual(before);
    const { body } = await world.api("GET", `/audit?target=${id}`, { as: "viewer" });
    expect(body.entries).toMatchObject([{ outcome: "refused", actor: { email: `${as}@example.com` }, target: { id } }]);
  });

  it("S17 is refused on oneself", async () => {
    for (const as of ["support", "admin"] as const) {
      const id = await world.idOf(`${as}@example.com`);
      const reply = await change(as, id, [`desk:${as}`], [`desk:${as}`, "member"]);
      expect(reply.body.error.code).toBe("forbidden");
    }
  });

  it("S19 lets an admin make and unmake admins, and nobody touch an owner", async () => {
    const id = await somebody([]);
    expect((await change("admin", id, [], ["desk:admin"])).body.user.rank).toBe("admin");
    expect((await change("admin", id, ["desk:admin"], [])).body.user.rank).toBeUndefined();
    const owner = await world.idOf("owner@example.com");
    expect((await change("admin", owner, [], ["member"])).status).toBe(403);
  });

  it("is refused while the account is suspended, so that a restore gives back what was taken", async () => {
    const id = await somebody([], { status: "suspended", roles: ["member"] });
    const reply = await change("admin", id, [], ["member"]);
    expect(reply.body.error).toMatchObject({ code: "invalid", field: "roles" });
  });

  it("protects suspended staff from support", async () => {
    const id = await somebody([], { status: "suspended", roles: ["desk:admin"] });
    expect((await change("support", id, [], ["member"])).body.error.code).toBe("forbidden");
  });

  it("leaves an entry with before, after, why and from where", async () => {
    const id = await somebody(["member"]);
    await world.api("PUT", `/users/${id}/roles`, {
      as: "admin",
      body: { roles: ["desk:viewer"], expected: ["member"], reason: "joins the team" },
    });
    const { body } = await world.api("GET", `/audit?target=${id}`, { as: "viewer" });
    expect(body.entries).toMatchObject([
      {
        action: "users.set_staff_roles",
        outcome: "done",
        before: { roles: ["member"] },
        after: { roles: ["desk:viewer"] },
        reason: "joins the team",
        deploy: { context: "production" },
      },
    ]);
  });

  it("to staff rank mails a link to set a password to somebody who signed up alone, and says so", async () => {
    const email = "alone@example.org";
    await world.identity("POST", "/signup", { body: { email, password: "whoever typed this" } });
    const id = await world.idOf(email);
    const { body } = await change("admin", id, [], ["desk:viewer"]);
    expect(body.notices).toEqual([expect.stringContaining("may know the password")]);
    expect(world.mailsTo(email).at(-1)?.links[0]).toContain("#recovery_token=");
  });

  it("R13 of four people at once ends as one of them asked, and tells the others", async () => {
    const id = await somebody([]);
    const wanted = ["member", "subscriber", "editor", "billing"];
    const replies = await Promise.all(wanted.map((role) => change("admin", id, [], [role])));
    const codes = replies.map(({ status }) => status);
    expect(codes.filter((status) => status === 200).length).toBeGreaterThanOrEqual(1);
    expect(new Set(codes)).toEqual(new Set(codes.includes(409) ? [200, 409] : [200]));
  });

  it("to what they are already changes nothing and leaves no entry", async () => {
    const id = await somebody(["member", "editor"]);
    expect((await change("admin", id, ["member", "editor"], ["editor", "member"])).status).toBe(200);
    expect((await world.api("GET", `/audit?target=${id}`, { as: "viewer" })).body.entries).toEqual([]);
  });
});
