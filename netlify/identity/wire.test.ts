import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { startScriptedServer } from "./replay/scripted-server.ts";
import { startIdentity, tokenOfMail, type Wire } from "./testing/start.ts";

const DUPLICATE = { code: 422, msg: "Email address already registered by another user" };

let wire: Wire;
beforeEach(async () => {
  wire = await startIdentity();
});
afterEach(() => wire.close());

async function create(email: string, more: Record<string, unknown> = {}) {
  const made = await wire.call("POST /admin/users", { body: { email, password: "secret-1", confirm: true, ...more } });
  return String(made.json.id);
}

function logIn(username: string, password = "secret-1") {
  return wire.form({ grant_type: "password", username, password });
}

describe("the wire facts a dashboard relies on", () => {
  it("drops app_metadata on create and shows missing user_metadata as null once, then as {}", async () => {
    const body = { email: "A@x.io", confirm: true, app_metadata: { roles: ["r"] }, password: "p" };
    const made = await wire.call("POST /admin/users", { body });
    expect(made.status).toBe(200);
    expect(made.json).toMatchObject({ app_metadata: { provider: "email" }, user_metadata: null });
    expect((await wire.call(`GET /admin/users/${made.json.id}`)).json.user_metadata).toEqual({});
  });

  it("refuses a second account with the same address in other case", async () => {
    await create("A@x.io");
    const again = await wire.call("POST /admin/users", { body: { email: "a@X.io", password: "p" } });
    expect(again).toMatchObject({ status: 422, json: DUPLICATE });
  });

  it("merges metadata by top-level key and removes a key by null", async () => {
    const id = await create("a@x.io");
    const changed = await wire.call(`PUT /admin/users/${id}`, {
      body: { app_metadata: { roles: ["r"], provider: null } },
    });
    expect(changed.json.app_metadata).toEqual({ roles: ["r"] });
  });

  it("pages with a total, links in order of the query's keys, and % as a wildcard", async () => {
    for (const email of ["a@x.io", "b@x.io", "c@x.io"]) await create(email);
    const page = await wire.call("GET /admin/users?per_page=1&filter=%25");
    expect(page.json.users).toHaveLength(1);
    expect(page.headers.get("x-total-count")).toBe("3");
    expect(page.headers.get("link")).toBe(
      '</admin/users?filter=%25&page=2&per_page=1>; rel="next", </admin/users?filter=%25&page=3&per_page=1>; rel="last"',
    );
  });

  it("sorts by created_at only", async () => {
    const answer = await wire.call("GET /admin/users?sort=email");
    expect(answer.json).toEqual({ code: 400, msg: "Bad Sort Parameters: bad field for sort 'email'" });
  });

  it("refuses an unknown audit scope and takes an empty text for no filter", async () => {
    await create("a@x.io");
    expect((await wire.call("GET /admin/audit?query=foo:bar")).json).toEqual({
      code: 400,
      msg: "Invalid query scope: foo:bar",
    });
    expect((await wire.call("GET /admin/audit?query=action:")).json).toHaveLength(1);
  });

  it("does not read a JSON body at /token", async () => {
    const headers = { "Content-Type": "application/json" };
    const answer = await wire.call("POST /token", { body: { grant_type: "password" }, headers });
    expect(answer).toMatchObject({ status: 400, text: '{"error":"unsupported_grant_type"}' });
  });

  it("says that an address is not confirmed before it looks at the password", async () => {
    await create("a@x.io", { confirm: false });
    expect((await logIn("a@x.io", "wrong")).json.error_description).toBe("Email not confirmed");
  });

  it("S14 refuses a rotated refresh token and leaves its successor alive", async () => {
    await create("a@x.io");
    const first = (await logIn("a@x.io")).json.refresh_token;
    const refresh = (refresh_token: string) => wire.form({ grant_type: "refresh_token", refresh_token });
    const second = (await refresh(first)).json.refresh_token;
    expect(await refresh(first)).toMatchObject({
      status: 400,
      json: { error: "invalid_grant", error_description: "Invalid Refresh Token" },
    });
    expect((await refresh(second)).status).toBe(200);
  });

  it("re-sends an invite as a recovery only, which confirms and leaves the account without a password", async () => {
    await wire.call("POST /invite", { body: { email: "i@x.io" } });
    expect(await wire.call("POST /invite", { body: { email: "i@x.io" } })).toMatchObject({
      status: 422,
      json: DUPLICATE,
    });
    expect(await wire.call("POST /recover", { body: { email: "i@x.io" } })).toMatchObject({ status: 200, text: "{}" });
    const token = tokenOfMail(wire, "i@x.io");
    const session = await wire.call("POST /verify", { body: { type: "recovery", token }, bearer: null });
    const user = await wire.call("GET /user", { bearer: session.json.access_token });
    expect(user.json.confirmed_at).toBeDefined();
    expect((await logIn("i@x.io", "")).json.error).toBe("invalid_grant");
  });

  it("asks who was invited for a password and keeps the link good until there is one", async () => {
    await wire.call("POST /invite", { body: { email: "i@x.io" } });
    const token = tokenOfMail(wire, "i@x.io");
    const without = await wire.call("POST /verify", { body: { type: "signup", token } });
    expect(without.json).toEqual({ code: 422, msg: "Invited users must specify a password" });
    const body = { type: "signup", token, password: "chosen-1" };
    expect((await wire.call("POST /verify", { body })).status).toBe(200);
    expect((await logIn("i@x.io", "chosen-1")).status).toBe(200);
  });

  it("lets an admin set any text as an address", async () => {
    const id = await create("a@x.io");
    expect((await wire.call(`PUT /admin/users/${id}`, { body: { email: "not-an-email" } })).status).toBe(200);
  });

  it("S12 makes an admin of the role column and never of app_metadata.roles", async () => {
    const id = await create("a@x.io");
    await wire.call(`PUT /admin/users/${id}`, { body: { app_metadata: { roles: ["admin"] } } });
    const bearer = (await logIn("a@x.io")).json.access_token;
    expect(await wire.call("GET /admin/users", { bearer })).toMatchObject({
      status: 401,
      json: { code: 401, msg: "User not allowed" },
    });
    await wire.call(`PUT /admin/users/${id}`, { body: { role: "admin" } });
    expect((await wire.call("GET /admin/users", { bearer })).status).toBe(200);
  });

  it("S09 lets a deleted account's token find nobody, as a user, an admin and at refresh", async () => {
    const id = await create("a@x.io");
    const { access_token: bearer, refresh_token } = (await logIn("a@x.io")).json;
    expect(await wire.call(`DELETE /admin/users/${id}`)).toMatchObject({ status: 200, text: "{}" });
    expect((await wire.call(`GET /admin/users/${id}`)).status).toBe(404);
    expect((await wire.call("GET /user", { bearer })).json).toEqual({ code: 404, msg: "User not found" });
    expect((await wire.call("GET /admin/users", { bearer })).json).toEqual({ code: 401, msg: "Invalid admin user" });
    const refreshed = await wire.form({ grant_type: "refresh_token", refresh_token });
    expect(refreshed.json.error_description).toBe("Invalid Refresh Token");
  });

  it("S01 refuses the admin routes without a token, and with garbage clears the cookie too", async () => {
    const without = await wire.call("GET /admin/users", { bearer: null });
    expect(without.json).toEqual({ code: 401, msg: "This endpoint requires a Bearer token" });
    expect(without.headers.get("set-cookie")).toBeNull();
    const garbage = await wire.call("GET /admin/users", { bearer: "x" });
    expect(garbage.json.msg).toBe("Invalid token: token contains an invalid number of segments");
    expect(garbage.headers.get("set-cookie")).toMatch(/^nf_jwt=; Path=\/; Expires=.+; Max-Age=0; HttpOnly; Secure$/);
  });
});

