import { connect } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FaultRule } from "./faults/rule.ts";
import { type ScriptedServer, startScriptedServer } from "./replay/scripted-server.ts";
import { startIdentity, type Wire } from "./testing/start.ts";

let wire: Wire;
beforeEach(async () => {
  wire = await startIdentity();
});
afterEach(() => wire.close());

const add = (rule: FaultRule) => wire.identity.faults.add(rule);
const signUp = (email = "a@x.io", init = {}) =>
  wire.call("POST /signup", { body: { email, password: "secret-1" }, ...init });
const emails = async () => {
  const { json } = await wire.call("GET /admin/users?per_page=100");
  return json.users.map(({ email }: { email: string }) => email);
};

describe("a fault that answers", () => {
  it("has GoTrue's error of that status, in the family of the route, with its CORS lines", async () => {
    add({ kind: "status", route: "POST /signup", status: 503, times: 1 });
    const down = await signUp("a@x.io", { headers: { Origin: "http://x.io" } });
    expect(down.json).toEqual({ code: 503, msg: "Service Unavailable", error_id: expect.any(String) });
    expect(down.headers.get("access-control-allow-origin")).toBe("*");
    expect(await emails()).toEqual([]);
    add({ kind: "status", route: "POST /signup", status: 500, times: 1 });
    expect((await signUp()).headers.get("content-type")).toBe("text/plain; charset=utf-8");
    add({ kind: "status", route: "POST /token", status: 400, message: "no", times: 1 });
    expect((await wire.form({})).json).toEqual({ error: "server_error", error_description: "no" });
    expect((await wire.form({})).json).toEqual({ error: "unsupported_grant_type" });
  });

  it("R06 can have any body: a page in place of JSON, half of an object, another shape", async () => {
    add({ kind: "status", status: 200, body: "<h1>proxy</h1>", times: 1 });
    add({ kind: "status", status: 200, body: '{"users":', times: 1 });
    add({ kind: "status", status: 200, body: '{"users":null}', content_type: "application/json", times: 1 });
    const page = await wire.call("GET /admin/users");
    expect([page.text, page.headers.get("content-type")]).toEqual(["<h1>proxy</h1>", "text/html; charset=utf-8"]);
    await expect(wire.call("GET /admin/users")).rejects.toThrow(SyntaxError);
    expect((await wire.call("GET /admin/users")).json).toEqual({ users: null });
  });

  it("R05 limits the rate in the words of the route, with and without Retry-After", async () => {
    add({ kind: "rate_limit", route: "POST /token", times: 1 });
    add({ kind: "rate_limit", route: "POST /recover", times: 1, retry_after: 7 });
    const token = await wire.form({});
    expect([token.status, token.text]).toEqual([429, '{"code":429,"msg":"Rate limit exceeded"}']);
    expect(token.headers.get("retry-after")).toBeNull();
    const recover = await wire.call("POST /recover", { body: { email: "a@x.io" } });
    expect(recover.json).toEqual({ code: 429, msg: "Rate limit exceeded, try again later" });
    expect(recover.headers.get("retry-after")).toBe("7");
  });

  it("acts on its route only, after so many, so often; and keeps its count", async () => {
    const { id } = add({ kind: "status", route: "GET /admin/users/{id}", status: 502, after: 1, times: 2 });
    const { id: user } = (await signUp()).json;
    const statuses: number[] = [];
    for (let round = 0; round < 4; round += 1) statuses.push((await wire.call(`GET /admin/users/${user}`)).status);
    expect(statuses).toEqual([200, 502, 502, 200]);
    expect((await wire.call("GET /admin/users")).status).toBe(200);
    expect(wire.identity.faults.list()).toMatchObject([{ id, seen: 3, hits: 2, spent: true }]);
    add({ kind: "status", route: "* /admin/*", times: 1, remove_when_spent: true });
    expect((await wire.call("GET /admin/audit")).status).toBe(503);
    expect(wire.identity.faults.list()).toHaveLength(1);
  });

  it("leaves preflights alone", async () => {
    add({ kind: "status" });
    const headers = { Origin: "http://x.io", "Access-Control-Request-Method": "POST" };
    expect((await wire.call("OPTIONS /signup", { bearer: null, headers })).status).toBe(204);
  });

  it("strikes by chance, and with the same seed always the same requests", async () => {
    const run = async (seed: number) => {
      wire.identity.faults.clear();
      add({ kind: "status", rate: 0.5, seed });
      const statuses: number[] = [];
      for (let round = 0; round < 20; round += 1) statuses.push((await wire.call("GET /health")).status);
      return statuses.join();
    };
    const first = await run(7);
    expect(first).toContain("200");
    expect(first).toContain("503");
    expect(await run(7)).toBe(first);
    expect(await run(8)).not.toBe(first);
  });
});

