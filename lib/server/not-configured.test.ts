import { describe, expect, it } from "vitest";
import { startWorld, type World } from "#lib/testing/world.ts";

async function withEnvironment(env: Record<string, string>, work: (world: World) => Promise<void>): Promise<void> {
  const world = await startWorld({ env });
  try {
    await work(world);
  } finally {
    await world.close();
  }
}

const staffPaths = ["/session", "/users", "/audit", "/openapi.json"];

describe("a desk that is not set up", () => {
  it.each([
    ["DESK_OWNERS", ""],
    ["DESK_OWNERS", "not-an-address-SENTINEL"],
    ["DESK_SECRET", ""],
    ["DESK_SECRET", "short-SENTINEL"],
  ])(
    "S78 answers 503 to everybody while %s is %j, naming it in answer and log, never its value",
    async (name, value) => {
      await withEnvironment({ [name]: value }, async (world) => {
        for (const path of staffPaths) {
          for (const as of ["anonymous", "admin"] as const) {
            const { status, body, text } = await world.api("GET", path, { as });
            expect([status, body.error.code]).toEqual([503, "not_configured"]);
            expect(body.error.message).toContain(name);
            expect(text).not.toContain("SENTINEL");
          }
        }
        expect(world.logs.join("\n")).toContain(name);
        expect(world.logs.join("\n")).not.toContain("SENTINEL");
      });
    },
  );

  it("still lets people sign up and in: event functions need no owner", async () => {
    await withEnvironment({ DESK_OWNERS: "", DESK_SECRET: "" }, async (world) => {
      const email = "somebody@example.net";
      const free = await world.identity("POST", "/signup", { body: { email, password: "a password" } });
      expect(free.status).toBe(200);
      const known = await world.identity("POST", "/signup", {
        body: { email: "known@example.com", password: "a password" },
      });
      expect(known.status).toBe(422);
      await world.signIn("member@example.com", "a member with a password");
    });
  });

  it("stops signups, not logins, at a directory address it cannot use", async () => {
    await withEnvironment({ DESK_DIRECTORY_HTTP_URL: "ftp://legacy.example/{email}" }, async (world) => {
      const reply = await world.identity("POST", "/signup", {
        body: { email: "a@example.net", password: "a password" },
      });
      expect(reply.status).toBe(422);
      expect(world.logs.join("\n")).toContain("DESK_DIRECTORY_HTTP_URL");
      await world.signIn("member@example.com", "a member with a password");
      const create = await world.api("POST", "/users", {
        as: "support",
        body: { email: "b@example.net", access: "mail" },
      });
      expect(create.body.error.code).toBe("not_configured");
    });
  });
});
