import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type ShakyDesk, startShakyDesk } from "#lib/testing/shaky-desk.ts";

let desk: ShakyDesk;
beforeAll(async () => {
  desk = await startShakyDesk();
});
afterAll(() => desk.close());
beforeEach(() => desk.identity.clear());

let count = 0;
function fresh(): string {
  count += 1;
  return `shaky${count}@example.org`;
}

const LIST = /^\/\.netlify\/identity\/admin\/users\?/;
const CREATE = /^\/\.netlify\/identity\/admin\/users$/;
const ONE = /^\/\.netlify\/identity\/admin\/users\/[0-9a-f-]{36}$/;
const INVITE = /\/invite$/;
const RECOVER = /\/recover$/;

const create = (email: string, more: Record<string, unknown> = {}) =>
  desk.call("POST", "/users", { as: "support", body: { email, roles: ["member"], access: "password", ...more } });
const asked = (method: string, path: RegExp) =>
  desk.identity.calls.filter((call) => call.method === method && path.test(call.path));
const accounts = async (email: string) =>
  (await desk.world.operator("GET", `/admin/users?filter=${encodeURIComponent(email)}`)).body.users;

describe("reading from a shaky Identity", () => {
  it.each([500, 502, 503, 504])("R01 tries a list three times on status %i, then answers it", async (status) => {
    desk.identity.on("GET", LIST, { kind: "answer", status, body: "<html>busy</html>" }, 2);
    expect((await desk.call("GET", "/users", { as: "viewer" })).status).toBe(200);
    expect(asked("GET", LIST)).toHaveLength(3);
  });

  it("R01 gives up after three tries with an error that tells what to do", async () => {
    desk.identity.on("GET", LIST, { kind: "answer", status: 503 });
    const reply = await desk.call("GET", "/users", { as: "viewer" });
    expect(reply.status).toBe(503);
    expect(reply.body.error).toMatchObject({ code: "identity_unavailable" });
    expect(asked("GET", LIST)).toHaveLength(3);
  });

  it("R01 survives a connection that breaks", async () => {
    desk.identity.on("GET", LIST, { kind: "drop" }, 1);
    expect((await desk.call("GET", "/users", { as: "viewer" })).status).toBe(200);
  });

  it("says that Identity is down, not that somebody is signed out", async () => {
    desk.identity.on("GET", /\/user$/, { kind: "answer", status: 502 });
    const reply = await desk.call("GET", "/session", { as: "viewer" });
    expect(reply.status).toBe(503);
    expect(reply.body.error.code).toBe("identity_unavailable");
  });

  const odd: [string, string][] = [
    ["HTML", "<html></html>"],
    ["nothing", ""],
    ["cut JSON", '{"users":[{"id":"'],
    ["a list", "[]"],
    ["no users", '{"aud":""}'],
    ["users: null", '{"aud":"","users":null}'],
    ["users without an id", '{"aud":"","users":[{"email":"a@b.cd"}]}'],
    [
      "users with a strange id",
      '{"aud":"","users":[{"id":"../x","aud":"","email":"a","created_at":"2026-01-01T00:00:00Z"}]}',
    ],
    [
      "users from no time",
      '{"aud":"","users":[{"id":"1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed","aud":"","email":"a","created_at":"soon"}]}',
    ],
  ];
  it.each(odd)("R06 calls status 200 with %s an unexpected answer", async (_what, body) => {
    desk.identity.on("GET", LIST, { kind: "replace", body });
    const reply = await desk.call("GET", "/users", { as: "viewer" });
    expect(reply.status).toBe(503);
    expect(reply.body.error.message).toContain("unexpected answer");
  });

  it.each(odd)("R06 lets nobody in on a caller's record of %s", async (_what, body) => {
    desk.identity.on("GET", /\/user$/, { kind: "replace", body });
    expect((await desk.call("GET", "/session", { as: "admin" })).status).toBe(503);
  });

  it("R05 passes on that Identity asks to wait", async () => {
    desk.identity.on("GET", LIST, { kind: "answer", status: 429, headers: { "retry-after": "7" } });
    const reply = await desk.call("GET", "/users", { as: "viewer" });
    expect(reply.status).toBe(429);
    expect(reply.headers.get("retry-after")).toBe("7");
  });

  it("follows no redirect, which could carry the operator token away", async () => {
    desk.identity.on("GET", LIST, { kind: "answer", status: 307, headers: { location: "http://127.0.0.1:9/" } });
    expect((await desk.call("GET", "/users", { as: "viewer" })).status).toBe(503);
  });

  it.each([undefined, "many", "-1"])("R35 falls back when the total is %s", async (total) => {
    const body = '{"aud":"","users":[]}';
    desk.identity.on("GET", LIST, {
      kind: "replace",
      body,
      headers: total === undefined ? {} : { "x-total-count": total },
    });
    const reply = await desk.call("GET", "/users?page=3&perPage=10", { as: "viewer" });
    expect(reply.body).toMatchObject({ users: [], total: 20 });
  });

  it("cuts an answer that never ends", async () => {
    desk.identity.on("GET", LIST, { kind: "replace", body: `{"users":["${"x".repeat(9_000_000)}` });
    expect((await desk.call("GET", "/users", { as: "viewer" })).body.error.message).toContain("too large");
  });

  it("says so when Identity no longer takes our token", async () => {
    desk.identity.on("GET", LIST, { kind: "answer", status: 401, body: '{"code":401,"msg":"Invalid token"}' });
    expect((await desk.call("GET", "/users", { as: "viewer" })).status).toBe(503);
  });
});

