import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import type { AuditEntry } from "#lib/contract/audit.ts";
import type { Rank } from "#lib/contract/policy.ts";
import { index, openAudit } from "#lib/server/audit/audit.ts";
import { hashOf } from "#lib/server/audit/facts.ts";
import { newEntryId } from "#lib/server/audit/key.ts";
import * as config from "#lib/server/config.ts";
import { leavePass, placeOfPasses, spendPass } from "#lib/server/passes.ts";
import { openState, type State } from "#lib/server/state.ts";
import { placeOfVerdict } from "#lib/server/verdicts.ts";
import { allBlobs } from "#lib/testing/all-blobs.ts";
import { peopleIn } from "#lib/testing/people-in.ts";
import { type ShakyDesk, startShakyDesk } from "#lib/testing/shaky-desk.ts";
import type { Caller } from "#lib/testing/world.ts";

let desk: ShakyDesk;
let people: ReturnType<typeof peopleIn>;
let state: State;
beforeAll(async () => {
  desk = await startShakyDesk({ DESK_CRON_SECRET: "a secret of the clock, of more than 32 characters" });
  people = peopleIn(desk.world);
  state = openState({ instance: desk.instance, secret: config.deskSecret(), deadlineMs: 5_000 });
});
afterEach(() => {
  desk.identity.clear();
  desk.blobs.clear();
});
afterAll(() => desk.close());

const everything = /./;
const binned = (roles: string[] = []) => ({ status: "deleted", since: "2026-01-01T00:00:00Z", roles });
const password = "a password of theirs";
let count = 0;
async function somebody(more: { roles?: string[]; desk?: unknown; email?: string; password?: string } = {}) {
  count += 1;
  const { roles = [], desk: state = binned(), email = `gone${count}@people.example` } = more;
  const app_metadata = { provider: "email", roles, desk: state };
  const user_metadata = { full_name: `Sentinel${count} Gone` };
  return {
    id: await people.add({ email, password: more.password, app_metadata, user_metadata }),
    email,
    name: `Sentinel${count}`,
  };
}
const erase = (as: Caller | { token: string }, { id, email }: { id: string; email: string }, more = {}) =>
  desk.call("POST", `/users/${id}/erase`, { as, body: { confirm: email, ...more } });
const batch = "0123456789abcdef0123456789abcdef";
const empty = (as: Caller, ids: string[]) => desk.call("POST", "/bin/empty", { as, body: { ids, batch } });
const isThere = async (id: string) => (await desk.world.operator("GET", `/admin/users/${id}`)).status === 200;
const entriesAbout = async (id: string) =>
  (await desk.call("GET", `/audit?target=${id}`, { as: "viewer" })).body.entries;
const must = async (reply: Promise<{ status: number; text: string }>) => {
  const { status, text } = await reply;
  expect(`${status} ${status < 300 ? "" : text}`).toMatch(/^20[01] $/);
};
async function crawl() {
  for (;;) {
    const { body } = await desk.call("POST", "/snapshot", { as: "admin", body: { full: true } });
    if (body.state === "ready") return;
  }
}

/** Leaves something of a person in notes, snapshot, audit and ends of suspensions. @returns them, in the bin. */
async function known() {
  const person = await somebody({ roles: ["member"], desk: null, password });
  const { id, email, name } = person;
  await must(desk.call("POST", `/users/${id}/notes`, { as: "support", body: { text: `${name} rang us` } }));
  const until = "2099-01-01T00:00:00Z";
  await must(desk.call("POST", `/users/${id}/suspend`, { as: "support", body: { reason: `why ${name}`, until } }));
  // By the address alone, before and beside the account.
  const body = { email, access: "password", roles: ["desk:admin"] };
  expect((await desk.call("POST", "/users", { as: "support", body })).status).toBeGreaterThan(400);
  await must(desk.call("DELETE", `/users/${id}`, { as: "admin", body: { reason: `${name} left` } }));
  return person;
}

