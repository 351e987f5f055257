import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { AuditEntry } from "#lib/contract/audit.ts";
import { type ShakyDesk, startShakyDesk } from "#lib/testing/shaky-desk.ts";

let desk: ShakyDesk;
beforeAll(async () => {
  desk = await startShakyDesk();
});
afterAll(() => desk.close());
afterEach(() => {
  desk.identity.clear();
  desk.blobs.clear();
  vi.useRealTimers();
});

let count = 0;
async function somebody(roles: string[] = []): Promise<string> {
  count += 1;
  const email = `audited${count}@example.org`;
  desk.world.local.identity.people.add([{ email, app_metadata: { roles } }]);
  return desk.world.idOf(email);
}

const AUDIT = /\/site:desk-audit-production\//;
const OUTCOME = /\.outcome$/;

const setRoles = (
  id: string,
  expected: string[],
  roles: string[],
  as: "support" | "admin" | "viewer" | "member" = "support",
  deploy?: unknown,
) => desk.call("PUT", `/users/${id}/roles`, { as, body: { roles, expected }, deploy });
const entriesOf = async (id: string): Promise<AuditEntry[]> =>
  (await desk.call("GET", `/audit?target=${id}`, { as: "viewer" })).body.entries.map((entry: unknown) =>
    AuditEntry.parse(entry),
  );
const rolesOf = async (id: string) => (await desk.world.operator("GET", `/admin/users/${id}`)).body.app_metadata.roles;

describe("the audit", () => {
  it("S86 is written before and after, each part once and never over", async () => {
    const id = await somebody();
    await setRoles(id, [], ["member"]);
    const writes = desk.blobs.calls.filter(
      (call) => call.method === "PUT" && AUDIT.test(call.path) && call.path.includes("/log/"),
    );
    expect(writes.map((call) => call.path.split(".").at(-1))).toEqual(["intent", "outcome"]);
    expect(writes.every((call) => call.headers["if-none-match"] === "*")).toBe(true);
    const change = desk.identity.calls.findIndex((call) => call.method === "PUT");
    expect(change).toBeGreaterThan(-1);
    expect((await entriesOf(id)).map((entry) => entry.outcome)).toEqual(["done"]);
  });

  it("goes from the newest back, page by page, each entry once", async () => {
    const id = await somebody();
    for (let turn = 0; turn < 5; turn += 1) await setRoles(id, turn % 2 ? ["member"] : [], turn % 2 ? [] : ["member"]);
    const all: AuditEntry[] = [];
    let next: string | undefined;
    do {
      const query = `limit=2&target=${id.toUpperCase()}${next ? `&cursor=${next}` : ""}`;
      const { body } = await desk.call("GET", `/audit?${query}`, { as: "viewer" });
      expect(body.entries.length).toBeLessThanOrEqual(2);
      all.push(...body.entries);
      next = body.next;
    } while (next);
    expect(all).toHaveLength(5);
    expect(new Set(all.map((entry) => entry.id)).size).toBe(5);
    expect(all.map((entry) => entry.at)).toEqual(
      all
        .map((entry) => entry.at)
        .toSorted()
        .reverse(),
    );
  });

  it("of everybody goes by pages too", async () => {
    const { body: first } = await desk.call("GET", "/audit?limit=3", { as: "viewer" });
    const { body: second } = await desk.call("GET", `/audit?limit=3&cursor=${first.next}`, { as: "viewer" });
    const ids = [...first.entries, ...second.entries].map((entry: AuditEntry) => entry.id);
    expect(new Set(ids).size).toBe(6);
    expect(ids).toEqual(ids.toSorted());
  });

  it.each(["x", "../../log", "0".repeat(24), "%"])("refuses the cursor %j, which no page gave out", async (cursor) => {
    const reply = await desk.call("GET", `/audit?cursor=${encodeURIComponent(cursor)}`, { as: "viewer" });
    expect(reply.body.error).toMatchObject({ code: "invalid", field: "cursor" });
  });

  it("is kept apart for each deploy context", async () => {
    const id = await somebody();
    vi.stubEnv("DESK_ALLOW_WRITES", "deploy-preview");
    const preview = { context: "deploy-preview", id: "p1", published: false };
    expect((await setRoles(id, [], ["member"], "support", preview)).status).toBe(200);
    vi.stubEnv("DESK_ALLOW_WRITES", "");
    expect(await entriesOf(id)).toEqual([]);
    const there = await desk.call("GET", `/audit?target=${id}`, { as: "viewer", deploy: preview });
    expect(there.body.entries).toMatchObject([{ deploy: { context: "deploy-preview", id: "p1" } }]);
  });
});

