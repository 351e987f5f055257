import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startScriptedServer } from "./replay/scripted-server.ts";
import { applyStrictness, createStrictness } from "./strictness.ts";
import { startIdentity, type Wire } from "./testing/start.ts";

const LONG = "é".repeat(37);
const person = { email: "a@x.io", password: "secret-1", confirm: true };
const limited = { status: 429, text: '{"code":429,"msg":"Rate limit exceeded"}' };

let now = Date.now();
let wire: Wire;
beforeEach(async () => {
  wire = await startIdentity({}, { now: () => now });
});
afterEach(() => wire.close());

const strict = (names: string) => applyStrictness(wire.identity.strictness, names);

describe("strictness", () => {
  it("is off until it is asked for, by name or by group", () => {
    const strictness = createStrictness();
    expect(strictness.list().filter(({ on }) => on)).toEqual([]);
    applyStrictness(strictness, "upstream-2026");
    const off = strictness.list().filter(({ on }) => !on);
    expect(off.map(({ name }) => name)).toEqual(["hook_status"]);
    strictness.set("per_page_cap", false);
    expect(strictness.list()[0]).toMatchObject({ name: "upstream-2026", on: false });
  });

  it("refuses a name it does not know, and then switches nothing", () => {
    const strictness = createStrictness();
    expect(() => applyStrictness(strictness, "per_page_cap,all")).toThrow(/no strictness "all".*upstream-2026/);
    expect(strictness.isOn("per_page_cap")).toBe(false);
  });
});