/** The same for every place where the desk keeps something, with an address before and one that waits. */
async function knownEverywhere() {
  const person = await known();
  const { id, email, name } = person;
  const [old, pending] = [`old-${email}`, `pending-${email}`];
  await must(desk.call("POST", `/users/${id}/restore`, { as: "admin", body: {} }));
  await must(desk.call("POST", `/users/${id}/restore`, { as: "admin", body: {} }));
  const rename = { name: `${name} Renamed`, expected: `${name} Gone` };
  await must(desk.call("PUT", `/users/${id}/name`, { as: "admin", body: rename }));
  const first = { email: old, expected: email, reason: `${name} asked for it` };
  await must(desk.call("PUT", `/users/${id}/email`, { as: "admin", body: first }));
  await must(desk.call("PUT", `/users/${id}/email`, { as: "admin", body: { ...first, email, expected: old } }));
  await must(desk.call("POST", `/users/${id}/link`, { as: "owner", body: {} }));
  const metadata = { set: { shoe: `${name} 41` }, expected: {} };
  for (const of of ["user", "app"])
    await must(desk.call("PUT", `/users/${id}/metadata`, { as: "admin", body: { of, ...metadata } }));
  const { accessToken: token } = await desk.world.signIn(email, password);
  await must(desk.world.identity("PUT", "/user", { as: { token }, body: { email: pending } }));
  const body = { email: old, access: "password", roles: ["desk:admin"] };
  expect((await desk.call("POST", "/users", { as: "support", body })).status).toBeGreaterThan(400);
  for (const address of [email, old, pending]) {
    await leavePass(state, address);
    await spendPass(state, address, "a delivery");
    await state.store.set(placeOfVerdict(state, address), { verdict: { state: "unknown" }, until: Date.now() });
  }
  await must(desk.call("DELETE", `/users/${id}`, { as: "admin", body: { reason: `${name} left` } }));
  return { ...person, old, pending };
}

/** What stands for an address in keys of ours. */
function standIns(address: string): string[] {
  return [hashOf(address, state.secret), placeOfPasses(state, address), placeOfVerdict(state, address)];
}

/** Entries about somebody else on so many days before today. */
async function olderDays(count: number): Promise<void> {
  const audit = openAudit(
    { context: "production", id: "", readOnly: false, outdated: false },
    { instance: desk.instance, secret: state.secret },
  );
  for (let day = 1; day <= count; day += 1) {
    const id = newEntryId(Date.now() - day * 86_400_000);
    const entry = { id, at: "", actor: { kind: "staff", id: "x", email: "" }, action: "users.rename" } as const;
    await index(audit, { ...entry, outcome: "done", deploy: { context: "production", id: "" } });
  }
}

/** Entries as desks wrote them that put no facts into keys. @returns their ids. */
async function entriesOfOldDesk(
  { id, email }: { id: string; email: string },
  other: { id: string; email: string },
): Promise<string[]> {
  const deploy = { context: "production", id: "" };
  const { store, keys } = openAudit(
    { ...deploy, readOnly: false, outdated: false },
    { instance: desk.instance, secret: state.secret },
  );
  const staff = { kind: "staff", id: "x", email: "" } as const;
  const told: Pick<AuditEntry, "actor" | "action" | "target">[] = [
    { actor: staff, action: "users.rename", target: { id, email } },
    { actor: staff, action: "users.create", target: { email } },
    { actor: { ...staff, id, email }, action: "users.rename", target: other },
  ];
  const ids: string[] = [];
  for (const [at, part] of told.entries()) {
    const moment = Date.now() - (200 + at) * 86_400_000;
    const entry: AuditEntry = { ...part, id: newEntryId(moment), at: "", outcome: "done", reason: email, deploy };
    if (part.target !== other) entry.before = { name: email };
    else delete entry.reason;
    await store.set(keys.part(entry.id, "outcome"), entry);
    if (entry.target?.id) await store.set(keys.aboutEntry(entry.target.id, entry.id), {});
    ids.push(entry.id);
  }
  return ids;
}

/** A clock on which the time of a request is over after some of our milliseconds. */
function fastClock(): { stop: () => void } {
  vi.useFakeTimers({ now: Date.now(), toFake: ["Date"] });
  const timer = setInterval(() => vi.setSystemTime(Date.now() + 1_000), 4);
  return {
    stop() {
      clearInterval(timer);
      vi.useRealTimers();
    },
  };
}

async function expectNothingLeft({ id, email, name }: { id: string; email: string; name: string }) {
  const all = (await allBlobs()).toLowerCase();
  expect(all).toContain(id);
  expect(all.split("\n").filter((line) => line.includes(email))).toEqual([]);
  expect(all.split("\n").filter((line) => line.includes(name.toLowerCase()))).toEqual([]);
}

