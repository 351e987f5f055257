import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startIdentity, type Wire } from "./testing/start.ts";

let wire: Wire;
beforeEach(async () => {
  wire = await startIdentity({ REQUEST_ID_HEADER: "X-Request-Id" });
});
afterEach(() => wire.close());

const create = (body: Record<string, unknown>) => wire.call("POST /admin/users", { body });

describe("a page beyond what Go's numbers hold", () => {
  const rows: [string, number][] = [
    ["page=9223372036854775807", 500],
    ["page=3&per_page=9223372036854775807", 500],
    ["page=2&per_page=9223372036854775807", 200],
    ["page=9223372036854775808", 200],
    ["page=18446744073709551615&per_page=1", 200],
  ];
  it.each(rows)("S72 answers %s with %i, of people and of the log", async (query, status) => {
    await create({ email: "a@x.io" });
    const headers = { "X-Request-Id": "me" };
    const people = await wire.call(`GET /admin/users?${query}`, { headers });
    const log = await wire.call(`GET /admin/audit?${query}`, { headers });
    expect([people.status, log.status]).toEqual([status, status]);
    if (status === 200) return;
    expect(people.text).toBe('{"code":500,"msg":"Database error finding users","error_id":"me"}');
    expect(log.json.msg).toBe("Error searching for audit logs");
  });
});

describe("a list of people", () => {
  it("keeps every other parameter in its links, sorted, repeated and encoded anew", async () => {
    await create({ email: "a@x.io" });
    const answer = await wire.call("GET /admin/users/?z=1&flag&page=7&a=%c3%bc+b&z=0&page=8&bad=%zz&c;d=1");
    const others = (page: number) => `</admin/users/?a=%C3%BC+b&flag=&page=${page}&z=1&z=0>`;
    expect(answer.headers.get("link")).toBe(`${others(6)}; rel="prev", ${others(1)}; rel="last"`);
  });

  it("looks at pages before it looks at sorting, and at every sort", async () => {
    const message = async (query: string) => (await wire.call(`GET /admin/users?${query}`)).json.msg;
    expect(await message("sort=x&per_page=y")).toContain("Bad Pagination Parameters");
    expect(await message("sort=created_at&sort=created_at%20up")).toBe(
      "Bad Sort Parameters: bad direction for sort 'up', only 'asc' and 'desc' allowed",
    );
    expect(await message("sort=")).toBe("Bad Sort Parameters: bad field for sort ''");
    expect(await message("sort=created_at%20asc%20")).toContain("bad direction for sort 'asc '");
  });

  it("searches names of any JSON type by their text, and no other key", async () => {
    for (const [index, name] of ["Ann", 12, ["x", "y"], { b: 1, a: true }, null].entries()) {
      await create({ email: `${index}@x.io`, user_metadata: { full_name: name, Full_Name: "zebra" } });
    }
    const found = async (filter: string) => {
      const { json } = await wire.call(`GET /admin/users?sort=created_at%20asc&filter=${encodeURIComponent(filter)}`);
      return json.users.map(({ email }: { email: string }) => Number(email[0]));
    };
    expect(await found("ÄNN")).toEqual([0]);
    expect(await found("12")).toEqual([1]);
    expect(await found('["x", "y"]')).toEqual([2]);
    expect(await found('{"a": true, "b": 1}')).toEqual([3]);
    expect(await found("null")).toEqual([4]);
    expect(await found("zebra")).toEqual([]);
    expect(await found("\\@x_io")).toHaveLength(5);
    expect(await found("%ff")).toEqual([]);
  });
});

describe("an admin's change of an account", () => {
  it("trims a role, ignores an empty one and clears it by blanks", async () => {
    const { id } = (await create({ email: "a@x.io", role: " editor\u0085" })).json;
    const put = async (role: unknown) => (await wire.call(`PUT /admin/users/${id}`, { body: { role } })).json.role;
    expect(await put("")).toBe("editor");
    expect(await put(null)).toBe("editor");
    expect(await put("\u3000")).toBe("");
  });

  it("keeps nulls below the top level and drops them on it, in metadata that was there", async () => {
    const { id } = (await create({ email: "a@x.io", user_metadata: { kept: null, a: { b: null } } })).json;
    expect((await wire.call(`GET /admin/users/${id}`)).json.user_metadata).toEqual({ kept: null, a: { b: null } });
    const body =
      '{"user_metadata":{"kept":null,"a":{"c":[null]},"n":1E2,"m":-0.0,"o":1e21,"x":1},"user_metadata":{"x":2}}';
    const { text } = await wire.call(`PUT /admin/users/${id}`, { body });
    expect(text).toContain('"user_metadata":{"a":{"c":[null]},"m":-0,"n":100,"o":1e+21,"x":2}');
  });

  it.each([
    [{ role: "x".repeat(256) }, "Error updating user"],
    [{ email: "x".repeat(256) }, "Error updating user"],
    [{ password: "x".repeat(73) }, "Error updating user"],
  ])("S33 that does not fit the database is its 500 %#", async (body, msg) => {
    const { id } = (await create({ email: "a@x.io" })).json;
    expect(await wire.call(`PUT /admin/users/${id}`, { body })).toMatchObject({ status: 500, json: { msg } });
  });
});

describe("the export", () => {
  it("S01 is an id like any other where it is off, and wants its secret where it is on", async () => {
    expect((await wire.call("GET /admin/users/export")).json.msg).toBe("user_id must be an UUID");
    await wire.close();
    wire = await startIdentity({ GOTRUE_API_EXPORT_SECRET: "s" });
    await create({ email: "a@x.io" });
    expect((await wire.call("GET /admin/users/export")).text).toBe('{"code":401,"msg":"Invalid export secret"}');
    const headers = { EXPORT_SECRET: "s" };
    const exported = await wire.call("GET /admin/users/export?per_page=1", { headers });
    expect(exported.text).toMatch(/"email":"a@x\.io","encrypted_password":"\$2a\$04\$.{53}","app_metadata":/);
    expect(exported.headers.get("link")).toBe('</admin/users/export?page=1&per_page=1>; rel="last"');
    expect((await wire.call("GET /admin/users/export", { bearer: null, headers })).status).toBe(401);
    expect((await wire.call("POST /admin/users/export", { headers })).json.msg).toBe("user_id must be an UUID");
  });
});
