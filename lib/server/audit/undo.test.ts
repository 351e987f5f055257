import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AuditEntry } from "#lib/contract/audit.ts";
import { peopleIn } from "#lib/testing/people-in.ts";
import { type Caller, startWorld, type World } from "#lib/testing/world.ts";

let world: World;
let people: ReturnType<typeof peopleIn>;
beforeAll(async () => {
  world = await startWorld();
  people = peopleIn(world);
});
afterAll(() => world.close());

const somebody = (roles: string[] = ["member"]) =>
  people.add({ app_metadata: { provider: "email", roles }, user_metadata: { full_name: "Ann", likes: "tea" } });
const metadata = async (id: string) => {
  const { app_metadata, user_metadata } = await people.stored(id);
  return { app_metadata, user_metadata };
};
const undo = (as: Caller, entry: string) => world.api("POST", `/audit/${entry}/undo`, { as, body: {} });
const setRoles = (as: Caller, id: string, expected: string[], roles: string[]) =>
  world.api("PUT", `/users/${id}/roles`, { as, body: { roles, expected } });
const suspend = (as: Caller, id: string) => world.api("POST", `/users/${id}/suspend`, { as, body: { reason: "why" } });
const restore = (as: Caller, id: string) => world.api("POST", `/users/${id}/restore`, { as, body: {} });
const bin = (as: Caller, id: string) => world.api("DELETE", `/users/${id}`, { as, body: {} });

/** Each step reads what is there, so that it is a change whatever came before. */
const steps: Record<string, (id: string, word: string) => Promise<{ status: number; body: { entry?: string } }>> = {
  async name(id, word) {
    const { user_metadata } = await people.stored(id);
    const body = { name: word, expected: user_metadata.full_name ?? "" };
    return world.api("PUT", `/users/${id}/name`, { as: "admin", body });
  },
  async metadata(id, word) {
    const { user_metadata } = await people.stored(id);
    const set = { likes: word === "none" ? null : word, more: { [word]: [1, null] } };
    const expected = { likes: user_metadata.likes ?? null, more: user_metadata.more ?? null };
    return world.api("PUT", `/users/${id}/metadata`, { as: "admin", body: { of: "user", set, expected } });
  },
  async roles(id, word) {
    return setRoles("admin", id, (await people.stored(id)).app_metadata.roles, [word]);
  },
  suspend: (id) => suspend("admin", id),
  restore: (id) => restore("admin", id),
  bin: (id) => bin("admin", id),
};

describe("taking a change back", () => {
  it("puts the fields back as a change of its own that names the other", async () => {
    const id = await somebody(["member"]);
    const { body: done } = await setRoles("support", id, ["member"], ["subscriber"]);
    const { status, body } = await undo("support", done.entry);
    expect([status, body.user.roles]).toEqual([200, ["member"]]);
    const [second, first] = await people.entries(id);
    expect(second).toMatchObject({ id: body.entry, undoes: done.entry, before: { roles: ["subscriber"] } });
    expect(first).toMatchObject({ id: done.entry, undone: body.entry, undo: { can: false } });
  });

  it("works for any number of changes taken back from the last to the first", async () => {
    const step = fc.tuple(fc.constantFrom(...Object.keys(steps)), fc.constantFrom("member", "editor", "none"));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (sequence) => {
        const id = await somebody();
        const before = await metadata(id);
        const entries: string[] = [];
        for (const [name, word] of sequence) {
          const entry = (await steps[name]?.(id, word))?.body.entry;
          if (entry) entries.unshift(entry);
        }
        for (const entry of entries) expect((await undo("owner", entry)).status).toBe(200);
        expect(await metadata(id)).toEqual(before);
      }),
      { numRuns: 12 },
    );
  });

  it("can itself be taken back", async () => {
    const id = await somebody();
    const first = (await suspend("support", id)).body.entry;
    const second = (await undo("support", first)).body.entry;
    expect((await undo("support", second)).body.user).toMatchObject({ status: "suspended", roles: [] });
  });

  it("R13 is refused with what is there now when somebody changed it since, and changes nothing", async () => {
    const id = await somebody(["member"]);
    const { entry } = (await setRoles("admin", id, ["member"], ["editor"])).body;
    await setRoles("owner", id, ["editor"], ["editor", "billing"]);
    const { status, body } = await undo("admin", entry);
    expect(status).toBe(409);
    expect(body.error).toMatchObject({ code: "changed_meanwhile", current: { roles: ["editor", "billing"] } });
    expect((await metadata(id)).app_metadata.roles).toEqual(["editor", "billing"]);
  });

  it("is refused a second time", async () => {
    const id = await somebody();
    const { entry } = (await suspend("support", id)).body;
    await undo("support", entry);
    expect((await undo("support", entry)).body.error.message).toContain("already");
  });

  it("is not offered for mails, passwords, confirmations and what was refused, and says why", async () => {
    const id = await somebody();
    await world.api("POST", `/users/${id}/password`, { as: "admin", body: {} });
    await world.api("POST", `/users/${id}/link`, { as: "admin", body: {} });
    await setRoles("support", id, ["member"], ["desk:admin"]);
    const entries: AuditEntry[] = await people.entries(id);
    expect(entries.map(({ undo: it }) => it?.can)).toEqual([false, false, false]);
    expect(entries.map(({ undo: it }) => it?.why)).toEqual([
      "Nothing was changed by this.",
      "A mail cannot be taken back.",
      expect.stringContaining("password"),
    ]);
    for (const { id: entry } of entries) expect((await undo("owner", entry)).status).toBe(422);
  });

  it("of an entry that nobody wrote is not found", async () => {
    expect((await undo("admin", "8000000000000-0123456789")).status).toBe(404);
    expect((await undo("admin", "../../x")).status).toBe(404);
    expect((await undo("admin", "x")).status).toBe(422);
  });
});

