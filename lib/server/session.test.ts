import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Rank } from "#lib/contract/policy.ts";
import { claimsIn, craftToken } from "#lib/testing/jwt.ts";
import { startWorld, type World } from "#lib/testing/world.ts";

const SECRET = "the secret that Identity signs with, in this test";

let world: World;
beforeAll(async () => {
  world = await startWorld({ identity: { GOTRUE_JWT_SECRET: SECRET } });
});
afterAll(() => world.close());

const now = () => Math.floor(Date.now() / 1000);

async function sessionWith(token: string) {
  return world.api("GET", "/session", { as: { token } });
}

/** Adds somebody who can sign in, and signs them in. */
async function newcomer(
  email: string,
  appMetadata: Record<string, unknown>,
  more: Record<string, unknown> = {},
): Promise<string> {
  const password = "somebody who can sign in";
  world.local.identity.people.add([
    {
      email,
      password,
      confirmed_at: "2026-01-02T03:04:05Z",
      app_metadata: { provider: "email", ...appMetadata },
      ...more,
    },
  ]);
  return (await world.signIn(email, password)).accessToken;
}

describe("who is signed in", () => {
  it.each(Rank.options)("tells %s who they are and what they may do", async (rank) => {
    const { status, body } = await world.api("GET", "/session", { as: rank });
    expect(status).toBe(200);
    expect(body.user).toMatchObject({ email: `${rank}@example.com`, rank });
    expect(body).toMatchObject({ context: "production", readOnly: false });
    expect(body.can.includes("users.create")).toBe(rank !== "viewer");
    expect(body.can.includes("users.delete")).toBe(rank === "admin" || rank === "owner");
    expect(body.can.includes("migration.switch")).toBe(rank === "owner");
  });

  it("offers each rank the roles it may give", async () => {
    const givable = async (as: Rank) => {
      const { body } = await world.api("GET", "/session", { as });
      return body.roles
        .filter((role: { grantable: boolean }) => role.grantable)
        .map((role: { name: string }) => role.name);
    };
    expect(await givable("viewer")).toEqual([]);
    expect(await givable("support")).toEqual(["member", "subscriber"]);
    expect(await givable("admin")).toEqual([
      "member",
      "subscriber",
      "editor",
      "billing",
      "desk:viewer",
      "desk:support",
      "desk:admin",
    ]);
  });

  it("tells somebody without a rank that the desk is not for them, and where to go on", async () => {
    const { status, body } = await world.api("GET", "/session", { as: "member" });
    expect(status).toBe(403);
    expect(body.error).toMatchObject({ code: "not_staff", continueAt: "/welcome" });
  });
});

describe("tokens that are nobody's", () => {
  const claims = async () => claimsIn(await world.tokenOf("admin"));

  it("S02 S03 without a signature, with another key or another algorithm", async () => {
    const good = await claims();
    const forged = [
      ...["none", "None", "NONE"].map((alg) => craftToken(good, { secret: "", header: { alg } })),
      ...["none", "None"].map((alg) => craftToken(good, { secret: "", header: { alg } }).replace(/[^.]*$/, "")),
      craftToken(good, { secret: SECRET }).replace(/[^.]*$/, ""),
      craftToken(good, { secret: "another key" }),
      ...["RS256", "ES256", "HS512"].map((alg) => craftToken(good, { secret: SECRET, header: { alg } })),
    ];
    for (const token of forged) expect((await sessionWith(token)).status).toBe(401);
    expect((await sessionWith(craftToken(good, { secret: SECRET }))).status).toBe(200);
  });

  it("S04 S05 that are over, that begin later, or whose times are no numbers", async () => {
    const good = await claims();
    const bad = [{ exp: now() - 1 }, { exp: "later" }, { nbf: now() + 600 }, { iat: now() + 600 }];
    for (const times of bad) {
      expect((await sessionWith(craftToken({ ...good, ...times }, { secret: SECRET }))).status).toBe(401);
    }
  });

  it("S06 of another audience", async () => {
    const good = await claims();
    for (const aud of ["elsewhere", ["elsewhere"], [""]]) {
      expect((await sessionWith(craftToken({ ...good, aud }, { secret: SECRET }))).status).not.toBe(200);
    }
  });

  it("S07 that are no tokens, without a crash and in good time", async () => {
    const payloads = [
      "{",
      "[]",
      "null",
      '"x"',
      '{"sub":1}',
      '{"sub":"0"}',
      '{"sub":"00000000-0000-0000-0000-000000000000"}',
      '{"__proto__":{"sub":"x"}}',
    ];
    const tokens = [
      ...payloads.map((payload) => craftToken(payload, { secret: SECRET })),
      craftToken('{"sub":"a","sub":"b"}', { secret: SECRET }),
      "x",
      "..",
      "a.b.c",
      "%%%.%%%.%%%",
      `a.${"A".repeat(15_000)}.c`,
    ];
    for (const token of tokens) {
      const started = Date.now();
      expect((await sessionWith(token)).status).toBe(401);
      expect(Date.now() - started).toBeLessThan(3_000);
    }
  });

  it("S07 in any form but a bearer with one blank", async () => {
    const token = await world.tokenOf("admin");
    for (const authorization of [
      token,
      `Basic ${token}`,
      `Bearer  ${token}`,
      `BEARER ${token}`,
      `Bearer ${token} x`,
      "Bearer",
      "Bearer ",
    ]) {
      expect((await world.api("GET", "/session", { headers: { authorization } })).status).toBe(401);
    }
  });

  it("S08 are not helped by keys they bring along", async () => {
    const good = await claims();
    const header = { jku: "http://127.0.0.1:9/keys", jwk: { kty: "oct", k: "eA" }, kid: "../../dev/null" };
    expect((await sessionWith(craftToken(good, { secret: "x", header }))).status).toBe(401);
    expect((await sessionWith(craftToken(good, { secret: SECRET, header }))).status).toBe(200);
  });

  it("S09 of somebody who was deleted a moment ago", async () => {
    const token = await newcomer("gone@example.com", { roles: ["desk:admin"] });
    expect((await sessionWith(token)).status).toBe(200);
    await world.operator("DELETE", `/admin/users/${await world.idOf("gone@example.com")}`);
    expect((await sessionWith(token)).status).toBe(401);
    expect(
      (await world.api("POST", "/users", { as: { token }, body: { email: "x@example.org", access: "mail" } })).status,
    ).toBe(401);
  });

  it("S13 signed with the operator's rights, which belong to no person", async () => {
    expect((await sessionWith(world.local.identity.operatorToken())).status).toBe(401);
  });
});