describe("deleting for good", () => {
  it("S19 leaves nothing of address, name, reasons and notes in any blob, and the audit with the id", async () => {
    const person = await knownEverywhere();
    await crawl();
    const before = await entriesAbout(person.id);
    expect(before.length).toBeGreaterThan(6);
    const { status, body } = await erase("admin", person, { reason: "asked by letter 17" });
    expect([status, body]).toEqual([
      200,
      { id: person.id, complete: true, entry: expect.any(String), bitesBy: expect.any(String) },
    ]);
    expect(await isThere(person.id)).toBe(false);
    await expectNothingLeft(person);
    const [own, ...others] = await entriesAbout(person.id);
    expect(own).toMatchObject({
      action: "users.erase",
      outcome: "done",
      target: { id: person.id },
      reason: "asked by letter 17",
    });
    expect(own.target).toEqual({ id: person.id });
    const told = (entry: { id: string; action: string; at: string; outcome: string; actor: unknown }) => [
      entry.id,
      entry.action,
      entry.at,
      entry.outcome,
      entry.actor,
    ];
    expect(others.map(told)).toEqual(before.map(told));
    for (const entry of others) {
      expect(entry).toMatchObject({ erased: true, target: { id: person.id } });
      expect(Object.keys(entry)).not.toEqual(expect.arrayContaining(["before"]));
    }
  });

  it("leaves no key by which an address of theirs is found: not the one before, nor the one that waits", async () => {
    const person = await knownEverywhere();
    const keys = [person.email, person.old, person.pending].flatMap(standIns);
    const found = async () => {
      const all = await allBlobs();
      return keys.filter((key) => all.includes(key));
    };
    // Nobody did anything by the address that waits, so the audit has no hash of it.
    expect(await found()).toEqual(keys.filter((key) => key !== hashOf(person.pending, state.secret)));
    const search = async () =>
      (await desk.call("GET", `/audit?target=${encodeURIComponent(person.email)}`, { as: "viewer" })).body.entries;
    expect((await search()).length).toBeGreaterThan(0);
    await must(erase("owner", person));
    expect(await found()).toEqual([]);
    expect(await search()).toEqual([]);
    expect((await desk.call("GET", "/users?status=deleted", { as: "viewer" })).text).not.toContain(person.id);
  });

  it("S19 finds and reduces what was written of them before there were facts in keys", async () => {
    const [person, other] = [await known(), await somebody({ desk: null })];
    const [about, , by] = await entriesOfOldDesk(person, other);
    await must(erase("admin", person));
    await expectNothingLeft(person);
    const reduced = (await entriesAbout(person.id)).find((entry: AuditEntry) => entry.id === about);
    expect(reduced).toMatchObject({ erased: true, target: { id: person.id }, outcome: "done" });
    const did = (await entriesAbout(other.id)).find((entry: AuditEntry) => entry.id === by);
    expect(did).toMatchObject({ actor: { id: person.id, email: "" }, target: { id: other.id } });
  });

  it("refuses to take back what was changed of them before, and says why", async () => {
    const person = await known();
    const [bin] = await entriesAbout(person.id);
    await must(erase("admin", person));
    const { status, body } = await desk.call("POST", `/audit/${bin.id}/undo`, { as: "owner", body: {} });
    expect([status, body.error.message]).toEqual([422, expect.stringContaining("deleted for good")]);
  });

  it("takes the address of former staff out of what they did, and keeps what that was", async () => {
    const staff = await somebody({ desk: null, roles: ["desk:support"], password });
    const { accessToken: token } = await desk.world.signIn(staff.email, password);
    const other = await somebody({ desk: null });
    const as = { token };
    await must(
      desk.call("PUT", `/users/${other.id}/name`, { as, body: { name: "Other", expected: `${other.name} Gone` } }),
    );
    await must(desk.call("POST", `/users/${other.id}/notes`, { as, body: { text: "a note of mine" } }));
    await must(erase("admin", staff, { now: true }));
    await expectNothingLeft(staff);
    const [, renamed] = await entriesAbout(other.id);
    expect(renamed).toMatchObject({ actor: { id: staff.id, email: "" }, after: { name: "Other" } });
    const { body } = await desk.call("GET", `/users/${other.id}/notes`, { as: "viewer" });
    expect(body.notes).toMatchObject([{ text: "a note of mine", by: { id: staff.id, email: "" } }]);
  });

  it("leaves everybody else as they were", async () => {
    const [person, other] = [await known(), await known()];
    const before = await entriesAbout(other.id);
    await must(erase("admin", person));
    expect(await entriesAbout(other.id)).toEqual(before);
    expect((await desk.call("GET", `/users/${other.id}/notes`, { as: "viewer" })).body.notes).toHaveLength(1);
    expect((await desk.call("GET", "/users?status=deleted", { as: "viewer" })).text).toContain(other.email);
  });

  it("asks for the address of the account", async () => {
    const person = await somebody();
    const { status, body } = await erase("admin", { ...person, email: "else@people.example" });
    expect([status, body.error.field]).toEqual([422, "confirm"]);
    expect(await isThere(person.id)).toBe(true);
    await must(erase("admin", { ...person, email: ` ${person.email.toUpperCase()} ` }));
  });

  it("of somebody who is not in the bin has to be said", async () => {
    const person = await somebody({ desk: null });
    expect((await erase("admin", person)).body.error.field).toBe("now");
    expect(await isThere(person.id)).toBe(true);
    await must(erase("admin", person, { now: true }));
    expect(await isThere(person.id)).toBe(false);
  });

  it("takes no reason that names them, for it stays", async () => {
    const person = await somebody();
    for (const reason of [`about ${person.email}`, `${person.name.toUpperCase()} gone, by phone`])
      expect((await erase("admin", person, { reason })).body.error.field).toBe("reason");
  });

  it("of an id that nobody ever had is not found", async () => {
    const { status, body } = await erase("admin", { id: "1b4e28ba-2fa1-4d2b-883f-0016d3cca427", email: "x" });
    expect([status, body.error.code]).toEqual([404, "not_found"]);
  });

  it("of somebody who was deleted elsewhere erases what is left", async () => {
    const person = await known();
    await desk.world.operator("DELETE", `/admin/users/${person.id}`);
    await must(erase("admin", person));
    await expectNothingLeft(person);
  });
});

