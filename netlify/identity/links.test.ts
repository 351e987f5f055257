import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, inject, it } from "vitest";
import { startIdentity, tokenOfMail, type Wire } from "./testing/start.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let time: number;
let wire: Wire;
beforeEach(async () => {
  time = Date.parse("2026-01-02T03:04:05Z");
  wire = await startIdentity({}, { now: () => time });
});
afterEach(() => wire.close());

const signUp = (email: string) => wire.call("POST /signup", { body: { email, password: "secret-1" } });
const invite = (email: string) => wire.call("POST /invite", { body: { email } });
const recover = (email: string) => wire.call("POST /recover", { body: { email } });
const confirm = (id: string) => wire.call(`PUT /admin/users/${id}`, { body: { confirm: true } });
const verify = (type: string, token: string) =>
  wire.call("POST /verify", { body: { type, token, password: "chosen" } });
const told = (email?: string) => wire.identity.links({ email }).map(({ kind, state, reason }) => [kind, state, reason]);

const states = (email?: string) => wire.identity.links({ email }).map(({ kind, state }) => `${kind} ${state}`);

async function session(email: string): Promise<string> {
  await wire.call("POST /admin/users", { body: { email, password: "secret-1", confirm: true } });
  return (await wire.form({ grant_type: "password", username: email, password: "secret-1" })).json.access_token;
}

describe("a link", () => {
  it("works until it is too old, and says when that is", async () => {
    const { id } = (await signUp("a@x.io")).json;
    const [mail] = wire.identity.mails.list();
    expect(wire.identity.links()).toEqual([
      {
        kind: "confirmation",
        to: "a@x.io",
        email: "a@x.io",
        user_id: id,
        link: mail?.links[0],
        mail_id: mail?.id,
        sent_at: "2026-01-02T03:04:05.000Z",
        expires_at: "2026-01-03T03:04:05.000Z",
        state: "works",
        reason: "It works until 2026-01-03 03:04:05 UTC.",
      },
    ]);
    time += DAY;
    expect(states()).toEqual(["confirmation works"]);
    time += 1;
    expect(told()).toEqual([
      ["confirmation", "expired", "It died of its age on 2026-01-03 03:04:05 UTC. Only a new mail helps."],
    ]);
  });

  it("of an invite never expires, until a sign-up takes its place with one that does", async () => {
    await invite("a@x.io");
    time += 30 * DAY;
    const [link] = wire.identity.links();
    expect(link).toMatchObject({ state: "works", expires_at: "never", reason: expect.stringContaining("upstream") });
    expect(link?.reason).toContain("It asks for a password.");
    await signUp("a@x.io");
    expect(told()).toEqual([
      ["invite", "replaced", "A confirmation was sent on 2026-02-01 03:04:05 UTC, which took its place."],
      ["confirmation", "works", "It works until 2026-02-08 03:04:05 UTC. It asks for a password."],
    ]);
  });

  it("is used once, and tells what else used up the others", async () => {
    await invite("a@x.io");
    await recover("a@x.io");
    time += MINUTE;
    await verify("recovery", tokenOfMail(wire, "a@x.io"));
    await signUp("b@x.io");
    await verify("signup", tokenOfMail(wire, "b@x.io"));
    expect(told()).toEqual([
      [
        "invite",
        "dead",
        "The invite link died on 2026-01-02 03:05:05 UTC, when a recovery link was used, which confirmed the account.",
      ],
      ["recovery", "used", "It was used on 2026-01-02 03:05:05 UTC."],
      ["confirmation", "used", "It was used on 2026-01-02 03:05:05 UTC."],
    ]);
  });

  it("dies with its account, or when somebody with the admin API or a provider confirms it", async () => {
    const { id } = (await invite("a@x.io")).json;
    const { id: other } = (await invite("b@x.io")).json;
    await confirm(id);
    await wire.call(`DELETE /admin/users/${other}`);
    expect(told()).toEqual([
      ["invite", "dead", expect.stringContaining("when somebody with the admin API confirmed the account.")],
      ["invite", "dead", expect.stringContaining("when the account was deleted.")],
    ]);
    await wire.close();
    wire = await startIdentity({}, { now: () => time });
    await signUp("c@x.io");
    Object.assign(wire.identity.settings.mailer, { autoconfirm: true });
    await signUp("c@x.io");
    expect(told()).toMatchObject([["confirmation", "dead", expect.stringContaining("signed up once more")]]);
  });

  it("of an e-mail change goes to the new address and is found by both", async () => {
    const bearer = await session("a@x.io");
    await wire.call("PUT /user", { bearer, body: { email: "new@x.io" } });
    await wire.call("PUT /user", { bearer, body: { email: "newer@x.io" } });
    expect(told("NEW@x.io")).toEqual([
      [
        "email_change",
        "replaced",
        "Another e-mail change mail was sent on 2026-01-02 03:04:05 UTC, which took its place.",
      ],
    ]);
    expect(states("a@x.io")).toEqual(["email_change replaced", "email_change works"]);
    expect(told("a@x.io")[1]?.[2]).toContain("Only who is signed in to this account can use it.");
    const email_change_token = tokenOfMail(wire, "newer@x.io");
    await wire.call("PUT /user", { bearer, body: { email_change_token } });
    expect(states("newer@x.io")).toEqual(["email_change replaced", "email_change used"]);
    expect(states("a@x.io")).toEqual([]);
  });

  it("is on file though its mail was lost or thrown away", async () => {
    wire.identity.faults.add({ kind: "mail_lost", mail: "recovery" });
    await signUp("a@x.io");
    await recover("a@x.io");
    wire.identity.mails.clear();
    const links = wire.identity.links({ email: "a@x.io" });
    expect(links.map(({ kind, state, sent_at }) => [kind, state, sent_at])).toEqual([
      ["confirmation", "works", "2026-01-02T03:04:05.000Z"],
      ["recovery", "works", "2026-01-02T03:04:05.000Z"],
    ]);
    expect(links[1]?.reason).toBe(
      "It works until 2026-01-03 03:04:05 UTC. It confirms the account on the way. Its mail is not in the outbox.",
    );
  });
});