describe("rank", () => {
  it("S10 is lost in the moment the role is, whatever the token still says", async () => {
    const token = await newcomer("demoted@example.com", { roles: ["desk:admin"] });
    const id = await world.idOf("demoted@example.com");
    expect((await sessionWith(token)).body.user.rank).toBe("admin");
    await world.operator("PUT", `/admin/users/${id}`, { app_metadata: { roles: ["desk:viewer"] } });
    expect((await sessionWith(token)).body.user.rank).toBe("viewer");
    const create = await world.api("POST", "/users", {
      as: { token },
      body: { email: "x@example.org", access: "mail" },
    });
    expect(create.body.error.code).toBe("forbidden");
    await world.operator("PUT", `/admin/users/${id}`, { app_metadata: { roles: null } });
    expect((await sessionWith(token)).body.error.code).toBe("not_staff");
  });

  it("S11 S31 never comes from what people write about themselves", async () => {
    const token = await newcomer(
      "climber@example.com",
      {},
      { user_metadata: { roles: ["desk:admin"], app_metadata: { roles: ["desk:admin"] }, rank: "owner" } },
    );
    expect((await sessionWith(token)).body.error.code).toBe("not_staff");
  });

  const lookalikes: unknown[] = [
    "desk:admin",
    { "0": "desk:admin" },
    ["DESK:ADMIN"],
    ["desk:admin "],
    [" desk:admin"],
    [null, "desk:admin"],
    [["desk:admin"]],
    [{ name: "desk:admin" }],
    ["admin"],
    true,
    null,
  ];
  it.each(lookalikes.map((roles, index) => [JSON.stringify(roles), roles, index] as const))(
    "S12 does not come from roles stored as %s",
    async (_text, roles, index) => {
      const token = await newcomer(`lookalike${index}@example.com`, { roles });
      expect((await sessionWith(token)).body.error.code).toBe("not_staff");
    },
  );

  it.each(["suspended", "rejected", "deleted", "in_review"])("is nothing for staff who are %s", async (status) => {
    const email = `barred-${status.replace("_", "-")}@example.com`;
    const token = await newcomer(email, { roles: ["desk:admin"] });
    await world.operator("PUT", `/admin/users/${await world.idOf(email)}`, { app_metadata: { desk: { status } } });
    expect((await sessionWith(token)).body.error.code).toBe("not_staff");
  });

  it("S13 is nothing to a token that another site's Identity signed", async () => {
    const elsewhere = await startWorld();
    try {
      expect((await sessionWith(await elsewhere.tokenOf("admin"))).status).toBe(401);
    } finally {
      await elsewhere.close();
    }
  });
});

describe("a desk for another audience than the empty one", () => {
  it("S06 knows the accounts of that audience, and no others", async () => {
    const blue = await startWorld({
      env: { DESK_AUDIENCE: "blue" },
      identity: { GOTRUE_JWT_AUD: "blue", GOTRUE_JWT_SECRET: SECRET },
    });
    try {
      const token = await blue.tokenOf("admin");
      expect(claimsIn(token).aud).toBe("blue");
      const session = await blue.api("GET", "/session", { as: { token } });
      expect(session.body.user.rank).toBe("admin");
      expect((await blue.api("GET", "/users", { as: { token } })).body.total).toBeGreaterThan(3);
      for (const aud of ["", "red", undefined]) {
        const other = craftToken({ ...claimsIn(token), aud }, { secret: SECRET });
        expect((await blue.api("GET", "/session", { as: { token: other } })).status).toBe(401);
      }
      expect((await world.api("GET", "/session", { as: { token } })).status).toBe(401);
      const signup = { body: { email: "a@example.net", password: "a password" }, headers: { "x-jwt-aud": "red" } };
      expect((await blue.identity("POST", "/signup", signup)).status).toBe(422);
    } finally {
      await blue.close();
    }
  });
});