describe("a narrowed audit", () => {
  const ask = (query: string) => desk.call("GET", `/audit?${query}`, { as: "viewer" });

  it("finds by the address of who did it and of whom it was done to, however it is spelt", async () => {
    const id = await somebody();
    await setRoles(id, [], ["member"], "admin");
    await setRoles(id, ["member"], [], "support");
    const email = `AUDITED${count}@example.org`;
    const { entries } = (await ask(`target=${email}&actor=Admin@Example.com&action=roles&outcome=done`)).body;
    expect(entries).toMatchObject([{ target: { id }, actor: { email: "admin@example.com" }, outcome: "done" }]);
    expect((await ask(`target=${email}`)).body.entries).toHaveLength(2);
    expect((await ask(`target=${email}&outcome=refused,failed`)).body).toEqual({ entries: [] });
  });

  it("takes a plain date for the whole day", async () => {
    const id = await somebody();
    await setRoles(id, [], ["member"]);
    const today = new Date().toISOString().slice(0, 10);
    expect((await ask(`target=${id}&from=${today}&to=${today}`)).body.entries).toHaveLength(1);
    expect((await ask(`target=${id}&to=2026-01-01`)).body.entries).toEqual([]);
  });

  it.each([
    "actor=anna",
    "target=x y@example.org",
    "kind=robot",
    "action=users.fly",
    "outcome=good",
    "from=yesterday",
    "to=2026-13-01",
    "batch=../log",
  ])("refuses %j by the name of the field", async (query) => {
    const { error } = (await ask(query)).body;
    expect(error).toMatchObject({ code: "invalid", field: query.split("=")[0] });
    expect(error.message.length).toBeGreaterThan(20);
  });

  it("gives one entry under its own address", async () => {
    const id = await somebody();
    await setRoles(id, [], ["member"]);
    const [entry] = await entriesOf(id);
    expect((await desk.call("GET", `/audit/${entry?.id}`, { as: "viewer" })).body).toEqual({ entry });
    const none = await desk.call("GET", "/audit/0000000000000-0000000000", { as: "viewer" });
    expect(none.body.error.code).toBe("not_found");
  });
});

describe("refused attempts", () => {
  it("S15 by staff are recorded each time", async () => {
    const id = await somebody();
    await setRoles(id, [], ["member"], "viewer");
    await setRoles(id, [], ["member"], "viewer");
    const entries = await entriesOf(id);
    expect(entries).toHaveLength(2);
    expect(entries[0]).toMatchObject({
      outcome: "refused",
      actor: { kind: "staff", email: "viewer@example.com" },
      action: "users.set_roles",
    });
    expect(entries[0]?.message).toContain("viewer");
  });

  it("by others are recorded once a minute", async () => {
    await Promise.all([desk.world.tokenOf("member"), desk.world.tokenOf("viewer")]);
    const all = async () => (await desk.call("GET", "/audit?limit=100", { as: "viewer" })).body.entries;
    const before = (await all()).length;
    const nextMinute = Math.ceil(Date.now() / 60_000) * 60_000;
    vi.useFakeTimers({ now: nextMinute + 1_000, toFake: ["Date"] });
    for (let n = 0; n < 4; n += 1) await desk.call("GET", "/users", { as: "member" });
    expect((await all()).length).toBe(before + 1);
    expect((await all())[0]).toMatchObject({
      outcome: "refused",
      actor: { kind: "person", email: "member@example.com" },
    });
    vi.setSystemTime(nextMinute + 61_000);
    await desk.call("GET", "/users", { as: "member" });
    expect((await all()).length).toBe(before + 2);
  });

  it("stay refused when they cannot be recorded", async () => {
    desk.blobs.on("PUT", AUDIT, { kind: "answer", status: 500 });
    const id = await somebody();
    expect((await setRoles(id, [], ["member"], "viewer")).body.error.code).toBe("forbidden");
    expect((await desk.call("GET", "/users", { as: "member" })).body.error.code).toBe("not_staff");
  });
});