describe("a stricter upstream", () => {
  it("refuses lists of more than 500 a page, of people and of the log", async () => {
    expect((await wire.call("GET /admin/users?per_page=501")).status).toBe(200);
    strict("per_page_cap");
    const refused = { status: 400, json: { msg: "Bad Pagination Parameters: 400: per_page must not exceed 500" } };
    expect(await wire.call("GET /admin/users?per_page=501")).toMatchObject(refused);
    expect(await wire.call("GET /admin/audit?per_page=999999999")).toMatchObject(refused);
    expect((await wire.call("GET /admin/users?per_page=500")).status).toBe(200);
    expect((await wire.call("GET /admin/users?page=x&per_page=501")).json.msg).toContain("ParseUint");
  });

  it("reads a mebibyte of a body and no more", async () => {
    strict("body_cap");
    const filler = " ".repeat(1024 * 1024 + 1);
    const tooLarge = (text: string) => ({ status: 400, json: { msg: `${text}: http: request body too large` } });
    expect(await wire.call("POST /signup", { body: `{"email":${filler}` })).toMatchObject(
      tooLarge("Could not read Signup params"),
    );
    expect(await wire.call("POST /admin/users", { body: filler })).toMatchObject(
      tooLarge("Could not decode admin user params"),
    );
    expect((await wire.call("POST /recover", { body: `{"email":"b@x.io"}${filler}` })).status).toBe(200);
    expect((await wire.call("POST /recover", { body: `{x${filler}` })).json.msg).toContain("invalid character 'x'");
    expect((await wire.form({ grant_type: "password", username: filler })).text).toBe(
      '{"error":"unsupported_grant_type"}',
    );
  });

  it("fails an admin's own token with a 500 where the body is too large to be looked at", async () => {
    strict("body_cap");
    await wire.call("POST /admin/users", { body: { ...person, role: "admin" } });
    const session = await wire.form({ grant_type: "password", username: person.email, password: person.password });
    const bearer = session.json.access_token;
    const answer = await wire.call("POST /admin/users", { bearer, body: " ".repeat(1024 * 1024 + 1) });
    expect(answer).toMatchObject({ status: 500, json: { code: 500, msg: "Error reading body" } });
  });

  it("refuses a password above 72 bytes with 422 wherever one is set", async () => {
    strict("password_cap");
    const refused = { status: 422, json: { code: 422, msg: "Password exceeds the maximum length of 72 bytes" } };
    const made = await wire.call("POST /admin/users", { body: person });
    const session = await wire.form({ grant_type: "password", username: person.email, password: person.password });
    const password = LONG;
    const bearer = session.json.access_token;
    expect(await wire.call("POST /signup", { body: { email: "b@x.io", password } })).toMatchObject(refused);
    expect(await wire.call("POST /admin/users", { body: { email: "b@x.io", password } })).toMatchObject(refused);
    expect(await wire.call(`PUT /admin/users/${made.json.id}`, { body: { password } })).toMatchObject(refused);
    expect(await wire.call("PUT /user", { bearer, body: { password } })).toMatchObject(refused);
  });

  it.each([
    ["signup", 10, 6],
    ["recover", 5, 12],
    ["verify", 30, 2],
  ])("lets %s through %i times, and once more after %i seconds", async (endpoint, burst, seconds) => {
    strict("upstream-2026");
    const call = () => wire.call(`POST /${endpoint}`, { body: "{" });
    for (let count = 0; count < burst; count += 1) expect((await call()).status).toBe(400);
    expect(await call()).toMatchObject(limited);
    now += seconds * 1000;
    expect((await call()).status).toBe(400);
    expect(await call()).toMatchObject(limited);
    expect((await wire.call(`POST /${endpoint}`, { body: "{", headers: { "X-Real-IP": "9.9.9.9" } })).status).toBe(400);
    await wire.identity.reset();
    expect((await call()).status).toBe(400);
  });

  it("limits tokens by address where no header is configured", async () => {
    strict("token_rate_limit");
    for (let count = 0; count < 30; count += 1) expect((await wire.form({})).status).toBe(400);
    expect(await wire.form({})).toMatchObject(limited);
  });

  it("says SameSite=Lax on a cookie it sets and on one it clears", async () => {
    strict("samesite_cookies");
    await wire.call("POST /admin/users", { body: person });
    const form = new URLSearchParams({ grant_type: "password", username: person.email, password: person.password });
    const headers = { "X-Use-Cookie": "session", "Content-Type": "application/x-www-form-urlencoded" };
    const set = await wire.call("POST /token", { body: String(form), headers });
    expect(set.headers.get("set-cookie")).toMatch(/^nf_jwt=\S+; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
    const cleared = await wire.call("GET /user", { bearer: null });
    expect(cleared.headers.get("set-cookie")).toMatch(/; Max-Age=0; HttpOnly; Secure; SameSite=Lax$/);
  });

  it("waits 30 seconds for a body, and then says what the connection did", async () => {
    strict("server_timeouts");
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    const { hostname, port } = new URL(wire.url);
    const socket = connect(Number(port), hostname);
    socket.write("POST /recover HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{");
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk;
    });
    while (vi.getTimerCount() < 2) await new Promise(setImmediate);
    vi.advanceTimersByTime(30_000);
    vi.useRealTimers();
    await vi.waitUntil(() => answer.endsWith("}"));
    socket.destroy();
    expect(answer).toMatch(/^HTTP\/1\.1 400 /);
    expect(answer).toMatch(/"Could not read verification params: read tcp [\d.]+:\d+-\\u003e[\d.]+:\d+: i\/o timeout"/);
  });

  it("tells a hook's refusal with its own status at once, and tries again after 429 and 5xx only", async () => {
    const hook = await startScriptedServer();
    await wire.close();
    wire = await startIdentity({ GOTRUE_WEBHOOK_URL: `http://${hook.address}/`, GOTRUE_WEBHOOK_EVENTS: "validate" });
    strict("hook_status");
    const signUp = async (status: number) => {
      hook.script(() => ({ status }));
      const { text } = await wire.call("POST /signup", { body: { email: "a@x.io", password: "p" } });
      return [hook.takeCalls().length, text];
    };
    expect(await signUp(401)).toEqual([1, '{"code":401,"msg":"Webhook returned status 401"}']);
    for (const status of [429, 503]) {
      expect(await signUp(status)).toEqual([3, '{"code":422,"msg":"Failed to handle signup webhook"}']);
    }
    await hook.close();
  });
});
