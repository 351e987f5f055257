import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Reply, startWorld, type World } from "#lib/testing/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());

let count = 0;
function fresh(): string {
  count += 1;
  return `new${count}@example.org`;
}

const create = (
  body: Record<string, unknown>,
  as: "support" | "admin" | "owner" | "viewer" = "support",
): Promise<Reply> => world.api("POST", "/users", { as, body: { access: "password", ...body } });

async function stored(email: string) {
  return (await world.operator("GET", `/admin/users/${await world.idOf(email)}`)).body;
}

describe("creating somebody with a password", () => {
  it("makes an account that can sign in at once, with name and roles", async () => {
    const email = fresh();
    const { status, body } = await create({ email, name: "Nora New", roles: ["member", "subscriber"] });
    expect(status).toBe(201);
    expect(body.user).toMatchObject({ email, name: "Nora New", status: "active", roles: ["member", "subscriber"] });
    expect(body.unfinished).toEqual([]);
    await world.signIn(email, body.password);
    expect(await stored(email)).toMatchObject({
      role: "",
      aud: "",
      app_metadata: { provider: "email", roles: ["member", "subscriber"] },
    });
  });

  it("R32 refuses an address that is there already with its domain spelled otherwise", async () => {
    expect((await create({ email: "x@bücher.example" })).status).toBe(201);
    for (const email of ["x@xn--bcher-kva.example", "X@BÜCHER.example"])
      expect((await create({ email })).body.error).toMatchObject({ code: "email_taken", field: "email" });
  });

  it.each(["a\ud800b", "a\u0000b", "a\nb"])(
    "S34 refuses the name %j, which would not be kept as it is",
    async (name) => {
      expect((await create({ email: fresh(), name })).body.error).toMatchObject({ code: "invalid", field: "name" });
    },
  );

  it("S84 makes a strong password without characters that look alike", async () => {
    const { body } = await create({ email: fresh() });
    expect(body.password).toMatch(/^([a-zA-Z3-9]{5}-){3}[a-zA-Z3-9]{5}$/);
    expect(body.password).not.toMatch(/[lIOo01258SB]/);
    const { body: other } = await create({ email: fresh() });
    expect(other.password).not.toBe(body.password);
  });

  it("S85 keeps the password out of audit and logs", async () => {
    const { body } = await create({ email: fresh() });
    const audit = await world.api("GET", `/audit?target=${body.user.id}`, { as: "admin" });
    expect(audit.body.entries).toHaveLength(1);
    expect(audit.text + world.logs.join("\n")).not.toContain(body.password);
  });

  it("stores the address as it was typed, without outer blanks", async () => {
    const { body } = await create({ email: "  Mixed.Case@Example.ORG " });
    expect(body.user.email).toBe("Mixed.Case@Example.ORG");
  });
});

describe("creating somebody by mail", () => {
  it("sends one link that confirms and lets them set a password, and nobody knows the one before", async () => {
    const email = fresh();
    const { status, body } = await create({ email, roles: ["member"], access: "mail" });
    expect(status).toBe(201);
    expect(body.password).toBeUndefined();
    expect(body.user).toMatchObject({ status: "unconfirmed", roles: ["member"] });
    const [mail, ...more] = world.mailsTo(email);
    expect(more).toEqual([]);
    expect(mail?.links[0]).toContain("recovery_token=");
    const login = new URLSearchParams({ grant_type: "password", username: email, password: "" });
    expect((await fetch(`${world.url}/.netlify/identity/token`, { method: "POST", body: login })).status).toBe(400);
    const token = /recovery_token=([\w-]+)/.exec(mail?.links[0] ?? "")?.[1];
    const verified = await world.identity("POST", "/verify", { body: { type: "recovery", token } });
    expect(verified.status).toBe(200);
    expect(await stored(email)).toHaveProperty("confirmed_at");
  });
});

describe("inviting somebody", () => {
  it("sends Identity's invitation and stores the roles", async () => {
    const email = fresh();
    const { status, body } = await create({ email, name: "Ina Invited", roles: ["member"], access: "invite" });
    expect(status).toBe(201);
    expect(body.user).toMatchObject({ status: "invited", name: "Ina Invited", roles: ["member"] });
    expect(
      world
        .mailsTo(email)
        .flatMap((mail) => mail.links)
        .join(),
    ).toContain("invite_token=");
  });
});

describe("an address that cannot be taken", () => {
  it.each(["nobody", "Ann <ann@x.io>", "a@b.c\nBcc:x@y.z", "a b@x.io", "ann@1.2.3", '"<x>"@x.io', "ann@x..io"])(
    "S46 is refused at the field when it is none: %j",
    async (email) => {
      const reply = await create({ email });
      expect(reply.body.error).toMatchObject({ code: "invalid", field: "email" });
    },
  );

  it.each(["member@example.com", "MEMBER@Example.com", "mémber@example.com", "ｍember@example.com"])(
    "is refused at the field when Identity has it: %s",
    async (email) => {
      for (const access of ["password", "mail", "invite"]) {
        const reply = await create({ email, access });
        expect(reply.status).toBe(422);
        expect(reply.body.error).toMatchObject({ code: "email_taken", field: "email" });
      }
    },
  );

  it("is refused at the field when the directory knows it, in each of the three ways", async () => {
    for (const access of ["password", "mail", "invite"]) {
      const reply = await create({ email: "Known@example.com", access });
      expect(reply.status).toBe(422);
      expect(reply.body.error).toMatchObject({ code: "email_known", field: "email" });
      expect(reply.body.error.message).toContain("L-1003");
    }
  });

  it("is made nevertheless by an admin who says why, and by nobody below", async () => {
    const email = "known@example.com";
    expect((await create({ email, reason: "she asked for it" }, "support")).body.error.code).toBe("forbidden");
    const { status, body } = await create({ email, reason: "she asked for it" }, "admin");
    expect(status).toBe(201);
    const audit = await world.api("GET", `/audit?target=${body.user.id}`, { as: "viewer" });
    expect(audit.body.entries[0]).toMatchObject({
      reason: "she asked for it",
      after: { directory: "known", outsideId: "L-1003" },
    });
  });
});

describe("roles that the creator may not give", () => {
  it.each([
    ["support", "desk:viewer"],
    ["support", "desk:admin"],
    ["support", "editor"],
    ["support", "unlisted"],
    ["viewer", "member"],
  ] as const)("S15 S17 S20 stop %s from making somebody with %s, and nothing is made", async (as, role) => {
    const email = fresh();
    const people = world.local.identity.people.count();
    for (const access of ["password", "mail", "invite"]) {
      const reply = await create({ email, roles: [role], access }, as);
      expect(reply.status).toBe(403);
    }
    expect(world.local.identity.people.count()).toBe(people);
    expect(world.mailsTo(email)).toEqual([]);
  });

  it("do not stop an admin from making one more", async () => {
    const { body } = await create({ email: fresh(), roles: ["desk:admin"] }, "admin");
    expect(body.user.rank).toBe("admin");
  });
});
