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

const confirm = (as: Caller, id: string) => world.api("POST", `/users/${id}/confirm`, { as, body: {} });

describe("confirming by hand", () => {
  it("lets somebody in who signed up, kills their link and says both", async () => {
    const email = "late@example.org";
    const password = "typed at the sign-up";
    await world.identity("POST", "/signup", { body: { email, password } });
    const id = await world.idOf(email);
    const { status, body } = await confirm("support", id);
    expect(status).toBe(200);
    expect(body.user).toMatchObject({ status: "active" });
    expect(body.notices).toEqual([
      "The link they were sent to confirm with no longer works.",
      "Whoever signed up with this address can sign in now, with the password they chose then.",
    ]);
    await world.signIn(email, password);
    const token = /confirmation_token=([\w-]+)/.exec(world.mailsTo(email)[0]?.links[0] ?? "")?.[1];
    expect(token).toBeDefined();
    expect((await world.identity("POST", "/verify", { body: { type: "signup", token } })).status).toBe(404);
    expect(await people.entries(id)).toMatchObject([
      { action: "users.confirm", outcome: "done", before: { confirmed: false }, after: { confirmed: true } },
    ]);
  });

  it("says that somebody invited has no password yet", async () => {
    const email = "invited@example.org";
    await world.api("POST", "/users", { as: "support", body: { email, access: "invite" } });
    const { body } = await confirm("support", await world.idOf(email));
    expect(body.notices.join(" ")).toContain("They have no password yet.");
  });

  it("does not date anew what is confirmed already, and leaves no entry", async () => {
    const id = await people.add({ confirmed_at: "2026-01-02T03:04:05Z" });
    expect((await confirm("support", id)).body.entry).toBeUndefined();
    expect((await people.stored(id)).confirmed_at).toBe("2026-01-02T03:04:05Z");
    expect(await people.entries(id)).toEqual([]);
  });

  it("S18 S21 is refused on an owner's address below owner, and on staff below admin", async () => {
    const owner = await people.add({ email: "öwner@example.com", confirmed_at: undefined });
    const staff = await people.add({ confirmed_at: undefined, app_metadata: { roles: ["desk:viewer"] } });
    for (const [as, id] of [
      ["support", owner],
      ["admin", owner],
      ["support", staff],
      ["viewer", staff],
    ] as const) {
      expect((await confirm(as, id)).body.error.code).toBe("forbidden");
      expect((await people.stored(id)).confirmed_at).toBeUndefined();
    }
    expect((await confirm("admin", staff)).status).toBe(200);
  });
});