describe("what breaks in the middle", () => {
  const faults = [
    ["Identity is down", () => desk.identity.on("DELETE", everything, { kind: "answer", status: 503 }), true],
    ["Identity never hears of it", () => desk.identity.on("DELETE", everything, { kind: "drop" }), true],
    ["the notes cannot be deleted", () => desk.blobs.on("DELETE", /notes/, { kind: "answer", status: 500 }), false],
    ["the snapshot cannot be changed", () => desk.blobs.on("PUT", /shards/, { kind: "answer", status: 500 }), false],
    [
      "the audit cannot be changed",
      () => desk.blobs.on("PUT", /log.*(intent|outcome)/, { kind: "answer", status: 500 }),
      true,
    ],
    ["keys of the audit stay", () => desk.blobs.on("DELETE", /facts|about/, { kind: "answer", status: 500 }), false],
    ["the audit fails in the middle", () => desk.blobs.on("DELETE", /about/, { kind: "lose" }), false],
    ["nothing can be listed", () => desk.blobs.on("GET", /prefix=.*facts/, { kind: "answer", status: 500 }), false],
  ] as const;

  it.each(faults)("R03 %s: said, and ended by the same once more", async (what, breakIt, stays) => {
    const person = await known();
    if (what.includes("snapshot")) await crawl();
    breakIt();
    const { status, body } = await erase("admin", person);
    expect([status, body.error.message.length > 0]).toEqual([503, true]);
    expect(await isThere(person.id)).toBe(stays);
    if (!stays) expect(body.error.message).toContain("The account is gone");
    desk.identity.clear();
    desk.blobs.clear();
    await must(erase("admin", person));
    expect(await isThere(person.id)).toBe(false);
    await expectNothingLeft(person);
  });

  it("R03 an answer that is lost is no failure, and the same once more is none either", async () => {
    const person = await known();
    desk.identity.on("DELETE", everything, { kind: "lose" }, 1);
    await must(erase("admin", person));
    await must(erase("admin", person));
    await expectNothingLeft(person);
  });

  it("R04 goes on where the time of a request was over, until all is gone", async () => {
    const person = await known();
    await olderDays(40);
    const answers = [];
    const clock = fastClock();
    for (let complete = false; !complete; ) {
      const { status, body } = await erase("admin", person);
      expect(status).toBe(200);
      complete = body.complete;
      answers.push(body.days);
    }
    clock.stop();
    expect(answers.length).toBeGreaterThan(1);
    const done = answers.slice(0, -1).map((days) => days.done);
    expect(done).toEqual([...new Set(done)].toSorted((a, b) => a - b));
    expect(answers[0].total).toBeGreaterThanOrEqual(40);
    await expectNothingLeft(person);
  });

  it("changes nothing while the audit cannot be written", async () => {
    const person = await somebody();
    desk.blobs.on("PUT", everything, { kind: "answer", status: 500 });
    expect((await erase("admin", person)).body.error.code).toBe("store_unavailable");
    expect(await isThere(person.id)).toBe(true);
  });
});