describe("a fault of the connection", () => {
  it("R02 loses the answer after the work is done, so that who tries again makes another", async () => {
    add({ kind: "reset", route: "POST /admin/users", after_commit: true, times: 1 });
    const create = () => wire.call("POST /admin/users", { body: { email: "a@x.io", password: "secret-1" } });
    await expect(create()).rejects.toThrow("fetch failed");
    expect(await emails()).toEqual(["a@x.io"]);
    expect((await create()).json.msg).toBe("Email address already registered by another user");
  });

  it("takes the answer's place after the work, its cookies too", async () => {
    await wire.call("POST /admin/users", { body: { email: "a@x.io", password: "secret-1", confirm: true } });
    add({ kind: "status", route: "POST /token", status: 502, after_commit: true });
    const response = await fetch(`${wire.url}/token`, {
      method: "POST",
      headers: { "X-Use-Cookie": "1" },
      body: new URLSearchParams({ grant_type: "password", username: "a@x.io", password: "secret-1" }),
    });
    expect([response.status, response.headers.get("set-cookie")]).toEqual([502, null]);
    expect((await wire.call("GET /admin/audit?query=action:login")).json).toHaveLength(1);
  });

  it("drops it before anything was done", async () => {
    add({ kind: "reset", route: "POST /signup", times: 1 });
    await expect(signUp()).rejects.toThrow("fetch failed");
    expect(await emails()).toEqual([]);
  });

  it("cuts an answer in the middle: whole headers, half of the body", async () => {
    add({ kind: "cut", route: "GET /settings" });
    const answer = await rawGet(Number(new URL(wire.url).port), "/settings");
    const [head = "", body = ""] = answer.split("\r\n\r\n");
    const promised = Number(/content-length: (\d+)/i.exec(head)?.[1]);
    expect(head).toMatch(/^HTTP\/1\.1 200 OK/);
    expect(body).toHaveLength(Math.floor(promised / 2));
    await expect(wire.call("GET /settings")).rejects.toThrow();
  });

  it("R04 delays, or never answers until it is taken away, and then goes on", async () => {
    add({ kind: "delay", route: "GET /health", ms: 60, times: 1 });
    const begun = performance.now();
    expect((await wire.call("GET /health")).status).toBe(200);
    expect(performance.now() - begun).toBeGreaterThan(55);
    const { id } = add({ kind: "hang", route: "POST /signup" });
    const hanging = signUp();
    await expect.poll(() => wire.identity.faults.list().at(-1)?.hits).toBe(1);
    expect(await emails()).toEqual([]);
    expect([wire.identity.faults.remove(id), wire.identity.faults.remove(id)]).toEqual([true, false]);
    expect((await hanging).status).toBe(200);
  });

  it("does no work for a caller that went while it was held, nor for one that is held when the Identity closes", async () => {
    add({ kind: "hang", route: "POST /signup" });
    const caller = new AbortController();
    const body = JSON.stringify({ email: "gone@x.io", password: "secret-1" });
    const gone = fetch(`${wire.url}/signup`, { method: "POST", body, signal: caller.signal });
    await expect.poll(() => wire.identity.faults.list()[0]?.hits).toBe(1);
    caller.abort();
    await expect(gone).rejects.toThrow();
    await new Promise((done) => setTimeout(done, 50));
    wire.identity.faults.clear();
    expect(await emails()).toEqual([]);
    add({ kind: "hang" });
    const held = signUp();
    await expect.poll(() => wire.identity.faults.list()[0]?.hits).toBe(1);
    await Promise.all([wire.identity.close(), expect(held).rejects.toThrow()]);
  });
});

