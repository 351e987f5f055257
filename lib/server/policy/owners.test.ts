import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { claimsIn } from "#lib/testing/jwt.ts";
import { startWorld, type World } from "#lib/testing/world.ts";

const OWNER = "owner@example.com";
const password = "the password of a second one";

let world: World;
beforeEach(async () => {
  world = await startWorld();
});
afterEach(() => world.close());

async function rankWith(token: string): Promise<string> {
  const { body } = await world.api("GET", "/session", { as: { token } });
  return body.user?.rank ?? body.error.code;
}

describe("an owner", () => {
  it("is nobody when the address is signed up under a foreign audience", async () => {
    const headers = { "x-jwt-aud": "elsewhere" };
    world.local.identity.people.add([
      { email: OWNER, password, aud: "elsewhere", confirmed_at: "2026-01-02T03:04:05Z" },
    ]);
    const form = new URLSearchParams({ grant_type: "password", username: OWNER, password });
    const response = await fetch(`${world.url}/.netlify/identity/token`, { method: "POST", body: form, headers });
    const { access_token: token } = await response.json();
    expect(typeof token).toBe("string");
    expect((await world.api("GET", "/session", { as: { token } })).body.error.code).toBe("unauthenticated");
    expect((await world.api("GET", "/session", { as: { token }, headers })).body.error.code).toBe("unauthenticated");
    expect(await rankWith(await world.tokenOf("owner"))).toBe("owner");
  });

  it("counts only while exactly one account carries the address", async () => {
    const token = await world.tokenOf("owner");
    expect(await rankWith(token)).toBe("owner");
    world.local.identity.people.add([{ email: "Owner@Example.com", password, confirmed_at: "2026-01-02T03:04:05Z" }]);
    expect(await rankWith(token)).toBe("not_staff");
  });

  it("is not unseated by people who put the address into their name", async () => {
    const crowd = Array.from({ length: 150 }, (_, n) => ({ email: `n${n}@x.io`, user_metadata: { full_name: OWNER } }));
    world.local.identity.people.add(crowd);
    expect(await rankWith(await world.tokenOf("owner"))).toBe("owner");
  });

  it("is the account that first signed in, not whoever gets the address later", async () => {
    expect(await rankWith(await world.tokenOf("owner"))).toBe("owner");
    const id = await world.idOf(OWNER);
    await world.operator("PUT", `/admin/users/${id}`, { email: "moved@example.com" });
    world.local.identity.people.add([{ email: OWNER, password, confirmed_at: "2026-01-02T03:04:05Z" }]);
    expect(await rankWith((await world.signIn(OWNER, password)).accessToken)).toBe("not_staff");
  });

  it("may come back after the account was deleted, by a new one that confirmed the address", async () => {
    expect(await rankWith(await world.tokenOf("owner"))).toBe("owner");
    await world.operator("DELETE", `/admin/users/${await world.idOf(OWNER)}`);
    world.local.identity.people.add([{ email: OWNER, password, confirmed_at: "2026-01-02T03:04:05Z" }]);
    expect(await rankWith((await world.signIn(OWNER, password)).accessToken)).toBe("owner");
  });

  it("may be spelled with its domain in Unicode or in ASCII, and counts only while one account has either", async () => {
    const umlaut = await startWorld({ env: { DESK_OWNERS: "chef@bücher.example" } });
    const rank = async (token: string) => (await umlaut.api("GET", "/session", { as: { token } })).body;
    const add = (email: string) =>
      umlaut.local.identity.people.add([{ email, password, confirmed_at: "2026-01-02T03:04:05Z" }]);
    add("chef@bücher.example");
    const { accessToken } = await umlaut.signIn("chef@bücher.example", password);
    expect((await rank(accessToken)).user.rank).toBe("owner");
    add("chef@xn--bcher-kva.example");
    expect((await rank(accessToken)).error.code).toBe("not_staff");
    await umlaut.close();
  });

  it("keeps the rank of a staff role where the address does not count", async () => {
    const token = await world.tokenOf("owner");
    world.local.identity.people.add([
      {
        email: "OWNER@example.com",
        password,
        confirmed_at: "2026-01-02T03:04:05Z",
        app_metadata: { roles: ["desk:viewer"] },
      },
    ]);
    const owner = await world.api("GET", "/session", { as: { token } });
    expect(owner.body.error.code).toBe("not_staff");
    await world.operator("PUT", `/admin/users/${String(claimsIn(token).sub)}`, {
      app_metadata: { roles: ["desk:support"] },
    });
    expect(await rankWith(token)).toBe("support");
  });
});

describe("an owner's address", () => {
  it.each(["support", "admin"] as const)(
    "cannot be created or invited by %s, and nothing is made or mailed",
    async (as) => {
      const count = world.local.identity.people.count();
      for (const access of ["password", "mail", "invite"]) {
        for (const email of ["owner@example.com", "OWNER@EXAMPLE.com", " owner@example.com "]) {
          const reply = await world.api("POST", "/users", { as, body: { email, access } });
          expect(reply.body.error.code).toBe("forbidden");
        }
      }
      expect(world.local.identity.people.count()).toBe(count);
      expect(world.mailsTo(OWNER)).toEqual([]);
    },
  );

  it.each(["support", "admin"] as const)("protects its account from %s", async (as) => {
    const id = await world.idOf(OWNER);
    const { body } = await world.api("GET", `/users/${id}`, { as });
    expect(body.can).toEqual(["users.read", "notes.write", ...(as === "admin" ? ["notes.remove_any"] : [])]);
    const reply = await world.api("PUT", `/users/${id}/roles`, { as, body: { roles: ["member"], expected: [] } });
    expect(reply.body.error.code).toBe("forbidden");
  });

  it("can be invited by an owner", async () => {
    await world.close();
    world = await startWorld({ env: { DESK_OWNERS: "owner@example.com, second@example.org" } });
    const reply = await world.api("POST", "/users", {
      as: "owner",
      body: { email: "second@example.org", access: "invite" },
    });
    expect(reply.status).toBe(201);
    expect(world.mailsTo("second@example.org")).toHaveLength(1);
    const unconfirmed = reply.body.user;
    expect(unconfirmed.rank).toBeUndefined();
  });
});
