import { request as rawRequest } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ErrorBody } from "#lib/contract/errors.ts";
import { type Reply, startWorld, type World } from "#lib/testing/world.ts";

let world: World;
let memberId: string;
beforeAll(async () => {
  world = await startWorld();
  memberId = await world.idOf("member@example.com");
});
afterAll(() => world.close());

const staffPaths = ["/session", "/users", "/users/{id}", "/users/{id}/roles", "/audit", "/openapi.json"];
const at = (path: string) => path.replace("{id}", memberId);

function expectRefused(reply: Reply, status: number, code: string): void {
  expect(reply.status).toBe(status);
  expect(ErrorBody.parse(reply.body).error).toMatchObject({ code });
  expect(reply.headers.get("content-type")).toBe("application/json");
  expect(reply.headers.get("x-content-type-options")).toBe("nosniff");
  expect(reply.headers.get("cache-control")).toBe("no-store");
  expect([...reply.headers.keys()].filter((name) => name.startsWith("access-control-"))).toEqual([]);
}

/** A request as no browser and no fetch sends it. */
function raw(method: string, path: string, headers: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = rawRequest(`${world.url}/api${path}`, { method, headers }, (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    request.on("error", reject);
    request.end();
  });
}

describe("nobody at all", () => {
  it.each(staffPaths)("S01 gets 401 from %s for every method, always in the same shape", async (path) => {
    for (const method of ["GET", "POST", "PUT", "DELETE", "PATCH"]) {
      const reply = await world.api(method, at(path), method === "GET" ? {} : { body: { email: "x@y.zz" } });
      expectRefused(reply, 401, "unauthenticated");
      expect(reply.headers.get("www-authenticate")).toBe("Bearer");
      expect(Object.keys(reply.body)).toEqual(["error"]);
    }
  });

  it("S01 is not let in by a cookie", async () => {
    const cookie = `nf_jwt=${await world.tokenOf("admin")}`;
    expectRefused(await world.api("GET", "/session", { headers: { cookie } }), 401, "unauthenticated");
  });
});

describe("methods", () => {
  it.each(staffPaths)(
    "S29 %s answers OPTIONS and HEAD with 405 to anybody, and grants no origin anything",
    async (path) => {
      const preflight = { origin: world.url, "access-control-request-method": "POST" };
      const reply = await world.api("OPTIONS", at(path), { headers: preflight });
      expectRefused(reply, 405, "method_not_allowed");
      expect(await raw("HEAD", at(path))).toBe(405);
    },
  );

  it.each(staffPaths)("S29 %s answers TRACE and PATCH with 405 to staff, and says what it serves", async (path) => {
    const reply = await world.api("PATCH", at(path), { as: "admin", body: {} });
    expectRefused(reply, 405, "method_not_allowed");
    expect(reply.headers.get("allow")).toMatch(/^(DELETE, )?(GET|POST|PUT)(, POST)?$/);
    expect(await raw("TRACE", at(path), { authorization: `Bearer ${await world.tokenOf("admin")}` })).toBe(405);
  });

  it("S28 are not overridden by a header or a parameter", async () => {
    const reply = await world.api("POST", at("/users/{id}/roles"), {
      as: "admin",
      body: { roles: [], expected: ["member"] },
      headers: { "x-http-method-override": "PUT" },
    });
    expectRefused(reply, 405, "method_not_allowed");
    expectRefused(
      await world.api("GET", at("/users/{id}/roles?_method=PUT"), { as: "admin" }),
      405,
      "method_not_allowed",
    );
    expectRefused(await world.api("GET", "/users?_method=POST", { as: "admin" }), 422, "invalid");
  });
});

describe("another origin", () => {
  const origins = (own: string) => [
    "https://evil.example",
    "null",
    own.replace("http:", "https:"),
    `${own}.evil.example`,
    own.replace("localhost", "sub.localhost"),
    own.replace(/\d+$/, "1"),
    "",
  ];

  it("S36 S38 is refused on every endpoint, whoever is signed in", async () => {
    for (const origin of origins(world.url)) {
      for (const path of [...staffPaths, `/signup-verdict?attempt=${"0".repeat(32)}`]) {
        expectRefused(await world.api("GET", at(path), { as: "admin", headers: { origin } }), 403, "foreign_origin");
      }
      const cookie = `nf_jwt=${await world.tokenOf("admin")}`;
      const post = await world.api("POST", "/users", { headers: { origin, cookie }, body: {} });
      expectRefused(post, 403, "foreign_origin");
    }
  });

  it("S37 is no question without an Origin header, where the bearer counts", async () => {
    expect((await world.api("GET", "/session", { as: "viewer" })).status).toBe(200);
    expect((await world.api("GET", "/session", { as: "viewer", headers: { origin: world.url } })).status).toBe(200);
  });

  it("S81 is not made our own by forwarding headers", async () => {
    const headers = {
      origin: "https://evil.example",
      "x-forwarded-host": "evil.example",
      "x-forwarded-proto": "https",
    };
    expectRefused(await world.api("GET", "/session", { as: "admin", headers }), 403, "foreign_origin");
    const spoof = {
      "x-nf-identity-info": Buffer.from('{"url":"https://evil.example","token":"x"}').toString("base64"),
    };
    expect((await world.api("GET", "/session", { as: "viewer", headers: spoof })).body.user.rank).toBe("viewer");
  });
});

