import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sameJson } from "#lib/contract/metadata.ts";
import { peopleIn } from "#lib/testing/people-in.ts";
import { type Caller, startWorld, type World } from "#lib/testing/world.ts";

let world: World;
let people: ReturnType<typeof peopleIn>;
beforeAll(async () => {
  world = await startWorld();
  people = peopleIn(world);
});
afterAll(() => world.close());

type Json = Record<string, unknown>;

const edit = (as: Caller, id: string, body: string | { of?: "user" | "app"; set: Json; expected?: Json }) =>
  world.api("PUT", `/users/${id}/metadata`, {
    as,
    body: typeof body === "string" ? body : { of: "user", expected: {}, ...body },
  });

describe("editing user metadata", () => {
  it("R14 sends the changed top-level keys only, null for a removed one, so that all others stay", async () => {
    const id = await people.add({ user_metadata: { full_name: "Ann", shoe: 41, address: { city: "Rom" }, old: true } });
    const before = { shoe: 41, address: { city: "Rom" }, old: true };
    const set = { shoe: 42, address: { city: "Rom" }, old: null, fresh: [1, { two: 2 }] };
    const { status, body } = await edit("support", id, { set, expected: before });
    expect(status).toBe(200);
    const wanted = { full_name: "Ann", shoe: 42, address: { city: "Rom" }, fresh: [1, { two: 2 }] };
    expect((await people.stored(id)).user_metadata).toEqual(wanted);
    expect(body.user.userMetadata).toEqual(wanted);
    expect(await people.entries(id)).toMatchObject([
      {
        action: "users.edit_metadata",
        before: { userMetadata: { shoe: 41, old: true, fresh: null } },
        after: { userMetadata: { shoe: 42, old: null, fresh: [1, { two: 2 }] } },
      },
    ]);
    expect((await people.entries(id))[0].after.userMetadata).not.toHaveProperty("address");
  });

  it("changes the name as a key like any other", async () => {
    const id = await people.add({ user_metadata: { full_name: "Ann" } });
    const { body } = await edit("support", id, { set: { full_name: "Anne" }, expected: { full_name: "Ann" } });
    expect(body.user.name).toBe("Anne");
  });

  it("S35 takes null for a key that is not there as no change", async () => {
    const id = await people.add({ user_metadata: { a: 1 } });
    const { body } = await edit("support", id, { set: { b: null } });
    expect(body.entry).toBeUndefined();
    expect((await people.stored(id)).user_metadata).toEqual({ a: 1 });
  });

  it("R13 lets two people change different keys, and tells the second of the same key", async () => {
    const id = await people.add({ user_metadata: { a: 1, b: 1 } });
    expect((await edit("admin", id, { set: { a: 2 }, expected: { a: 1 } })).status).toBe(200);
    expect((await edit("support", id, { set: { b: 2 }, expected: { b: 1 } })).status).toBe(200);
    const reply = await edit("support", id, { set: { a: 3, b: 3 }, expected: { a: 1, b: 2 } });
    expect(reply.status).toBe(409);
    expect(reply.body.error.current).toEqual({ userMetadata: { a: 2, b: 2 } });
    expect((await people.stored(id)).user_metadata).toEqual({ a: 2, b: 2 });
  });

  it("S31 gives nobody a role by what it is called", async () => {
    const id = await people.add();
    const { body } = await edit("support", id, { set: { roles: ["desk:admin"], app_metadata: { roles: ["admin"] } } });
    expect(body.user).toMatchObject({ roles: [], userMetadata: { roles: ["desk:admin"] } });
    expect(body.user.rank).toBeUndefined();
  });

  it.each([
    ["viewer", "member", "user"],
    ["support", "viewer", "user"],
    ["support", "admin", "user"],
    ["support", "support", "user"],
    ["admin", "owner", "user"],
    ["admin", "admin", "user"],
    ["support", "member", "app"],
    ["admin", "owner", "app"],
  ] as const)("S15 S18 is refused to %s on %s (%s), and recorded", async (as, target, of) => {
    const id = await world.idOf(`${target}@example.com`);
    const before = await people.stored(id);
    const reply = await edit(as, id, { of, set: { x: 1 } });
    expect(reply.body.error.code).toBe("forbidden");
    expect(await people.stored(id)).toEqual(before);
    expect((await people.entries(id))[0]).toMatchObject({ outcome: "refused" });
  });
});

