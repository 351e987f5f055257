import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { startWorld, type World } from "#lib/testing/world.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.close());
afterEach(() => world.local.identity.faults.clear());

let count = 0;
function fresh(): string {
  count += 1;
  return `half${count}@example.org`;
}

const create = (body: Record<string, unknown>) =>
  world.api("POST", "/users", { as: "support", body: { access: "password", ...body } });
const creationOf = (id: string, as: "viewer" | "support" = "viewer") =>
  world.api("GET", `/users/${id}/creation`, { as });

/** The call that stores roles fails, and so do its two repetitions. */
function loseRoles(): void {
  world.local.identity.faults.add({ kind: "status", status: 503, route: "PUT /admin/users/{id}", times: 3 });
}

describe("an account whose roles could not be stored", () => {
  it("R15 is reported as not complete, is found so later, and is complete once the roles are set", async () => {
    loseRoles();
    const { status, body } = await create({ email: fresh(), roles: ["member", "subscriber"] });
    expect(status).toBe(201);
    expect(body.unfinished).toMatchObject([{ step: "roles" }]);
    const { id } = body.user;
    const { body: creation } = await creationOf(id);
    expect(creation).toMatchObject({ missing: [{ step: "roles", roles: ["member", "subscriber"] }] });
    expect(creation.by).toMatch(/support/);

    const roles = { roles: ["member", "subscriber"], expected: [] };
    expect((await world.api("PUT", `/users/${id}/roles`, { as: "support", body: roles })).status).toBe(200);
    expect((await creationOf(id)).body).toEqual({ missing: [] });
  });

  it("is complete, too, when somebody decided for other roles, or for none", async () => {
    loseRoles();
    const { body } = await create({ email: fresh(), roles: ["member"] });
    const set = (roles: string[], expected: string[]) =>
      world.api("PUT", `/users/${body.user.id}/roles`, { as: "admin", body: { roles, expected } });
    await set(["editor"], []);
    expect((await creationOf(body.user.id)).body.missing).toEqual([]);
    await set([], ["editor"]);
    expect((await creationOf(body.user.id)).body.missing).toEqual([]);
  });
});

describe("an account whose mail could not be sent", () => {
  it("R38 is found as such until a mail goes out", async () => {
    const email = fresh();
    world.local.identity.faults.add({ kind: "mail_error", times: 1 });
    const { body } = await create({ email, roles: ["member"], access: "mail" });
    expect(body.unfinished).toMatchObject([{ step: "mail" }]);
    expect((await creationOf(body.user.id)).body.missing).toEqual([{ step: "mail" }]);
    expect((await world.identity("POST", "/recover", { body: { email } })).status).toBe(200);
    expect((await creationOf(body.user.id)).body.missing).toEqual([]);
  });
});

describe("an account of which nothing is missing", () => {
  it("is one that was created as asked, whatever was done to it since", async () => {
    const { body } = await create({ email: fresh(), roles: ["member"] });
    await world.operator("PUT", `/admin/users/${body.user.id}`, { app_metadata: { roles: [] } });
    expect((await creationOf(body.user.id)).body).toEqual({ missing: [] });
  });

  it("is one that nobody created here", async () => {
    expect((await creationOf(await world.idOf("member@example.com"))).body).toEqual({ missing: [] });
    const { body } = await world.operator("POST", "/admin/users", {
      email: fresh(),
      password: "of their own",
      confirm: true,
    });
    expect((await creationOf(body.id)).body).toEqual({ missing: [] });
  });

  it("R45 is not one that is gone", async () => {
    expect((await creationOf("00000000-0000-4000-8000-000000000001")).status).toBe(404);
  });
});

describe("an address that looks like somebody's", () => {
  it("is taken all the same, and the answer names them", async () => {
    const email = fresh();
    const { body: first } = await create({ email, name: "Fay First" });
    expect(first.lookAlikes).toEqual([]);
    const { status, body } = await create({ email: email.replace("@", "+work@") });
    expect(status).toBe(201);
    expect(body.lookAlikes).toEqual([
      { id: first.user.id, email, name: "Fay First", status: "active", why: "same mailbox with a plus tag" },
    ]);
  });
});