describe("bodies", () => {
  const create = (body: unknown, headers: Record<string, string> = {}) =>
    world.api("POST", "/users", { as: "support", body, headers });

  it.each(["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "application/jsonx", "text/json"])(
    "S39 of type %s are refused although there is JSON inside",
    async (type) => {
      const body = JSON.stringify({ email: "type@example.org", access: "password" });
      expectRefused(await create(body, { "content-type": type }), 415, "not_json_type");
    },
  );

  it.each(["", "{", "{} {}", "{'a':1}", "\u0000"])("that are not JSON are refused: %j", async (body) => {
    expectRefused(await create(body, { "content-type": "application/json" }), 400, "not_json");
  });

  it("that are not UTF-8 are refused", async () => {
    const response = await fetch(`${world.url}/api/users`, {
      method: "POST",
      headers: { authorization: `Bearer ${await world.tokenOf("support")}`, "content-type": "application/json" },
      body: new Uint8Array([0x22, 0xff, 0xfe, 0x22]),
    });
    expect(response.status).toBe(400);
  });

  it("S33 that are large, deep or wide are refused before they are looked at", async () => {
    expectRefused(await create({ email: "x".repeat(300_000) }), 413, "too_large");
    expectRefused(
      await create(`${"[".repeat(20_000)}${"]".repeat(20_000)}`, { "content-type": "application/json" }),
      413,
      "too_large",
    );
    expectRefused(
      await create(Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`k${n}`, n]))),
      413,
      "too_large",
    );
  });

  it.each([
    [{ access: "password" }, "email"],
    [{ email: 5, access: "password" }, "email"],
    [{ email: "a@example.org" }, "access"],
    [{ email: "a@example.org", access: "magic" }, "access"],
    [{ email: "a@example.org", access: "password", roles: "member" }, "roles"],
    [{ email: "a@example.org", access: "password", roles: ["member", 1] }, "roles.1"],
    [{ email: "a@example.org", access: "password", name: { a: 1 } }, "name"],
    [[], undefined],
    ["null", undefined],
  ])("%j is refused naming the field", async (body, field) => {
    const reply = await create(body, { "content-type": "application/json" });
    expectRefused(reply, 422, "invalid");
    expect(reply.body.error.field).toBe(field);
    expect(reply.body.error.message).not.toBe("Invalid input");
  });

  it.each([
    "ROLE",
    "Role",
    "role",
    "roLe ",
    "app_metaData",
    "App_Metadata",
    "app_metadata",
    "uſer_metadata",
    "aud",
    "AUD",
    "confirm",
    "__proto__",
    "constructor",
    "is_super_admin",
  ])("S24 S25 S26 S30 S32 with the key %j are refused by its name and reach nobody", async (key) => {
    const before = world.logs.length;
    const body = `{"email":"mass@example.org","access":"password",${JSON.stringify(key)}:" admin "}`;
    const reply = await create(body, { "content-type": "application/json" });
    expectRefused(reply, 422, "invalid");
    expect(reply.body.error.field).toBe(key);
    expect(world.logs.slice(before).filter((line) => line.includes("/admin/users"))).toEqual([]);
    expect(Reflect.get({}, "admin")).toBeUndefined();
  });
});

describe("ids and queries", () => {
  it.each([
    "0",
    "../../settings",
    "%2e%2e%2fsettings",
    "..%2fsettings",
    "00000000-0000-0000-0000-000000000000",
    "x%00",
    "%",
  ])("S27 the id %s is refused before Identity hears of it", async (id) => {
    for (const path of [`/users/${id}`, `/users/${id}/roles`]) {
      const before = world.logs.length;
      const reply = path.endsWith("roles")
        ? await world.api("PUT", path, { as: "admin", body: { roles: [], expected: [] } })
        : await world.api("GET", path, { as: "admin" });
      expect([404, 422]).toContain(reply.status);
      expect(world.logs.slice(before).filter((line) => line.includes("/identity/admin"))).toEqual([]);
    }
  });

  it("S27 an id with a query behind it is refused, one in capitals is taken", async () => {
    expect((await world.api("GET", `/users/${memberId}%3Fx=1`, { as: "admin" })).status).toBe(422);
    const reply = await world.api("GET", `/users/${memberId.toUpperCase()}`, { as: "admin" });
    expect(reply.body.id).toBe(memberId);
  });

  it.each([
    "perPage=1e9",
    "perPage=0",
    "perPage=-1",
    "perPage=abc",
    "perPage=101",
    "page=1e18",
    "page=0",
    "page=",
    "page=1&page=2",
    "sort=email%3Bdrop",
    "nonsense=1",
    `q=${"x".repeat(201)}`,
  ])("S72 S73 the query %s is refused naming the parameter", async (query) => {
    const reply = await world.api("GET", `/users?${query}`, { as: "viewer" });
    expectRefused(reply, 422, "invalid");
    expect(reply.body.error.field).toBe(query.split("=")[0]);
  });
});

describe("answers", () => {
  it("S47 S82 are JSON that nobody stores, sniffs or shares", async () => {
    for (const path of staffPaths.filter((known) => !known.endsWith("roles"))) {
      const { status, headers } = await world.api("GET", at(path), { as: "viewer" });
      expect(status).toBe(200);
      expect(Object.fromEntries(headers)).toMatchObject({
        "content-type": "application/json",
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
      });
      expect(headers.get("vary")?.toLowerCase()).toContain("authorization");
    }
  });

  it("carry the request's id when they refuse", async () => {
    const reply = await world.api("GET", "/session");
    expect(reply.body.error.requestId).toBe(reply.headers.get("x-nf-request-id"));
  });
});