describe("who may delete whom for good", () => {
  const ranks: Rank[] = ["viewer", "support", "admin", "owner"];
  const targets = { member: ["member"], viewer: ["desk:viewer"], admin: ["desk:admin"] };
  const cells = ranks.flatMap((as) => Object.entries(targets).map(([name, roles]) => ({ as, name, roles })));

  it.each(cells)("S19 $as, $name", async ({ as, roles }) => {
    const person = await somebody({ desk: binned(roles) });
    const allowed = as === "admin" || as === "owner";
    expect((await erase(as, person)).status).toBe(allowed ? 200 : 403);
    expect(await isThere(person.id)).toBe(!allowed);
    expect(await entriesAbout(person.id)).toMatchObject([
      { action: "users.erase", outcome: allowed ? "done" : "refused" },
    ]);
    const other = await somebody({ desk: binned(roles) });
    const reply = await empty(as, [other.id]);
    expect(reply.status).toBe(allowed ? 200 : 403);
    expect(await isThere(other.id)).toBe(!allowed);
  });

  it("S19 an admin cannot delete an owner, and nobody themselves", async () => {
    const id = await desk.world.idOf("owner@example.com");
    for (const as of ["admin", "owner"] as const)
      expect((await erase(as, { id, email: "owner@example.com" }, { now: true })).status).toBe(403);
    const self = await desk.world.idOf("admin@example.com");
    expect((await erase("admin", { id: self, email: "admin@example.com" }, { now: true })).status).toBe(403);
    expect([await isThere(id), await isThere(self)]).toEqual([true, true]);
  });

  it("S18 a deploy that may not write deletes nobody", async () => {
    const person = await somebody();
    const deploy = { context: "deploy-preview", published: false, id: "5f0000000000000000000002" };
    const body = { confirm: person.email };
    expect((await desk.call("POST", `/users/${person.id}/erase`, { as: "admin", body, deploy })).status).toBe(403);
    const some = { ids: [person.id], batch };
    expect((await desk.call("POST", "/bin/empty", { as: "admin", body: some, deploy })).status).toBe(403);
    expect(await isThere(person.id)).toBe(true);
  });
});

describe("emptying the bin", () => {
  it("deletes who is in it, refuses everybody else by name, and goes on", async () => {
    const [one, two] = [await somebody(), await somebody()];
    const active = await somebody({ desk: null });
    const owner = await desk.world.idOf("owner@example.com");
    const { status, body } = await empty("admin", [one.id, active.id, owner, two.id]);
    expect(status).toBe(200);
    const results = new Map(body.results.map((row: { id: string }) => [row.id, row]));
    expect(results.get(one.id)).toMatchObject({ outcome: "done" });
    expect(results.get(two.id)).toMatchObject({ outcome: "done" });
    expect(results.get(active.id)).toMatchObject({ outcome: "refused", email: active.email });
    expect(results.get(owner)).toMatchObject({ outcome: "refused", email: "owner@example.com" });
    expect([await isThere(one.id), await isThere(active.id)]).toEqual([false, true]);
    for (const person of [one, two]) await expectNothingLeft(person);
    expect(await entriesAbout(one.id)).toMatchObject([{ action: "users.erase", batch, target: { id: one.id } }]);
  });

  it("S19 refuses somebody who was restored since the list was read", async () => {
    const person = await somebody();
    await must(desk.call("POST", `/users/${person.id}/restore`, { as: "admin", body: {} }));
    expect((await empty("admin", [person.id])).body.results).toMatchObject([{ outcome: "refused" }]);
    expect(await isThere(person.id)).toBe(true);
  });

  it("R03 can be asked again for the same people", async () => {
    const [one, two] = [await somebody(), await somebody()];
    desk.identity.on("DELETE", new RegExp(one.id), { kind: "answer", status: 503 });
    const first = await empty("admin", [one.id, two.id]);
    const outcomes = (rows: { id: string; outcome: string }[]) => new Map(rows.map(({ id, outcome }) => [id, outcome]));
    expect(outcomes(first.body.results)).toEqual(
      new Map([
        [one.id, "failed"],
        [two.id, "done"],
      ]),
    );
    desk.identity.clear();
    const { body } = await empty("admin", [one.id, two.id]);
    expect([...outcomes(body.results).values()]).toEqual(["done", "done"]);
  });

  it("R04 waits where Identity asks to be left alone", async () => {
    const person = await somebody();
    desk.identity.on("DELETE", everything, { kind: "answer", status: 429, headers: { "retry-after": "7" } });
    expect((await empty("admin", [person.id])).body).toEqual({ results: [], wait: 7 });
  });

  it.each([[], Array.from({ length: 11 }, () => "1b4e28ba-2fa1-4d2b-883f-0016d3cca427")])(
    "refuses %#: a list of none, or of more than ten",
    async (...ids) => {
      expect((await empty("admin", ids)).status).toBe(422);
    },
  );
});