describe("paging abuse", () => {
  const rows: [string, number, string][] = [
    ["per_page=abc", 400, 'Bad Pagination Parameters: strconv.ParseUint: parsing "abc": invalid syntax'],
    ["per_page=-1", 400, 'Bad Pagination Parameters: strconv.ParseUint: parsing "-1": invalid syntax'],
    ["page=1e18", 400, 'Bad Pagination Parameters: strconv.ParseUint: parsing "1e18": invalid syntax'],
    [
      "page=18446744073709551616",
      400,
      'Bad Pagination Parameters: strconv.ParseUint: parsing "18446744073709551616": value out of range',
    ],
    ["page=%ff", 400, 'Bad Pagination Parameters: strconv.ParseUint: parsing "\\xff": invalid syntax'],
  ];
  it.each(rows)("S72 answers %s with %i", async (query, status, msg) => {
    expect(await wire.call(`GET /admin/users?${query}`)).toMatchObject({ status, json: { code: status, msg } });
  });

  it.each(["per_page=1000000000", "per_page=18446744073709551615", "page=1000000000000"])(
    "S72 answers %s with what there is",
    async (query) => {
      await create("a@x.io");
      expect((await wire.call(`GET /admin/users?${query}`)).headers.get("x-total-count")).toBe("1");
    },
  );

  it("S72 hangs up on per_page=0, as upstream divides by it", async () => {
    await expect(wire.call("GET /admin/users?per_page=0")).rejects.toThrow("fetch failed");
    expect((await wire.call("GET /health")).status).toBe(200);
  });

  it("S73 finds nothing by a filter of 10 KB, in time", async () => {
    await create("a@x.io");
    const answer = await wire.call(`GET /admin/users?filter=${"%25a".repeat(2500)}`);
    expect(answer.headers.get("x-total-count")).toBe("0");
  });
});