describe("a store that is down", () => {
  it.each([500, 503, 429, 401, 403])(
    "R44 stops every change before Identity hears of it, status %i",
    async (status) => {
      const id = await somebody();
      desk.blobs.on("PUT", AUDIT, { kind: "answer", status });
      const started = Date.now();
      const reply = await setRoles(id, [], ["member"]);
      expect(reply.status).toBe(503);
      expect(reply.body.error.code).toBe("store_unavailable");
      // The client of Blobs by itself would try for 25 s.
      expect(Date.now() - started).toBeLessThan(10_000);
      expect(await rolesOf(id)).toEqual([]);
      const people = desk.world.local.identity.people.count();
      const create = await desk.call("POST", "/users", {
        as: "support",
        body: { email: `r44-${status}@example.org`, access: "mail" },
      });
      expect(create.body.error.code).toBe("store_unavailable");
      expect(desk.world.local.identity.people.count()).toBe(people);
    },
  );

  it("R42 R44 that hangs does so too, within its deadline", async () => {
    const id = await somebody();
    desk.blobs.on("PUT", AUDIT, { kind: "hang" });
    const started = Date.now();
    expect((await setRoles(id, [], ["member"])).body.error.code).toBe("store_unavailable");
    // Its deadline is 3 s: once, and not again for each of the writes.
    expect(Date.now() - started).toBeLessThan(5_900);
    expect(await rolesOf(id)).toEqual([]);
  });

  it("R44 after the change does not hide the change", async () => {
    const id = await somebody();
    desk.blobs.on("PUT", OUTCOME, { kind: "drop" });
    const reply = await setRoles(id, [], ["member"]);
    expect(reply.status).toBe(200);
    expect(desk.logs.join("\n")).toContain("audit_outcome_lost");
    expect(await entriesOf(id)).toMatchObject([{ outcome: "unknown", after: { roles: ["member"] } }]);
  });

  it("says so to who reads the audit", async () => {
    desk.blobs.on("GET", AUDIT, { kind: "answer", status: 500 });
    desk.blobs.on("GET", /\?prefix=/, { kind: "answer", status: 500 });
    expect((await desk.call("GET", "/audit", { as: "viewer" })).body.error.code).toBe("store_unavailable");
  });
});

describe("an outcome that was never written", () => {
  async function lost(change: () => Promise<unknown>): Promise<void> {
    desk.blobs.on("PUT", OUTCOME, { kind: "drop" });
    await change();
    desk.blobs.clear();
    desk.identity.clear();
    vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ["Date"] });
  }

  it("S86 is told by the account later, once and for all", async () => {
    const id = await somebody();
    await lost(() => setRoles(id, [], ["member"]));
    expect(await entriesOf(id)).toMatchObject([{ outcome: "done" }]);
    vi.useRealTimers();
    await setRoles(id, ["member"], []);
    expect((await entriesOf(id)).map((entry) => entry.outcome)).toEqual(["done", "done"]);
  });

  it("S86 is a failure when the account is as it was", async () => {
    const id = await somebody();
    await lost(() => {
      desk.identity.on("PUT", /\/admin\/users\//, { kind: "answer", status: 500 });
      return setRoles(id, [], ["member"]);
    });
    expect(await entriesOf(id)).toMatchObject([{ outcome: "failed" }]);
  });

  it("S86 stays unknown when the account is neither", async () => {
    const id = await somebody();
    await lost(() => setRoles(id, [], ["member"]));
    await desk.world.operator("PUT", `/admin/users/${id}`, { app_metadata: { roles: ["subscriber"] } });
    expect(await entriesOf(id)).toMatchObject([{ outcome: "unknown" }]);
  });

  it("S86 of a creation is told by whether there is an account", async () => {
    const body = { email: "half@example.org", access: "mail" };
    await lost(() => desk.call("POST", "/users", { as: "support", body }));
    const { entries } = (await desk.call("GET", "/audit?limit=100", { as: "viewer" })).body;
    const entry = entries.find((known: AuditEntry) => known.target?.email === "half@example.org");
    expect(entry).toMatchObject({ action: "users.create", outcome: "done" });
    expect(await entriesOf(await desk.world.idOf("half@example.org"))).toHaveLength(1);
  });

  it("R15 of a creation that got no further than the account is a failure", async () => {
    const email = "without-roles@example.org";
    await lost(() => {
      desk.identity.on("PUT", /\/admin\/users\//, { kind: "answer", status: 500 });
      return desk.call("POST", "/users", { as: "support", body: { email, access: "mail", roles: ["member"] } });
    });
    const { entries } = (await desk.call("GET", "/audit?limit=100", { as: "viewer" })).body;
    const entry = entries.find((known: AuditEntry) => known.target?.email === email);
    expect(entry).toMatchObject({ action: "users.create", outcome: "failed" });
  });
});
