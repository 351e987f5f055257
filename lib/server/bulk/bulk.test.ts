import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { BulkResult } from "#lib/contract/bulk.ts";
import type { Rank } from "#lib/contract/policy.ts";
import { type ShakyDesk, startShakyDesk } from "#lib/testing/shaky-desk.ts";

let desk: ShakyDesk;
beforeAll(async () => {
  desk = await startShakyDesk();
});
afterAll(() => desk.close());
beforeEach(() => desk.identity.clear());

let count = 0;
async function somebody(roles: string[], more: Record<string, unknown> = {}): Promise<string> {
  count += 1;
  const email = `many${count}@x.io`;
  desk.world.local.identity.people.add([
    { email, confirmed_at: "2026-01-02T03:04:05Z", app_metadata: { provider: "email", roles }, ...more },
  ]);
  return desk.world.idOf(email);
}
const several = (number: number, roles: string[] = []) =>
  Promise.all(Array.from({ length: number }, () => somebody(roles)));
const batch = () => {
  count += 1;
  return count.toString(16).padStart(32, "0");
};
const bulk = (as: Rank, body: Record<string, unknown>) =>
  desk.call("POST", "/users/bulk", { as, body: { batch: batch(), ...body } });
const rolesOf = async (id: string) =>
  (await desk.world.operator("GET", `/admin/users/${id}`)).body.app_metadata.roles ?? [];
const outcomes = (body: { results: BulkResult[] }) =>
  Object.fromEntries(body.results.map(({ id, outcome }) => [id, outcome]));
const unknownId = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed";