describe("metadata that the database would not take", () => {
  const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
  const signUp = (data: string) =>
    wire.call("POST /signup", { body: `{"email":"a@x.io","password":"p","data":${data}}` });

  it("S33 is refused by the endpoint's own 500 when it is nested deeper than 31 levels", async () => {
    for (const levels of [32, 9_000]) {
      expect((await signUp(nested(levels))).json).toMatchObject({ code: 500, msg: "Database error saving new user" });
    }
    expect((await signUp(nested(20_000))).json.msg).toContain("exceeded max depth");
    expect((await signUp(nested(31))).status).toBe(200);
  });

  it("S33 is stored up to one packet and is the bare 500 beyond", async () => {
    expect((await signUp(`{"big":"${"x".repeat(10_000_000)}"}`)).status).toBe(200);
    const tooLarge = await signUp(`{"big":"${"x".repeat(17_000_000)}"}`);
    expect(tooLarge.status).toBe(500);
    expect(tooLarge.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  });
});

describe("transactions", () => {
  it("keeps nothing of a request that fails late, its log entry neither", async () => {
    const long = "x".repeat(73);
    await create("a@x.io");
    const bearer = (await logIn("a@x.io")).json.access_token;
    const log = await wire.call("GET /admin/audit");
    const failed = await wire.call("PUT /user", { bearer, body: { data: { kept: "no" }, app_metadata: { a: 1 } } });
    expect(failed.status).toBe(401);
    expect((await wire.call("GET /user", { bearer })).json.user_metadata).toEqual({});
    expect((await wire.call("PUT /user", { bearer, body: { password: long } })).json.msg).toBe(
      "Error during password storage",
    );
    expect((await wire.call("GET /admin/audit")).text).toBe(log.text);
  });

  it("keeps no account and sends no mail when the hook cannot be reached", async () => {
    await wire.close();
    const url = `${wire.url}/nobody`;
    wire = await startIdentity({ GOTRUE_WEBHOOK_URL: url, GOTRUE_WEBHOOK_EVENTS: "validate" });
    const signup = await wire.call("POST /signup", { body: { email: "a@x.io", password: "p" } });
    expect(signup).toMatchObject({ status: 502, json: { msg: `Failed to connect to ${url}` } });
    expect((await wire.call("GET /admin/users")).headers.get("x-total-count")).toBe("0");
    expect(wire.identity.mails.list()).toEqual([]);
  });

  it("shows nobody a request that waits for its hook, so signups at once make twins, as upstream does", async () => {
    const hook = await startScriptedServer();
    hook.script(() => ({ status: 204, delay_ms: 300 }));
    await wire.close();
    wire = await startIdentity({ GOTRUE_WEBHOOK_URL: `http://${hook.address}/`, GOTRUE_WEBHOOK_EVENTS: "validate" });
    const body = { email: "a@x.io", password: "p" };
    const signups = [1, 2, 3].map(() => wire.call("POST /signup", { body }));
    await vi.waitUntil(() => hook.takeCalls().length > 0);
    expect((await wire.call("GET /admin/users")).headers.get("x-total-count")).toBe("0");
    expect((await Promise.all(signups)).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await wire.call("GET /admin/users")).headers.get("x-total-count")).toBe("3");
    await hook.close();
  });
});