describe("editing app metadata", () => {
  it("changes what the site keeps there and leaves roles and provider alone", async () => {
    const app_metadata = { provider: "github", roles: ["member"], plan: "free" };
    const id = await people.add({ app_metadata });
    const { status } = await edit("admin", id, { of: "app", set: { plan: "pro" }, expected: { plan: "free" } });
    expect(status).toBe(200);
    expect((await people.stored(id)).app_metadata).toEqual({ ...app_metadata, plan: "pro" });
    expect((await people.entries(id))[0]).toMatchObject({ action: "users.edit_app_metadata" });
  });

  it.each([
    ["roles", ["desk:admin"]],
    ["roles", null],
    ["desk", { status: "suspended" }],
    ["desk", null],
    ["provider", "github"],
    ["providers", ["github"]],
  ])("S17 S30 refuses %s: %j with where it is changed instead, at every rank", async (key, value) => {
    const id = await people.add({ app_metadata: { provider: "email", roles: ["member"], desk: { status: "active" } } });
    const before = await people.stored(id);
    for (const as of ["admin", "owner"] as const) {
      const expected = { [key]: before.app_metadata[key] };
      const reply = await edit(as, id, { of: "app", set: { other: 1, [key]: value }, expected });
      expect(reply.body.error).toMatchObject({ code: "invalid", field: `set.${key}` });
    }
    expect(await people.stored(id)).toEqual(before);
  });

  it("S24 keeps keys that only look like those of Identity as what they are", async () => {
    const id = await people.add({ app_metadata: { provider: "email" } });
    await edit("admin", id, { of: "app", set: { Roles: ["desk:admin"], role: "admin", ROLE: "admin" } });
    const { app_metadata, role } = await people.stored(id);
    expect(role).toBe("");
    expect(app_metadata).toEqual({ provider: "email", Roles: ["desk:admin"], role: "admin", ROLE: "admin" });
    expect((await world.api("GET", `/users/${id}`, { as: "viewer" })).body.roles).toEqual([]);
  });
});

