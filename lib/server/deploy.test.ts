import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ShakyDesk, startShakyDesk } from "#lib/testing/shaky-desk.ts";
import { startWorld } from "#lib/testing/world.ts";
import { deployOf } from "./deploy.ts";

describe("where the desk runs", () => {
  it.each([
    [{ context: "production", published: true }, [], false, false],
    [{ context: "production", published: false }, [], true, true],
    [{ context: "production", published: false }, ["production"], true, true],
    [{ context: "production" }, [], true, false],
    [{ context: "deploy-preview", published: false }, [], true, false],
    [{ context: "deploy-preview", published: true }, [], true, false],
    [{ context: "deploy-preview", published: false }, ["deploy-preview"], false, false],
    [{ context: "branch-deploy" }, ["deploy-preview"], true, false],
    [{ context: "dev" }, [], true, false],
    [{}, [], true, false],
    [undefined, [], true, false],
    [{ context: 5, published: "true" }, [], true, false],
    [{ context: "production\r\n", published: true }, [], true, false],
  ])("%j, allowed %j: read-only %s, outdated %s", (said, allowed, readOnly, outdated) => {
    expect(deployOf(said, allowed)).toMatchObject({ readOnly, outdated });
  });
});

describe("a deploy that must not write", () => {
  let desk: ShakyDesk;
  let id: string;
  beforeAll(async () => {
    desk = await startShakyDesk();
    id = await desk.world.idOf("member@example.com");
  });
  afterAll(() => desk.close());

  const preview = { context: "deploy-preview", id: "p1", published: false };
  const old = { context: "production", id: "o1", published: false };

  it.each([
    ["a preview", preview, "read_only", 403],
    ["an old production deploy", old, "outdated_deploy", 410],
    ["one that says nothing of itself", {}, "read_only", 403],
  ])("is %s: it shows everything and changes nothing", async (_what, deploy, code, status) => {
    desk.identity.clear();
    const session = await desk.call("GET", "/session", { as: "admin", deploy });
    expect(session.body.readOnly).toBe(true);
    expect(session.body.can).not.toContain("users.create");
    expect((await desk.call("GET", `/users/${id}`, { as: "admin", deploy })).body.can).toEqual(["users.read"]);
    const create = await desk.call("POST", "/users", {
      as: "admin",
      deploy,
      body: { email: "x@example.org", access: "mail" },
    });
    const change = await desk.call("PUT", `/users/${id}/roles`, {
      as: "admin",
      deploy,
      body: { roles: [], expected: ["member"] },
    });
    for (const reply of [create, change]) {
      expect(reply.status).toBe(status);
      expect(reply.body.error.code).toBe(code);
    }
    expect(desk.identity.calls.filter((call) => call.method !== "GET")).toEqual([]);
    const audit = await desk.call("GET", `/audit?target=${id}`, { as: "admin", deploy });
    expect(audit.body.entries[0]).toMatchObject({ action: "users.set_roles", outcome: "refused" });
  });

  it("is no preview that DESK_ALLOW_WRITES names, in Netlify's runtime", async () => {
    const world = await startWorld({
      context: "deploy-preview",
      env: { DESK_ALLOW_WRITES: "branch-deploy, deploy-preview" },
    });
    try {
      const create = await world.api("POST", "/users", {
        as: "admin",
        body: { email: "x@example.org", access: "mail" },
      });
      expect(create.status).toBe(201);
      expect((await world.api("GET", "/session", { as: "admin" })).body).toMatchObject({
        readOnly: false,
        context: "deploy-preview",
      });
    } finally {
      await world.close();
    }
  });
});