describe.concurrent("a slow Identity", () => {
  it("R04 that hangs is given up within 8 s", { timeout: 30_000 }, async ({ expect }) => {
    desk.identity.on("GET", /page=41/, { kind: "hang" });
    const started = Date.now();
    const reply = await desk.call("GET", "/users?page=41", { as: "viewer" });
    expect(reply.status).toBe(503);
    expect(Date.now() - started).toBeLessThan(12_000);
  });

  it("R07 that drips its answer is given up all the same", { timeout: 30_000 }, async ({ expect }) => {
    desk.identity.on("GET", /page=42/, { kind: "drip", everyMs: 1000 });
    const started = Date.now();
    const reply = await desk.call("GET", "/users?page=42", { as: "viewer" });
    expect(reply.status).toBe(503);
    expect(Date.now() - started).toBeLessThan(12_000);
  });
});

describe("creating on a shaky Identity", () => {
  it("R02 looks before it tries again, and finds its own account", async () => {
    const email = fresh();
    desk.identity.on("POST", CREATE, { kind: "lose" }, 1);
    const { status, body } = await create(email);
    expect(status).toBe(201);
    expect(asked("POST", CREATE)).toHaveLength(1);
    expect(await accounts(email)).toHaveLength(1);
    expect(body.unfinished).toEqual([]);
    await desk.world.signIn(email, body.password);
  });

  it("R02 tries a second time when there is no account, and only then", async () => {
    const email = fresh();
    desk.identity.on("POST", CREATE, { kind: "drop" }, 1);
    const { status, body } = await create(email);
    expect(status).toBe(201);
    expect(asked("POST", CREATE)).toHaveLength(2);
    await desk.world.signIn(email, body.password);
  });

  it("R02 never takes a stranger's account of the same moment for its own", async () => {
    const email = fresh();
    const meanwhile = () => desk.world.local.identity.people.add([{ email, password: "the stranger's own password" }]);
    desk.identity.on("POST", CREATE, { kind: "drop", meanwhile }, 1);
    const reply = await create(email);
    expect(reply.body.error.code).toBe("email_taken");
    const [stranger] = await accounts(email);
    expect(stranger.app_metadata.roles).toBeUndefined();
  });

  it("R02 invites once although the answer was lost", async () => {
    const email = fresh();
    desk.identity.on("POST", INVITE, { kind: "lose" }, 1);
    const { status, body } = await create(email, { access: "invite" });
    expect(status).toBe(201);
    expect(body.user.roles).toEqual(["member"]);
    expect(desk.world.mailsTo(email)).toHaveLength(1);
  });

  it("R02 reports a failure when Identity stays down, and nothing is made", async () => {
    const email = fresh();
    desk.identity.on("POST", CREATE, { kind: "answer", status: 500 });
    expect((await create(email)).status).toBe(503);
    expect(await accounts(email)).toEqual([]);
  });

  it("R03 repeats the roles, which may be sent twice", async () => {
    desk.identity.on("PUT", ONE, { kind: "lose" }, 2);
    const { body } = await create(fresh());
    expect(body.unfinished).toEqual([]);
    expect(body.user.roles).toEqual(["member"]);
  });

  it("R15 shows an account without its roles as half-done, in the answer and in the audit", async () => {
    const email = fresh();
    desk.identity.on("PUT", ONE, { kind: "answer", status: 500 });
    const { status, body } = await create(email);
    expect(status).toBe(201);
    expect(body.unfinished).toMatchObject([{ step: "roles" }]);
    expect(body.user).toMatchObject({ email, roles: [] });
    await desk.world.signIn(email, body.password);
    const audit = await desk.call("GET", `/audit?target=${body.user.id}`, { as: "viewer" });
    expect(audit.body.entries[0]).toMatchObject({ outcome: "failed" });
    expect(audit.body.entries[0].message).toContain("roles were not stored");
  });

  it("R37 does not believe a 200 that changed nothing", async () => {
    const email = fresh();
    const { body: made } = await create(email, { roles: [] });
    desk.identity.on("PUT", ONE, { kind: "answer", status: 200, body: JSON.stringify({}) });
    const half = await create(fresh());
    expect(half.body.unfinished).toMatchObject([{ step: "roles" }]);
    const change = { roles: ["member"], expected: [] };
    const reply = await desk.call("PUT", `/users/${made.user.id}/roles`, { as: "support", body: change });
    expect(reply.status).toBe(503);
    const audit = await desk.call("GET", `/audit?target=${made.user.id}`, { as: "viewer" });
    expect(audit.body.entries[0]).toMatchObject({ action: "users.set_roles", outcome: "failed" });
  });

  it("R15 R38 says that the mail was not sent", async () => {
    const email = fresh();
    desk.identity.on("POST", RECOVER, { kind: "answer", status: 500 });
    const { body } = await create(email, { access: "mail" });
    expect(body.unfinished).toMatchObject([{ step: "mail" }]);
    expect(desk.world.mailsTo(email)).toEqual([]);
  });

  it("R16 tells whoever was second that there are twins now", async () => {
    const email = fresh();
    desk.identity.on("POST", RECOVER, { kind: "answer", status: 200, body: "{}" });
    desk.identity.on("PUT", ONE, { kind: "drip", everyMs: 2 });
    const creating = create(email);
    while (asked("PUT", ONE).length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    desk.world.local.identity.people.add([{ email: email.toUpperCase() }]);
    const { body } = await creating;
    expect(body.unfinished).toMatchObject([{ step: "twin" }]);
  });

  it("S24 sends allowlisted keys in lower case, the operator's token, and no audience", async () => {
    await create(fresh(), { name: "Nora" });
    await create(fresh(), { name: "Nora", access: "invite" });
    await create(fresh(), { name: "Nora", access: "mail" });
    const changes = desk.identity.calls.filter((call) => call.method !== "GET");
    const keys = new Set(changes.flatMap((call) => Object.keys(JSON.parse(call.body))));
    expect([...keys].toSorted()).toEqual(["app_metadata", "confirm", "data", "email", "password", "user_metadata"]);
    expect(desk.identity.calls.filter((call) => "x-jwt-aud" in call.headers)).toEqual([]);
  });
});