describe("metadata that would not be kept as it is", () => {
  it.each([
    ["12345678901234567890", "12345678901234567000"],
    ["9007199254740993", "9007199254740992"],
    ["1e999", "null"],
    ["-0", "0"],
    ["0.12345678901234567890", "0.12345678901234568"],
  ])("S34 refuses the number %s instead of keeping %s", async (number, stored) => {
    const id = await people.add();
    const reply = await edit("support", id, `{"of":"user","set":{"n":[${number}]},"expected":{}}`);
    expect(reply.status).toBe(422);
    expect(reply.body.error.message).toContain(`would be kept as ${stored}`);
    expect((await people.stored(id)).user_metadata).toEqual({});
  });

  it.each(["9007199254740991", "-9007199254740991", "1e21", "0.1", "1.50", "100e-2", "0", "1E+2", "5e-324"])(
    "S34 keeps the number %s",
    async (number) => {
      const id = await people.add();
      expect((await edit("support", id, `{"of":"user","set":{"n":${number}},"expected":{}}`)).status).toBe(200);
      expect((await people.stored(id)).user_metadata.n).toBe(Number(number));
    },
  );

  it("S34 refuses half a character and keeps NUL and digits in a text", async () => {
    const id = await people.add();
    const half = await edit("support", id, String.raw`{"of":"user","set":{"t":"a\ud800b"},"expected":{}}`);
    expect(half.body.error).toMatchObject({ code: "invalid", field: "set.t" });
    const kept = { t: "a\u0000b", digits: '"12345678901234567890' };
    expect((await edit("support", id, { set: kept })).status).toBe(200);
    expect((await people.stored(id)).user_metadata).toEqual(kept);
  });

  it("S32 refuses the key __proto__ at any depth, takes it away, and keeps constructor as plain data", async () => {
    const id = await people.add();
    for (const set of ['{"__proto__":{"x":1}}', '{"a":[{"__proto__":{"x":1}}]}']) {
      const reply = await edit("support", id, `{"of":"user","set":${set},"expected":{}}`);
      expect(reply.body.error).toMatchObject({ code: "invalid" });
      expect(reply.body.error.message).toContain("__proto__");
    }
    const set = { constructor: { prototype: { x: 1 } }, prototype: 1 };
    expect((await edit("support", id, { set })).status).toBe(200);
    expect((await people.stored(id)).user_metadata).toEqual(set);
    expect(Object.hasOwn({}, "x")).toBe(false);
    await world.operator("PUT", `/admin/users/${id}`, JSON.parse('{"user_metadata":{"__proto__":{"x":1}}}'));
    const seen = await world.api("GET", `/users/${id}`, { as: "viewer" });
    expect(Object.keys(seen.body.userMetadata)).toContain("__proto__");
    const away = '{"of":"user","set":{"__proto__":null},"expected":{"__proto__":{"x":1}}}';
    expect((await edit("support", id, away)).status).toBe(200);
    expect(Object.keys((await people.stored(id)).user_metadata)).toEqual(["constructor", "prototype"]);
  });

  const deep = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;
  it.each([
    ["deep", `{"of":"user","set":{"x":${deep(12)}},"expected":{}}`, 422],
    ["very deep", `{"of":"user","set":{"x":${deep(20_000)}},"expected":{}}`, 413],
    ["wide", JSON.stringify({ of: "user", set: { x: Array(600).fill(0) }, expected: {} }), 422],
    ["very wide", JSON.stringify({ of: "user", set: { x: Array(10_000).fill(0) }, expected: {} }), 413],
    ["heavy", JSON.stringify({ of: "user", set: { x: "x".repeat(10_001) }, expected: {} }), 422],
    ["very heavy", JSON.stringify({ of: "user", set: { x: "x".repeat(1_000_000) }, expected: {} }), 413],
    ["under a long key", JSON.stringify({ of: "user", set: { ["x".repeat(101)]: 1 }, expected: {} }), 422],
    ["a list", JSON.stringify({ of: "user", set: [1], expected: {} }), 422],
  ])("S33 that is %s is refused before Identity sees it", async (_, body, status) => {
    const id = await people.add();
    const reply = await edit("support", id, body);
    expect(reply.status).toBe(status);
    expect((await people.stored(id)).user_metadata).toEqual({});
  });

  it("R33 says how heavy it has become, and lets what is too heavy be made lighter", async () => {
    const id = await people.add({ user_metadata: { heavy: "x".repeat(20_000), more: "x".repeat(5_000) } });
    const grow = await edit("support", id, { set: { y: 1 } });
    expect(grow.body.error).toMatchObject({ code: "invalid", field: "set" });
    const { body } = await edit("support", id, { set: { heavy: null }, expected: { heavy: "x".repeat(20_000) } });
    expect(body.notices).toEqual([expect.stringContaining("5.0 kB")]);
  });
});

describe("whatever is stored and whatever is wanted", () => {
  const key = fc.string({ unit: "binary", minLength: 1, maxLength: 8 }).filter((text) => text !== "__proto__");
  const plain = fc
    .jsonValue({ maxDepth: 3, noUnicodeString: false })
    .filter((value) => !JSON.stringify(value).includes("__proto__"));
  const value = plain.map((found) => JSON.parse(JSON.stringify(found).replace(/-0(?![.\d])/g, "0")));
  const object = fc.dictionary(key, value, { maxKeys: 5 }).map((found) => ({ ...found }));

  /** Identity's own creation may store a null, which no merge can take away: it counts as a key that is not there. */
  const withoutNulls = (metadata: Json) =>
    Object.fromEntries(Object.entries(metadata).filter(([, each]) => each !== null));

  it("R14 becomes what is wanted, and keys that nobody named stay as they are", async () => {
    await fc.assert(
      fc.asyncProperty(object, object, object, async (stored, wanted, others) => {
        const kept = Object.fromEntries(Object.entries(others).map(([name, found]) => [`kept-${name}`, found ?? 0]));
        const id = await people.add({ user_metadata: { ...stored, ...kept } });
        const seen = (await people.stored(id)).user_metadata;
        const gone = Object.keys(stored).filter((name) => !Object.hasOwn(wanted, name));
        const set = { ...wanted, ...Object.fromEntries(gone.map((name) => [name, null])) };
        const { status } = await edit("support", id, { set, expected: seen });
        expect(status).toBe(200);
        const found = (await people.stored(id)).user_metadata;
        const expected = { ...wanted, ...kept };
        expect(sameJson(withoutNulls(found), withoutNulls(expected))).toBe(true);
      }),
      { numRuns: 60 },
    );
  });
});