describe("after a restart", () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "identity-links-"));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const start = async () => {
    await wire.close();
    wire = await startIdentity({}, { now: () => time, journal: join(folder, "identity.journal") });
  };

  it("what became of each link is still known", async () => {
    await start();
    await invite("a@x.io");
    await recover("a@x.io");
    await verify("recovery", tokenOfMail(wire, "a@x.io"));
    const before = wire.identity.links();
    await start();
    expect(wire.identity.links()).toEqual(before);
    expect(states()).toEqual(["invite dead", "recovery used"]);
  });

  it("a mail from before links were written down is read as far as its address tells", async () => {
    await signUp("a@x.io");
    const [mail] = wire.identity.mails.list();
    const old = (token: string) => {
      const links = [`http://localhost/#confirmation_token=${token}`];
      return { ...mail, id: token, link: undefined, links };
    };
    const lines = [old("an-older-one"), old("a-newer-one"), { ...old("none"), links: ["http://localhost/terms"] }];
    writeFileSync(join(folder, "identity.journal.mails"), lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
    await start();
    expect(told()).toEqual([
      ["confirmation", "replaced", expect.stringContaining("A confirmation was sent on")],
      ["confirmation", "dead", "It is no longer on file. What took it away was not written down then."],
    ]);
  });
});

