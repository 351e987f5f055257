import { randomUUID } from "node:crypto";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { peopleIn } from "#lib/testing/people-in.ts";
import { type Reply, startWorld, type World } from "#lib/testing/world.ts";

const isLong = inject("long");

let world: World;
let people: ReturnType<typeof peopleIn>;
beforeAll(async () => {
  world = await startWorld();
  people = peopleIn(world);
});
afterAll(() => world.close());

interface Admin {
  id: string;
  token: string;
}

async function newAdmin(): Promise<Admin> {
  const [email, password] = [`${randomUUID()}@admins.example`, randomUUID()];
  const id = await people.add({ email, password, app_metadata: { provider: "email", roles: ["desk:admin"] } });
  return { id, token: (await world.signIn(email, password)).accessToken };
}

describe("two admins at once", () => {
  const runs = isLong ? 100 : 20;

  it(`S22 who demote each other leave nothing unrecorded, and the owner brings both back, ${runs} times`, async () => {
    const before = ["desk:admin"];
    const demote = (by: Admin, whom: Admin) =>
      world.api("PUT", `/users/${whom.id}/roles`, { as: by, body: { roles: [], expected: before } });

    for (let run = 0; run < runs; run += 1) {
      const [one, two] = await Promise.all([newAdmin(), newAdmin()]);
      const answers = await Promise.all([demote(one, two), demote(two, one)]);
      const statuses = answers.map(({ status }) => status);
      expect(statuses, "at least one goes through").toContain(200);
      for (const [index, whom] of [two, one].entries()) {
        const { status, body } = answers[index] as Reply;
        const isDone = status === 200;
        if (!isDone) expect([status, body.error.code]).toEqual([403, "forbidden"]);
        expect((await people.stored(whom.id)).app_metadata.roles ?? []).toEqual(isDone ? [] : before);
        const entries = (await people.entries(whom.id)).filter(({ outcome }) => outcome === "done");
        expect(entries).toMatchObject(isDone ? [{ before: { roles: before }, after: { roles: [] } }] : []);
        if (!isDone) continue;
        const again = await world.api("PUT", `/users/${whom.id}/roles`, {
          as: "owner",
          body: { roles: before, expected: [] },
        });
        expect(again.status, "an owner is named outside Identity and stays").toBe(200);
      }
      for (const admin of [one, two]) {
        const { body } = await world.api("GET", "/session", { as: admin });
        expect(body.user.rank).toBe("admin");
      }
    }
  }, 300_000);
});

/** One of two people at a page: they look at it, or save what they typed over what they saw. */
type Move = { editor: 0 | 1; does: "looks" } | { editor: 0 | 1; does: "saves"; name: string };

describe("two editors of one person", () => {
  const editors = ["support", "admin"] as const;
  const numRuns = isLong ? 500 : 60;
  const save = (editor: 0 | 1, id: string, expected: string, name: string) =>
    world.api("PUT", `/users/${id}/name`, { as: editors[editor], body: { name, expected } });
  const storedName = async (id: string): Promise<string> => (await people.stored(id)).user_metadata.full_name;

  it(`R13 one after the other never overwrite what they have not seen, over ${numRuns} random days`, async () => {
    const editor = fc.constantFrom(0 as const, 1 as const);
    const move: fc.Arbitrary<Move> = fc.oneof(
      fc.record({ editor, does: fc.constant("looks" as const) }),
      fc.record({ editor, does: fc.constant("saves" as const), name: fc.constantFrom("Ana", "Bea", "Cleo", "Dana") }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(move, { minLength: 2, maxLength: 8 }), async (moves) => {
        const id = await people.add({ user_metadata: { full_name: "Ana" } });
        let name = "Ana";
        const seen = ["Ana", "Ana"];
        for (const made of moves) {
          if (made.does === "looks") {
            const { body } = await world.api("GET", `/users/${id}`, { as: editors[made.editor] });
            seen[made.editor] = body.name;
            expect(body.name).toBe(name);
            continue;
          }
          const expected = seen[made.editor] as string;
          const { status, body } = await save(made.editor, id, expected, made.name);
          if (expected === name) {
            expect(status).toBe(200);
            name = made.name;
            seen[made.editor] = name;
          } else {
            expect([status, body.error.code]).toEqual([409, "changed_meanwhile"]);
            expect(body.error.current).toEqual({ name });
          }
          expect(await storedName(id)).toBe(name);
        }
      }),
      { numRuns },
    );
  }, 600_000);

  it(`R13 at the very same moment are both in the audit, and the last one stands, over ${numRuns} pairs`, async () => {
    for (let pair = 0; pair < numRuns; pair += 1) {
      const id = await people.add({ user_metadata: { full_name: "Ana" } });
      const wishes = ["Bea", "Cleo"] as const;
      const answers = await Promise.all([save(0, id, "Ana", wishes[0]), save(1, id, "Ana", wishes[1])]);
      const through = wishes.filter((_, index) => answers[index]?.status === 200);
      const refused = answers.filter(({ status }) => status !== 200);
      expect(through.length, JSON.stringify(answers.map(({ body }) => body))).toBeGreaterThan(0);
      for (const { status, body } of refused) expect([status, body.error.code]).toEqual([409, "changed_meanwhile"]);
      expect(through).toContain(await storedName(id));
      // GoTrue has no conditional write: between our look and our write both may pass. Then the audit holds both.
      const told = (await people.entries(id)).filter(({ outcome }) => outcome === "done");
      expect(told.map(({ after }) => after.name).sort()).toEqual([...through].sort());
    }
  }, 600_000);
});