describe("a fault of the mails", () => {
  it("R38 fails an invite as a mail server that is down does: 500, nobody is made, and it can be tried again", async () => {
    add({ kind: "mail_error", times: 1 });
    const invite = () => wire.call("POST /invite", { body: { email: "a@x.io" } });
    const failed = await invite();
    expect(failed.json).toMatchObject({ code: 500, msg: "Error inviting user" });
    expect([await emails(), (await wire.call("GET /admin/audit")).json]).toEqual([[], []]);
    expect((await invite()).status).toBe(200);
    expect(wire.identity.mails.list()).toHaveLength(1);
  });

  it("has each route's own words", async () => {
    await wire.call("POST /admin/users", { body: { email: "known@x.io", password: "secret-1", confirm: true } });
    const { access_token: bearer } = (
      await wire.form({ grant_type: "password", username: "known@x.io", password: "secret-1" })
    ).json;
    add({ kind: "mail_error" });
    expect((await signUp()).json.msg).toBe("Error sending confirmation mail");
    expect((await wire.call("POST /recover", { body: { email: "known@x.io" } })).json.msg).toBe(
      "Error recovering user",
    );
    const change = await wire.call("PUT /user", { bearer, body: { email: "new@x.io" } });
    expect(change.json.msg).toBe("Error sending change email");
    expect(await emails()).toEqual(["known@x.io"]);
  });

  it("loses a mail without the caller's knowing, by kind or by route", async () => {
    add({ kind: "mail_lost", mail: "confirmation" });
    add({ kind: "mail_lost", route: "POST /recover" });
    expect((await signUp()).status).toBe(200);
    expect((await wire.call("POST /recover", { body: { email: "a@x.io" } })).status).toBe(200);
    expect((await wire.call("POST /recover", { body: { email: "a@x.io" } })).status).toBe(429);
    expect((await wire.call("POST /invite", { body: { email: "b@x.io" } })).status).toBe(200);
    expect(wire.identity.mails.list().map(({ to }) => to)).toEqual([["b@x.io"]]);
  });
});

describe("a fault of the hooks", () => {
  let hook: ScriptedServer;
  beforeEach(async () => {
    hook = await startScriptedServer();
    await wire.close();
    const env = { GOTRUE_WEBHOOK_TIMEOUTSEC: "1", GOTRUE_WEBHOOK_EVENTS: "validate,login" };
    wire = await startIdentity({ ...env, GOTRUE_WEBHOOK_URL: `http://${hook.address}/hook` });
  });
  afterEach(() => hook.close());

  it("makes them unreachable, break, hang or answer anything, as upstream takes it", async () => {
    const msgs: string[] = [];
    for (const rule of [{ how: "unreachable" }, { how: "broken" }, { how: "hang" }, { status: 418 }] as const) {
      wire.identity.faults.clear();
      add({ kind: "hook_down", event: "validate", ...rule });
      msgs.push((await signUp()).json.msg);
    }
    expect(msgs).toEqual([
      expect.stringMatching(/^Failed to connect to http/),
      expect.stringMatching(/^Failed to trigger webhook to http/),
      "Failed to perform webhook in time frame (1 seconds)",
      "Failed to handle signup webhook",
    ]);
    expect(hook.takeCalls()).toEqual([]);
    expect(await emails()).toEqual([]);
    expect(wire.identity.deliveries().map(({ tries, status }) => [tries, status])).toEqual([
      [1, 0],
      [1, 0],
      [3, 0],
      [3, 418],
    ]);
  });

  it("counts each try, so that one bad answer is tried again for real", async () => {
    add({ kind: "hook_down", how: "answer", status: 500, times: 1 });
    expect((await signUp()).status).toBe(200);
    expect(wire.identity.deliveries()).toMatchObject([{ event: "validate", tries: 2, status: 200 }]);
    add({ kind: "hook_down", event: "login", status: 200, body: "{" });
    expect((await signUp("b@x.io")).status).toBe(200);
  });
});

describe("an operator token", () => {
  it("R08 can live so short that it meets a 401 in the middle of the work", async () => {
    add({ kind: "operator_token", seconds: 0, times: 1 });
    const [early, usual] = [wire.identity.operatorToken(), wire.identity.operatorToken()];
    expect((await wire.call("GET /admin/users", { bearer: early })).status).toBe(401);
    expect((await wire.call("GET /admin/users", { bearer: usual })).status).toBe(200);
  });
});

it("ends all faults when it is reset", async () => {
  add({ kind: "hang" });
  const held = wire.call("GET /health");
  await expect.poll(() => wire.identity.faults.list()[0]?.hits).toBe(1);
  await wire.identity.reset();
  expect([(await held).status, wire.identity.faults.list()]).toEqual([200, []]);
});

/** All that comes before the connection ends, which no HTTP client would hand out. */
function rawGet(port: number, path: string): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    let answer = "";
    socket.setEncoding("latin1");
    socket.on("data", (text: string) => {
      answer += text;
    });
    socket.on("error", () => resolve(answer));
    socket.on("close", () => resolve(answer));
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`);
  });
}
