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

let count = 0;
function fresh(): string {
  count += 1;
  return `moved${count}@example.org`;
}

interface Wanted {
  email: string;
  expected?: string;
  reason?: string;
  override?: boolean;
}

async function move(as: Caller, id: string, wanted: Wanted) {
  const expected = (await people.stored(id)).email;
  return world.api("PUT", `/users/${id}/email`, { as, body: { expected, reason: "asked for it", ...wanted } });
}

describe("changing an address", () => {
  it("is at once, as typed, and counts as confirmed, which it says; password and sessions stay", async () => {
    const id = await people.add({ email: "old@example.org", password: "the same as before" });
    const email = `New.${fresh()}`;
    const { status, body } = await move("admin", id, { email: ` ${email} ` });
    expect(status).toBe(200);
    expect(body.user).toMatchObject({ email, status: "active" });
    expect(body.notices.join(" ")).toContain("nobody proved to read its mail");
    expect(body.bitesBy).toBeDefined();
    await world.signIn(email, "the same as before");
    expect([...world.mailsTo(email), ...world.mailsTo("old@example.org")]).toEqual([]);
    expect(await people.entries(id)).toMatchObject([
      {
        action: "users.change_email",
        outcome: "done",
        before: { email: "old@example.org" },
        after: { email },
        reason: "asked for it",
      },
    ]);
  });

  it("can only spell it otherwise", async () => {
    const id = await people.add({ email: "case@example.org" });
    expect((await move("admin", id, { email: "Case@example.org" })).body.user.email).toBe("Case@example.org");
  });

  it("needs a reason", async () => {
    const id = await people.add();
    for (const reason of [undefined, "", "  "]) {
      const reply = await move("admin", id, { email: fresh(), reason });
      expect(reply.body.error).toMatchObject({ code: "invalid", field: "reason" });
    }
  });

  it("tells which links to the old address still open the account", async () => {
    const email = fresh();
    const id = await people.add({ email, new_email: "third@example.org" });
    await world.identity("POST", "/recover", { body: { email } });
    const { notices } = (await move("admin", id, { email: fresh() })).body;
    expect(notices.join(" ")).toContain(`The link mailed to ${email} less than a day ago still opens this account`);
    expect(notices.join(" ")).toContain("third@example.org");
    const token = /recovery_token=([\w-]+)/.exec(world.mailsTo(email).at(-1)?.links[0] ?? "")?.[1];
    expect((await world.identity("POST", "/verify", { body: { type: "recovery", token } })).status).toBe(200);
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
    expect((await move(as, id, { email: fresh() })).body.error.code).toBe("forbidden");
    expect((await people.stored(id)).email).toBe(`${target}@example.com`);
    expect((await people.entries(id))[0]).toMatchObject({ outcome: "refused", action: "users.change_email" });
  });

  it("S21 keeps an owner's address for owners", async () => {
    const id = await people.add();
    for (const email of ["owner@example.com", "ówner@example.com", "OWNER@Example.com"])
      expect((await move("admin", id, { email })).body.error).toMatchObject({ code: "forbidden", field: "email" });
    expect((await move("owner", id, { email: "owner@example.com" })).body.error.code).toBe("email_taken");
  });

  it("R13 says so when it is no longer what the caller saw", async () => {
    const id = await people.add({ email: "seen@example.org" });
    await move("admin", id, { email: "meanwhile@example.org" });
    const reply = await move("owner", id, { email: fresh(), expected: "seen@example.org" });
    expect(reply.status).toBe(409);
    expect(reply.body.error.current).toEqual({ email: "meanwhile@example.org" });
  });
});

describe("a new address that cannot be taken", () => {
  it.each(["nobody", "Ann <ann@x.io>", "a@b.c\nBcc:x@y.z", "ann@1.2.3", `${"x".repeat(250)}@example.org`])(
    "S46 is refused at the field when it is none: %j",
    async (email) => {
      const id = await people.add();
      expect((await move("admin", id, { email })).body.error).toMatchObject({ code: "invalid", field: "email" });
    },
  );

  it("is refused at the field when somebody else has it, however it is spelled", async () => {
    const id = await people.add();
    for (const email of ["member@example.com", "MEMBER@example.com", "mémber@example.com"])
      expect((await move("owner", id, { email })).body.error).toMatchObject({ code: "email_taken", field: "email" });
  });

  it("is refused when the directory knows it, until an admin says to go on; what it said is recorded", async () => {
    const id = await people.add();
    const email = "known@example.com";
    const refused = await move("admin", id, { email });
    expect(refused.body.error).toMatchObject({ code: "email_known", field: "email" });
    expect(refused.body.error.message).toContain("L-1003");
    expect((await move("admin", id, { email, override: true })).status).toBe(200);
    expect((await people.entries(id))[0]).toMatchObject({ after: { email, directory: "known", outsideId: "L-1003" } });
  });

  it("R16 of two people who are given one address at once, at least one is told of twins", async () => {
    const [first, second] = [await people.add(), await people.add()];
    const email = fresh();
    const replies = await Promise.all([first, second].map((id) => move("admin", id, { email })));
    const told = replies.filter((reply) => reply.status === 422 || reply.body.notices.join().includes("2 accounts"));
    expect(told.length).toBeGreaterThanOrEqual(1);
  });
});
