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

const send = (as: Caller, id: string) => world.api("POST", `/users/${id}/link`, { as, body: {} });
const linksTo = (email: string) => world.mailsTo(email).flatMap((mail) => mail.links);

describe("sending a link", () => {
  it("opens the account of somebody invited, whose first link lives until one is followed", async () => {
    const email = "again@example.org";
    await world.api("POST", "/users", { as: "support", body: { email, access: "invite" } });
    const id = await world.idOf(email);
    const { status, body } = await send("support", id);
    expect(status).toBe(200);
    expect(body.notices).toEqual([
      `A mail with a link is on its way to ${email}. The link works once, for a day.`,
      "The link of their invitation works until one of the two is followed.",
    ]);
    const [invite, recovery] = linksTo(email).map((link) => /_token=([\w-]+)/.exec(link)?.[1]);
    const verify = (type: string, token?: string) =>
      world.identity("POST", "/verify", { body: { type, token, password: "chosen at last" } });
    expect((await verify("recovery", recovery)).status).toBe(200);
    expect((await people.stored(id)).confirmed_at).toBeDefined();
    expect((await verify("signup", invite)).status).toBe(404);
    expect(await people.entries(id)).toMatchObject([
      { id: body.entry, action: "users.send_recovery", outcome: "done", after: { mailTo: email } },
      { action: "users.invite" },
    ]);
  });

  it("works for somebody unconfirmed and for somebody active, who may sign in some other way", async () => {
    const email = "slow@example.org";
    await world.identity("POST", "/signup", { body: { email, password: "typed at the sign-up" } });
    const slow = await send("support", await world.idOf(email));
    expect(slow.body.notices.join(" ")).toContain("sent to confirm with works until");
    const active = await people.add({ email: "hub@example.org", app_metadata: { provider: "github" } });
    expect((await send("support", active)).body.notices.join(" ")).toContain("They sign in with github");
    expect(linksTo("hub@example.org")).toHaveLength(1);
  });

  it("R05 tells when it is possible again, for Identity sends one in 15 minutes", async () => {
    const id = await people.add({ email: "eager@example.org" });
    expect((await send("support", id)).status).toBe(200);
    const reply = await send("support", id);
    expect(reply.status).toBe(429);
    expect(reply.body.error).toMatchObject({ code: "rate_limited" });
    expect(reply.body.error.message).toMatch(/Try again in 1[45] min\./);
    expect(Number(reply.headers.get("retry-after"))).toBeGreaterThan(800);
    expect(linksTo("eager@example.org")).toHaveLength(1);
    expect((await people.entries(id))[0]).toMatchObject({ outcome: "failed" });
  });

  it("says which link it has killed", async () => {
    const sent = new Date(Date.now() - 3_600_000).toISOString();
    const id = await people.add({ recovery_sent_at: sent });
    expect((await send("support", id)).body.notices).toContain("The link they were mailed before no longer works.");
  });

  it.each(["in_review", "suspended", "rejected", "deleted"])(
    "is refused to somebody %s, whom it would let in",
    async (status) => {
      const email = `barred-${status.replace("_", "-")}@example.org`;
      const id = await people.add({ email, app_metadata: { desk: { status } } });
      expect((await send("owner", id)).body.error.code).toBe("invalid");
      expect(linksTo(email)).toEqual([]);
    },
  );

  it("is refused for a day to whoever changed the address, and to nobody else", async () => {
    const id = await people.add();
    const { email: expected } = await people.stored(id);
    const body = { email: "taken-over@example.org", expected, reason: "asked for it" };
    expect((await world.api("PUT", `/users/${id}/email`, { as: "admin", body })).status).toBe(200);
    const refused = await send("admin", id);
    expect(refused.body.error).toMatchObject({ code: "forbidden" });
    expect(refused.body.error.message).toContain("less than a day ago");
    expect(linksTo("taken-over@example.org")).toEqual([]);
    expect((await send("support", id)).status).toBe(200);
  });

  it("R16 says so when Identity chose another account with the same address", async () => {
    const [chosen, other] = ["0b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed", "fb9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"];
    await people.add({ id: chosen, email: "twin@example.org" });
    await people.add({ id: other, email: "brother@example.org" });
    await world.operator("PUT", `/admin/users/${other}`, { email: "twin@example.org" });
    const reply = await send("support", other);
    expect(reply.status).toBe(503);
    expect(reply.body.error.message).toContain("another one may have the same address");
    expect((await send("support", other)).body.error.message).toContain("another account with this address");
    expect((await people.entries(other))[0]).toMatchObject({ outcome: "failed" });
  });

  it.each([
    ["viewer", "member"],
    ["support", "viewer"],
    ["support", "admin"],
    ["admin", "owner"],
    ["admin", "admin"],
  ] as const)("S15 S18 is refused to %s on %s, and recorded", async (as, target) => {
    const id = await world.idOf(`${target}@example.com`);
    expect((await send(as, id)).body.error.code).toBe("forbidden");
    expect(linksTo(`${target}@example.com`)).toEqual([]);
    expect((await people.entries(id))[0]).toMatchObject({ outcome: "refused", action: "users.send_recovery" });
  });
});