describe("who may take back what", () => {
  it.each([
    ["viewer", "member", 403],
    ["support", "member", 200],
    ["support", "editor", 403],
    ["admin", "editor", 200],
    ["support", "desk:viewer", 403],
    ["owner", "desk:admin", 200],
  ] as const)("S15 S17 S20 %s, of an admin's taking away %s: %s", async (as, role, status) => {
    const id = await somebody([role]);
    const { entry } = (await setRoles("admin", id, [role], [])).body;
    expect((await undo(as, entry)).status).toBe(status);
    expect((await metadata(id)).app_metadata.roles).toEqual(status === 200 ? [role] : []);
  });

  it("S17 S20 taking back a restore from the bin, or a deletion, needs the rank to delete", async () => {
    const id = await somebody();
    const deleted = (await bin("admin", id)).body.entry;
    expect((await undo("support", deleted)).status).toBe(403);
    const restored = (await restore("admin", id)).body.entry;
    expect((await undo("support", restored)).status).toBe(403);
    expect((await undo("admin", restored)).body.user.status).toBe("deleted");
  });

  it("S17 is refused for changes to one's own account, whoever made them", async () => {
    const id = await world.idOf("support@example.com");
    const { entry } = (await setRoles("owner", id, ["desk:support"], ["desk:support", "member"])).body;
    expect((await undo("support", entry)).status).toBe(403);
    expect((await undo("owner", entry)).status).toBe(200);
  });
});

describe("taking back a run over many", () => {
  const batch = "0123456789abcdef0123456789abcdef";
  async function undoAll() {
    const results = [];
    for (let cursor: string | undefined, calls = 0; calls < 10; calls += 1) {
      const body = cursor === undefined ? {} : { cursor };
      const reply = await world.api("POST", `/audit/batches/${batch}/undo`, { as: "admin", body });
      results.push(...reply.body.results);
      expect(reply.body.results.length).toBeLessThanOrEqual(25);
      cursor = reply.body.next;
      if (cursor === undefined) return results;
    }
    throw new Error("The chunks never end.");
  }

  it("goes through all in chunks, tells what became of each and passes over what is back", async () => {
    const ids = await Promise.all(Array.from({ length: 30 }, () => somebody(["member"])));
    for (const some of [ids.slice(0, 15), ids.slice(15)]) {
      const body = { action: "add_role", role: "subscriber", ids: some, batch };
      expect((await world.api("POST", "/users/bulk", { as: "admin", body })).status).toBe(200);
    }
    const moved = ids[3] ?? "";
    await setRoles("admin", moved, ["member", "subscriber"], ["subscriber"]);
    const results = await undoAll();
    expect(results).toHaveLength(30);
    const refused = results.filter((row: { outcome: string }) => row.outcome === "refused");
    expect(refused).toMatchObject([{ target: { id: moved } }]);
    for (const id of ids.filter((one) => one !== moved))
      expect((await metadata(id)).app_metadata.roles).toEqual(["member"]);
    expect(await undoAll()).toMatchObject([{ outcome: "refused", target: { id: moved } }]);
  }, 30_000);
});
