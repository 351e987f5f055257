import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Rank } from "#lib/contract/policy.ts";
import { peopleIn } from "#lib/testing/people-in.ts";
import { type Caller, startWorld, type World } from "#lib/testing/world.ts";

let world: World;
let people: ReturnType<typeof peopleIn>;
beforeAll(async () => {
  world = await startWorld();
  people = peopleIn(world);
});
afterAll(() => world.close());

const password = "a password of theirs";
const reason = "asked for it";
const somebody = (roles: string[], desk?: unknown, more = {}) =>
  people.add({ password, app_metadata: { provider: "email", roles, desk, kept: 1 }, ...more });
const suspend = (as: Caller, id: string, body: object = { reason }) =>
  world.api("POST", `/users/${id}/suspend`, { as, body });
const restore = (as: Caller, id: string) => world.api("POST", `/users/${id}/restore`, { as, body: {} });
const remove = (as: Caller, id: string) => world.api("DELETE", `/users/${id}`, { as, body: { reason } });
const canSignIn = async (id: string) => {
  const { email } = await people.stored(id);
  return world.signIn(email, password).then(
    () => true,
    () => false,
  );
};

describe("suspending", () => {
  it("puts the roles aside, keeps everything else, shuts the door and says what stays open", async () => {
    const id = await somebody(["member", "editor"]);
    const { status, body } = await suspend("support", id);
    expect(status).toBe(200);
    expect(body.user).toMatchObject({ status: "suspended", roles: [], keptOut: { roles: ["member", "editor"] } });
    expect(Date.parse(body.bitesBy)).toBeGreaterThan(Date.now());
    expect(body.notices).toEqual([expect.stringContaining("go on without roles")]);
    const { app_metadata } = await people.stored(id);
    expect(app_metadata).toMatchObject({ provider: "email", kept: 1, roles: [], desk: { status: "suspended" } });
    expect(await canSignIn(id)).toBe(false);
  });

  it("keeps the reason in the audit only, for the owner of an account reads its metadata", async () => {
    const id = await somebody([]);
    await suspend("support", id, { reason: "SENTINEL reason" });
    expect(JSON.stringify(await people.stored(id))).not.toContain("SENTINEL");
    expect(await people.entries(id)).toMatchObject([
      { action: "users.suspend", outcome: "done", reason: "SENTINEL reason", before: { roles: [], desk: null } },
    ]);
  });

  it.each([{}, { reason: "  " }, { reason: "x", until: "tomorrow" }, { reason: "x", until: "2020-01-01T00:00:00Z" }])(
    "is refused for %j",
    async (body) => {
      const id = await somebody(["member"]);
      expect((await suspend("admin", id, body)).status).toBe(422);
      expect((await people.stored(id)).app_metadata.roles).toEqual(["member"]);
    },
  );

  it("changes the end of somebody who is suspended, and nothing else of them", async () => {
    const id = await somebody(["member"]);
    const first = await suspend("support", id);
    const until = "2099-11-30T12:00:00.000Z";
    const again = await suspend("support", id, { reason, until: "2099-11-30T13:00:00+01:00" });
    expect(again.body.user.keptOut).toEqual({ ...first.body.user.keptOut, until });
    expect((await suspend("support", id)).body.user.keptOut).toEqual(first.body.user.keptOut);
    expect((await suspend("support", id)).body.entry).toBeUndefined();
  });

  it("of staff has no end, for no machine may give staff roles", async () => {
    const id = await somebody(["desk:viewer"]);
    const reply = await suspend("admin", id, { reason, until: "2099-11-30T12:00:00Z" });
    expect(reply.body.error).toMatchObject({ code: "invalid", field: "until" });
    expect((await suspend("admin", id)).status).toBe(200);
  });

  it.each(["in_review", "rejected", "deleted"])("is refused for somebody who is %s already", async (status) => {
    const id = await somebody([], { status, since: "2026-01-01T00:00:00Z", roles: [] });
    expect((await suspend("admin", id)).body.error.code).toBe("invalid");
  });

  it("takes away a rank of staff at once", async () => {
    const id = await somebody(["desk:support"]);
    const { email } = await people.stored(id);
    const token = (await world.signIn(email, password)).accessToken;
    expect((await world.api("GET", "/session", { as: { token } })).status).toBe(200);
    await suspend("admin", id);
    expect((await world.api("GET", "/session", { as: { token } })).body.error.code).toBe("not_staff");
  });
});