describe("one thing done to many", () => {
  it("tells of each what became of it, and does to each what the same change does to one", async () => {
    const [a = "", b = ""] = [await somebody(["subscriber"]), await somebody(["member"])];
    const { status, body } = await bulk("support", { action: "add_role", role: "member", ids: [a, b, a] });
    expect(status).toBe(200);
    expect(outcomes(body)).toEqual({ [a]: "done", [b]: "unchanged" });
    expect(await rolesOf(a)).toEqual(["subscriber", "member"]);
    const taken = await bulk("support", { action: "remove_role", role: "subscriber", ids: [a, b] });
    expect(outcomes(taken.body)).toEqual({ [a]: "done", [b]: "unchanged" });
    expect(await rolesOf(a)).toEqual(["member"]);
  });

  it("S23 R36 refuses by name whoever it may not touch, and goes on with the others", async () => {
    const ordinary = await several(5);
    const [owner, admin, self, suspended] = [
      await desk.world.idOf("owner@example.com"),
      await desk.world.idOf("admin@example.com"),
      await desk.world.idOf("support@example.com"),
      await somebody([], { app_metadata: { roles: [], desk: { status: "suspended", roles: [] } } }),
    ];
    const ids = [owner, ...ordinary, admin, self, unknownId, suspended];
    const run = batch();
    const { body } = await bulk("support", { action: "add_role", role: "member", ids, batch: run });
    const found = outcomes(body);
    expect(ordinary.map((id) => found[id])).toEqual(ordinary.map(() => "done"));
    for (const id of [owner, admin, self, unknownId, suspended]) expect(found[id]).toBe("refused");
    const told = new Map(body.results.map((result: BulkResult) => [result.id, result]));
    expect(told.get(owner)).toMatchObject({ email: "owner@example.com", message: expect.stringContaining("owner") });
    expect(told.get(self)).toMatchObject({ message: expect.stringContaining("your own account") });
    expect(told.get(unknownId)).toMatchObject({ message: expect.stringContaining("no user with this id") });
    expect(await rolesOf(admin)).toEqual(["desk:admin"]);

    const about = await desk.call("GET", `/audit?target=${ordinary[0]}`, { as: "viewer" });
    expect(about.body.entries).toMatchObject([{ outcome: "done", batch: run, after: { roles: ["member"] } }]);
    const refused = await desk.call("GET", `/audit?target=${admin}`, { as: "viewer" });
    expect(refused.body.entries[0]).toMatchObject({ outcome: "refused", batch: run });
  });

  const matrix: [Rank, string, string, string][] = [
    ["support", "member", "member", "done"],
    ["support", "editor", "member", "refused"],
    ["support", "desk:viewer", "member", "refused"],
    ["support", "member", "desk:viewer", "refused"],
    ["admin", "editor", "member", "done"],
    ["admin", "desk:admin", "member", "done"],
    ["admin", "member", "desk:admin", "done"],
    ["owner", "desk:viewer", "desk:admin", "done"],
  ];
  it.each(matrix)(
    "S17 S20 judges each by its effect: %s gives %s to a %s, who is %s",
    async (as, role, has, outcome) => {
      const id = await somebody([has]);
      // Having it already must not be a way round.
      const wanted = role === has ? "subscriber" : role;
      const { body } = await bulk(as, { action: "add_role", role: wanted, ids: [id] });
      expect(outcomes(body)).toEqual({ [id]: outcome });
      expect(await rolesOf(id)).toEqual(outcome === "done" ? [has, wanted] : [has]);
    },
  );

  it("confirms by hand, and whoever is confirmed already stays as they are", async () => {
    const ids = [await somebody([], { confirmed_at: undefined }), await somebody([])];
    const { body } = await bulk("support", { action: "confirm", ids });
    expect(ids.map((id) => outcomes(body)[id])).toEqual(["done", "unchanged"]);
    expect((await desk.world.operator("GET", `/admin/users/${ids[0]}`)).body.confirmed_at).toBeTruthy();
  });

  it("suspends and restores, and whoever is so already is unchanged", async () => {
    const ids = [...(await several(2, ["member"])), await desk.world.idOf("admin@example.com")];
    const run = async (body: Record<string, unknown>) => {
      const found = outcomes((await bulk("support", { ids, ...body })).body);
      return ids.map((id) => found[id]);
    };
    expect((await bulk("support", { action: "suspend", ids })).body.error.field).toBe("reason");
    expect(await run({ action: "suspend", reason: "spam" })).toEqual(["done", "done", "refused"]);
    expect(await rolesOf(ids[0] ?? "")).toEqual([]);
    expect(await run({ action: "suspend", reason: "spam" })).toEqual(["unchanged", "unchanged", "refused"]);
    expect(await run({ action: "restore" })).toEqual(["done", "done", "refused"]);
    expect(await rolesOf(ids[0] ?? "")).toEqual(["member"]);
  });

  it("S19 puts many into the bin for admins only, and no owner for anybody below", async () => {
    const ids = [...(await several(2)), await desk.world.idOf("owner@example.com")];
    expect((await bulk("support", { action: "delete", ids })).body.error.code).toBe("forbidden");
    const found = outcomes((await bulk("admin", { action: "delete", ids })).body);
    expect(ids.map((id) => found[id])).toEqual(["done", "done", "refused"]);
    const again = outcomes((await bulk("admin", { action: "delete", ids })).body);
    expect(ids.map((id) => again[id])).toEqual(["unchanged", "unchanged", "refused"]);
    const back = outcomes((await bulk("admin", { action: "restore", ids: ids.slice(0, 2) })).body);
    expect(Object.values(back)).toEqual(["done", "done"]);
  });

  it("mails each a link, once: whoever has just been mailed is told as failed, and nobody waits for them", async () => {
    const ids = await several(3);
    const send = async () => Object.values(outcomes((await bulk("support", { action: "resend", ids })).body));
    expect(await send()).toEqual(["done", "done", "done"]);
    expect(await send()).toEqual(["failed", "failed", "failed"]);
  });

  it("S15 is closed to viewers, whatever the action", async () => {
    const reply = await bulk("viewer", { action: "add_role", role: "member", ids: await several(1) });
    expect(reply.body.error.code).toBe("forbidden");
  });

  it("names what is missing or too much", async () => {
    const ids = await several(1);
    const field = async (body: Record<string, unknown>) => (await bulk("admin", body)).body.error.field;
    expect(await field({ action: "add_role", ids })).toBe("role");
    expect(await field({ action: "promote", ids })).toBe("action");
    expect(await field({ action: "add_role", role: "member", ids: [] })).toBe("ids");
    const many = Array.from({ length: 26 }, () => crypto.randomUUID());
    expect(await field({ action: "add_role", role: "member", ids: many })).toBe("ids");
    expect(await field({ action: "add_role", role: "member", ids: ["../settings"] })).toBe("ids.0");
    expect(await field({ action: "add_role", role: "member", ids, batch: "mine" })).toBe("batch");
  });
});