const address = fc.constantFrom("a@x.io", "b@x.io", "c@x.io");
const step = fc.oneof(
  fc.record({ does: fc.constant("signup" as const), address }),
  fc.record({ does: fc.constant("invite" as const), address }),
  fc.record({ does: fc.constant("recover" as const), address }),
  fc.record({ does: fc.constant("change" as const), address, to: fc.constantFrom("d@x.io", "e@x.io") }),
  fc.record({ does: fc.constant("confirm" as const), address }),
  fc.record({ does: fc.constant("delete" as const), address }),
  fc.record({ does: fc.constant("follow" as const), nth: fc.nat(6) }),
  fc.record({
    does: fc.constant("wait" as const),
    ms: fc.constantFrom(MINUTE, 16 * MINUTE, DAY, DAY + 1000, 7 * DAY, 8 * DAY),
  }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

/** The last moment of each kind of link, which chance seldom meets. */
const a = { address: "a@x.io" } as const;
const LAST_MOMENTS: Step[][] = [
  [
    { does: "signup", ...a },
    { does: "wait", ms: DAY },
  ],
  [
    { does: "invite", ...a },
    { does: "signup", ...a },
    { does: "wait", ms: 7 * DAY },
  ],
  [
    { does: "signup", ...a },
    { does: "recover", ...a },
    { does: "wait", ms: DAY },
  ],
  [
    { does: "signup", ...a },
    { does: "confirm", ...a },
    { does: "change", ...a, to: "d@x.io" },
    { does: "wait", ms: DAY },
  ],
];

async function walk(steps: readonly Step[]): Promise<void> {
  for (const each of steps) {
    if (each.does === "wait") time += each.ms;
    if (each.does === "follow") await follow(wire, each.nth);
    if (each.does === "signup") await signUp(each.address);
    if (each.does === "invite") await invite(each.address);
    if (each.does === "recover") await recover(each.address);
    if (each.does !== "confirm" && each.does !== "delete" && each.does !== "change") continue;
    const id = await idOf(each.address);
    if (id === undefined) continue;
    if (each.does === "confirm") await confirm(id);
    if (each.does === "delete") await wire.call(`DELETE /admin/users/${id}`);
    if (each.does === "change") await asOwner(wire, id, { email: each.to });
  }
}

async function idOf(email: string): Promise<string | undefined> {
  const { json } = await wire.call("GET /admin/users");
  return json.users.find((user: { email: string; id: string }) => user.email === email)?.id;
}

async function asOwner(at: Wire, id: string, body: Record<string, string>) {
  const opened = await at.identity.person.signIn(id);
  return at.call("PUT /user", { bearer: String(opened?.access_token), body });
}

/** Does with a link what the site does that it leads to; whether Identity takes it. */
async function follow(at: Wire, nth: number): Promise<boolean> {
  const found = at.identity.links()[nth];
  const token = found?.link?.split("_token=")[1];
  if (!found || token === undefined) return false;
  if (found.kind !== "email_change") {
    const type = found.kind === "recovery" ? "recovery" : "signup";
    return (await at.call("POST /verify", { body: { type, token, password: "chosen" } })).status === 200;
  }
  if (found.user_id === undefined) return false;
  return (await asOwner(at, found.user_id, { email_change_token: token })).status === 200;
}

it("says that a link works exactly when Identity takes it, whatever happened before", async () => {
  const property = fc.asyncProperty(fc.array(step, { minLength: 2, maxLength: 14 }), async (steps) => {
    await wire.identity.reset();
    await walk(steps);
    const image = await wire.identity.image();
    const links = wire.identity.links();
    const copy = await startIdentity({}, { now: () => time });
    try {
      for (const [nth, { state, kind, reason }] of links.entries()) {
        await copy.identity.restore(image);
        expect(copy.identity.links()).toEqual(links);
        expect(await follow(copy, nth), `${kind}, ${state}: ${reason}`).toBe(state === "works");
      }
    } finally {
      await copy.close();
    }
  });
  const examples = LAST_MOMENTS.map((steps): [Step[]] => [steps]);
  await fc.assert(property, { numRuns: inject("long") ? 500 : 40, seed: 20260102, examples });
}, 600_000);