describe("restoring", () => {
  it("gives the roles back and opens the door", async () => {
    const id = await somebody(["member"]);
    const before = await people.stored(id);
    await suspend("support", id);
    expect((await restore("support", id)).body.user).toMatchObject({ status: "active", roles: ["member"] });
    const after = await people.stored(id);
    expect(after.app_metadata).toEqual(before.app_metadata);
    expect(await canSignIn(id)).toBe(true);
  });

  it("S17 S20 needs the rank to give the roles that come back", async () => {
    const id = await somebody([], { status: "suspended", roles: ["editor"] });
    expect((await restore("support", id)).body.error.code).toBe("forbidden");
    expect((await restore("admin", id)).body.user.roles).toEqual(["editor"]);
  });

  it("S19 from the bin needs the rank to delete", async () => {
    const id = await somebody(["member"]);
    await remove("admin", id);
    expect((await restore("support", id)).body.error.code).toBe("forbidden");
    expect((await restore("admin", id)).body.user).toMatchObject({ status: "active", roles: ["member"] });
  });

  it("is no way round a decision about a signup", async () => {
    const id = await somebody([], { status: "in_review", roles: ["member"] });
    expect((await restore("owner", id)).body.error.code).toBe("invalid");
  });

  it("of somebody who is not kept out changes nothing", async () => {
    const id = await somebody(["member"]);
    const { status, body } = await restore("support", id);
    expect([status, body.entry]).toEqual([200, undefined]);
  });
});

describe("the bin", () => {
  it("keeps account, id and password, takes the roles and shuts the door", async () => {
    const id = await somebody(["member"]);
    expect((await remove("admin", id)).body.user).toMatchObject({ status: "deleted", roles: [] });
    expect(await canSignIn(id)).toBe(false);
    expect((await people.stored(id)).id).toBe(id);
    expect((await remove("admin", id)).body.entry).toBeUndefined();
  });

  it.each([
    ["suspended", { status: "suspended", since: "2026-01-01T00:00:00Z", until: "2099-01-01T00:00:00Z" }],
    ["in_review", { status: "in_review", since: "2026-01-01T00:00:00Z" }],
    ["rejected", { status: "rejected", since: "2026-01-01T00:00:00Z" }],
  ])("gives back somebody as they were: %s", async (status, desk) => {
    const id = await somebody([], { ...desk, roles: ["member"] });
    const before = (await people.stored(id)).app_metadata;
    expect((await remove("admin", id)).body.user.status).toBe("deleted");
    expect((await restore("admin", id)).body.user.status).toBe(status);
    expect((await people.stored(id)).app_metadata).toEqual(before);
  });
});

describe("who may suspend, restore and delete whom", () => {
  const ranks: Rank[] = ["viewer", "support", "admin", "owner"];
  const targets = { member: ["member"], viewer: ["desk:viewer"], admin: ["desk:admin"] };
  const may: Record<"viewer" | "support" | "admin", string[]> = {
    viewer: [],
    support: ["suspend member", "restore member"],
    admin: Object.keys(targets).flatMap((name) => ["suspend", "restore", "delete"].map((verb) => `${verb} ${name}`)),
  };
  const cells = ranks.flatMap((as) =>
    Object.entries(targets).flatMap(([name, roles]) =>
      [suspend, restore, remove].map((act) => ({ as, name, roles, act, verb: act === remove ? "delete" : act.name })),
    ),
  );

  it.each(cells)("S15 S16 S19 $as, $verb, $name", async ({ as, name, roles, act, verb }) => {
    const id = await (act === restore ? somebody([], { status: "suspended", roles }) : somebody(roles));
    const before = (await people.stored(id)).app_metadata;
    const { status } = await act(as, id);
    const allowed = may[as === "owner" ? "admin" : as].includes(`${verb} ${name}`);
    expect(status).toBe(allowed ? 200 : 403);
    if (!allowed) expect((await people.stored(id)).app_metadata).toEqual(before);
    expect(await people.entries(id)).toMatchObject([{ outcome: allowed ? "done" : "refused" }]);
  });

  it.each(["support", "admin", "owner"] as const)("S17 S21 %s cannot do it to themselves", async (as) => {
    const id = await world.idOf(`${as}@example.com`);
    for (const act of [suspend, restore, remove]) expect((await act(as, id)).status).toBe(403);
  });

  it("S19 an admin cannot do it to an owner", async () => {
    const id = await world.idOf("owner@example.com");
    for (const act of [suspend, restore, remove]) expect((await act("admin", id)).status).toBe(403);
  });
});

describe("two at once", () => {
  it("R13 suspending and deleting at the same moment keep the roles aside either way", async () => {
    const id = await somebody(["member"]);
    const replies = await Promise.all([suspend("admin", id), remove("owner", id)]);
    expect(replies.map(({ status }) => status).some((status) => status === 200)).toBe(true);
    const { app_metadata } = await people.stored(id);
    expect(app_metadata).toMatchObject({ roles: [], desk: { roles: ["member"] } });
  });
});