describe("one thing done to many over a shaky Identity", () => {
  const ONE = /\/admin\/users\/[0-9a-f-]{36}$/;

  it("R36 the same request twice does no harm: what was done is unchanged, and has one entry", async () => {
    const ids = await several(4);
    const body = { action: "add_role", role: "member", ids, batch: batch() };
    expect(Object.values(outcomes((await bulk("admin", body)).body))).toEqual(ids.map(() => "done"));
    expect(Object.values(outcomes((await bulk("admin", body)).body))).toEqual(ids.map(() => "unchanged"));
    const about = await desk.call("GET", `/audit?target=${ids[0]}`, { as: "viewer" });
    expect(about.body.entries).toHaveLength(1);
  });

  it("R36 tells which failed when Identity breaks in the middle, and they go through another time", async () => {
    const ids = await several(8);
    const victim = new RegExp(`/admin/users/${ids[5]}$`);
    desk.identity.on("PUT", victim, { kind: "answer", status: 400, body: '{"code":400,"msg":"no"}' });
    const first = outcomes((await bulk("admin", { action: "add_role", role: "member", ids })).body);
    expect(ids.filter((id) => first[id] === "failed")).toEqual([ids[5]]);
    expect(ids.filter((id) => first[id] === "done")).toHaveLength(7);
    desk.identity.clear();
    const again = outcomes((await bulk("admin", { action: "add_role", role: "member", ids: [ids[5]] })).body);
    expect(again).toEqual({ [ids[5] ?? ""]: "done" });
  });

  it("settles a change whose answer was lost: the second try finds it done", async () => {
    const [id = ""] = await several(1);
    desk.identity.on("PUT", ONE, { kind: "lose" }, 1);
    const { body } = await bulk("admin", { action: "add_role", role: "member", ids: [id] });
    expect(outcomes(body)).toEqual({ [id]: "done" });
    expect(await rolesOf(id)).toEqual(["member"]);
  });

  it("R05 begins nothing more once Identity asks to wait, and passes on for how long", async () => {
    const ids = await several(12);
    desk.identity.on("PUT", ONE, { kind: "answer", status: 429, headers: { "retry-after": "7" } });
    const { status, body } = await bulk("admin", { action: "add_role", role: "member", ids });
    expect(status).toBe(200);
    expect(body).toEqual({ results: [], wait: 7 });
    expect(desk.identity.calls.filter(({ method }) => method === "PUT").length).toBeLessThanOrEqual(4);
  });

  it("asks Identity about a few at a time, never about all at once", async () => {
    const ids = await several(12);
    await bulk("admin", { action: "add_role", role: "member", ids });
    const firstPut = desk.identity.calls.findIndex(({ method }) => method === "PUT");
    const before = desk.identity.calls.slice(0, firstPut).filter(({ path }) => ONE.test(path));
    expect(new Set(before.map(({ path }) => path)).size).toBeLessThanOrEqual(4);
  });

  it("R44 changes nobody while the audit store is down", async () => {
    const ids = await several(3);
    desk.blobs.on("PUT", /.*/, { kind: "answer", status: 503 });
    const { body } = await bulk("admin", { action: "add_role", role: "member", ids });
    desk.blobs.clear();
    expect(Object.values(outcomes(body))).toEqual(ids.map(() => "failed"));
    for (const id of ids) expect(await rolesOf(id)).toEqual([]);
  });
});
