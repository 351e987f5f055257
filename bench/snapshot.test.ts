import { afterAll, beforeAll, describe, expect, inject, it } from "vitest";
import { type ShakyDesk, startShakyDesk } from "#lib/testing/shaky-desk.ts";
import { median } from "./soak.mjs";

const LONG = inject("long");
const PEOPLE = LONG ? 100_000 : 10_000;
const ROUNDS = LONG ? 40 : 15;

const FIRST = ["ana", "bjorn", "chidi", "dagny", "elodie", "fatima", "grace", "hana", "inaki", "jorg"];
const LAST = ["adler", "bianchi", "celik", "dahl", "eriksen", "fischer", "garcia", "horvath", "ito"];

let desk: ShakyDesk;
beforeAll(async () => {
  desk = await startShakyDesk();
  desk.world.local.identity.people.add(
    Array.from({ length: PEOPLE }, (_, index) => ({
      email: addressLike(index),
      created_at: new Date(Date.UTC(2020, 0, 1) + index * 600_000).toISOString(),
      confirmed_at: "2026-01-01T00:00:00Z",
      app_metadata: { provider: "email", roles: index % 3 === 0 ? ["member", "editor"] : ["member"] },
      user_metadata: { full_name: nameLike(index) },
    })),
  );
});
afterAll(() => desk.close());

function nameLike(index: number): string {
  return `${FIRST[index % FIRST.length]} ${LAST[(index * 7) % LAST.length]}`;
}

function addressLike(index: number): string {
  return `${nameLike(index).replace(" ", ".")}${(index * 7919) % PEOPLE}@x.io`;
}

async function timed(path: string): Promise<number> {
  const began = performance.now();
  const { status } = await desk.call("GET", path, { as: "viewer" });
  expect(status).toBe(200);
  return performance.now() - began;
}

/** Of two taken in turn, so that what else the machine does meets both. */
async function ratioToPlain(pathOf: (round: number) => string, before?: (round: number) => Promise<unknown>) {
  const [plain, asked]: [number[], number[]] = [[], []];
  await timed(pathOf(ROUNDS));
  for (let round = 0; round < ROUNDS; round += 1) {
    await before?.(round);
    plain.push(await timed("/users?perPage=50"));
    asked.push(await timed(pathOf(round)));
  }
  return median(asked) / median(plain);
}

/** A moment that no other round asks for. */
const since = (round: number) => `2020-01-0${1 + (round % 9)}T00:00:${String(round % 60).padStart(2, "0")}Z`;

describe("a snapshot of many", () => {
  it(`is read by steps that each stay within a function's time, ${PEOPLE} people`, { timeout: 300_000 }, async () => {
    let state = "none";
    for (let calls = 1; state !== "ready" && calls <= 60; calls += 1) {
      const began = performance.now();
      const { status, body } = await desk.call("POST", "/snapshot", { as: "viewer", body: {} });
      expect(status).toBe(200);
      // Half of what a function may take; the machine of a test has other work, too.
      expect(performance.now() - began).toBeLessThan(30_000);
      state = body.state;
      if (state === "ready") expect(body.people).toBe(PEOPLE + 5);
    }
    expect(state).toBe("ready");
  });

  it.each<[string, (round: number) => string]>([
    ["a filter that was asked for before", () => "role=editor"],
    ["filters that nobody asked for before", (round) => `role=editor&createdFrom=${since(round)}&provider=email`],
    ["a status", (round) => `status=active&createdFrom=${since(round)}`],
    ["text with a filter", (round) => `q=ito${round}&role=member`],
    ["a sort by address", (round) => `sort=${round % 2 === 0 ? "" : "-"}email`],
    ["a sort by name", (round) => `sort=${round % 2 === 0 ? "" : "-"}name`],
    ["a sort by role", (round) => `sort=${round % 2 === 0 ? "" : "-"}roles`],
    ["a sort by when they were seen", () => "sort=-lastSeen"],
  ])("answers %s in at most twice the time of a plain page", { timeout: 120_000 }, async (name, query) => {
    const ratio = await ratioToPlain((round) => `/users?perPage=50&${query(round)}`);
    console.log(`${name} ÷ plain page, ${PEOPLE} people: ${ratio.toFixed(2)}`);
    expect(ratio).toBeLessThan(LONG ? 2 : 2.5);
  });
});
