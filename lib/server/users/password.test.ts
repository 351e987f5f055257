import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { peopleIn } from "#lib/testing/people-in.ts";
import { type Caller, startWorld, type World } from "#lib/testing/world.ts";

let world: World;
let people: ReturnType<typeof peopleIn>;
beforeAll(async () => {
  world = await startWorld();
  people = peopleIn(world);
});
afterAll(() => world.close());

const set = (as: Caller, id: string, body: Record<string, unknown> = {}) =>
  world.api("POST", `/users/${id}/password`, { as, body });

describe("setting a password", () => {
  it("S85 answers one that was made, once; neither audit nor log holds it", async () => {
    const id = await people.add({ email: "made@example.org", password: "the old password" });
    const { status, body } = await set("admin", id, { reason: "lost it" });
    expect(status).toBe(200);
    expect(body.password).toMatch(/^([a-zA-Z3-9]{5}-){3}[a-zA-Z3-9]{5}$/);
    await world.signIn("made@example.org", body.password);
    await expect(world.signIn("made@example.org", "the old password")).rejects.toThrow("400");
    const entries = await people.entries(id);
    expect(entries).toMatchObject([
      { id: body.entry, action: "users.set_password", outcome: "done", reason: "lost it" },
    ]);
    expect(JSON.stringify(entries) + world.logs.join("\n")).not.toContain(body.password);
  });

  it("S85 takes one that was typed and does not send it back", async () => {
    const id = await people.add({ email: "typed@example.org" });
    const password = "typed by an admin, not echoed";
    const reply = await set("admin", id, { password });
    expect(reply.body.password).toBeUndefined();
    const entries = JSON.stringify(await people.entries(id));
    expect(reply.text + entries + world.logs.join("\n")).not.toContain(password);
    await world.signIn("typed@example.org", password);
  });

  it.each([" with blanks ", "🔑".repeat(18), "x".repeat(72)])("S84 takes %j unchanged", async (password) => {
    const email = `taken${[...password].length}@example.org`;
    const id = await people.add({ email });
    expect((await set("admin", id, { password })).status).toBe(200);
    await world.signIn(email, password);
  });

  it.each(["", "7 chars", "x".repeat(73), "🔑".repeat(19), "nul\u0000inside"])(
    "S84 refuses %j with a reason, at the field",
    async (password) => {
      const id = await people.add();
      expect((await set("admin", id, { password })).body.error).toMatchObject({ code: "invalid", field: "password" });
      expect(await people.entries(id)).toEqual([]);
    },
  );

  it("ends no session, and says so", async () => {
    const id = await people.add({ email: "open@example.org", password: "the old password" });
    const { refreshToken } = await world.signIn("open@example.org", "the old password");
    expect((await set("admin", id)).body.notices.join(" ")).toContain("Identity ends no session");
    const form = new URLSearchParams({ grant_type: "refresh_token", refresh_token: refreshToken });
    const renewed = await fetch(`${world.url}/.netlify/identity/token`, { method: "POST", body: form });
    expect(renewed.status).toBe(200);
  });

  it("says that it is no use before the account is confirmed", async () => {
    const id = await people.add({ confirmed_at: undefined });
    expect((await set("admin", id)).body.notices.join(" ")).toContain("before they are confirmed");
  });

  it.each([
    ["viewer", "member"],
    ["support", "member"],
    ["support", "admin"],
    ["admin", "owner"],
    ["admin", "admin"],
    ["owner", "owner"],
  ] as const)("S15 S18 is refused to %s on %s, and recorded", async (as, target) => {
    const id = await world.idOf(`${target}@example.com`);
    const reply = await set(as, id);
    expect(reply.body.error.code).toBe("forbidden");
    expect(reply.body.password).toBeUndefined();
    expect((await people.entries(id))[0]).toMatchObject({ outcome: "refused", action: "users.set_password" });
  });
});
