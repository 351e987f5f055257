import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ShakyDesk, startShakyDesk } from "#lib/testing/shaky-desk.ts";

let desk: ShakyDesk;
const DAY_MS = 86_400_000;
const get = async (path: string) => (await desk.call("GET", path, { as: "viewer" })).body;

const roles = [["member"], ["member", "editor"], ["a,b\\c & d"], [], ["", "member", "member"]];
const providers = ["email", "google", "email", ""];
const states = ["suspended", "in_review", "rejected", "deleted"];
const begin = (day: number) => Math.floor(Date.now() / DAY_MS) * DAY_MS - day * DAY_MS;

/** People of every kind, over more than the days that can be asked for, at the very ends of days too. */
const people = Array.from({ length: 240 }, (_, index) => {
  const created = begin((index * 7) % 100) + ((index % 3) * (DAY_MS - 1)) / 2;
  const status = states[index % 9];
  return {
    email: `person${index}@x.io`,
    created_at: new Date(Math.min(created, Date.now())).toISOString(),
    ...(index % 4 !== 0 && { confirmed_at: new Date().toISOString() }),
    ...(index % 8 === 0 && { invited_at: new Date().toISOString() }),
    app_metadata: {
      provider: providers[index % providers.length],
      roles: roles[index % roles.length],
      ...(status && { desk: { status, since: new Date().toISOString(), roles: [] } }),
    },
  };
});

beforeAll(async () => {
  desk = await startShakyDesk();
  desk.world.local.identity.people.add(people);
  for (let state = ""; state !== "ready"; ) {
    state = (await desk.call("POST", "/snapshot", { as: "viewer", body: {} })).body.state;
  }
});
afterAll(() => desk.close());

interface Counted {
  count: number;
  query: Record<string, string>;
}

const totalOf = async (query: Record<string, string>) => (await get(`/users?${new URLSearchParams(query)}`)).total;

describe("the overview of a mixed population", () => {
  it("shows with each number the total of the list that it leads to, over 90 days", async () => {
    const overview = await get("/overview?days=90");
    const groups: Counted[][] = [
      [overview.people, overview.inReview],
      overview.signups,
      overview.statuses,
      overview.roles,
      overview.providers,
    ];
    for (const { count, query } of groups.flat()) {
      expect(await totalOf(query), JSON.stringify(query)).toBe(count);
    }
    expect(overview.statuses.filter(({ count }: Counted) => count === 0)).toEqual([]);
    expect(overview.roles.map(({ role }: { role: string }) => role)).toContain("a,b\\c & d");
  });

  it("has in its days together whom the list of the whole period has", async () => {
    for (const days of [30, 90]) {
      const { signups } = await get(`/overview?days=${days}`);
      const sum = signups.reduce((all: number, { count }: Counted) => all + count, 0);
      expect(await totalOf({ createdFrom: signups[0].day, createdTo: signups.at(-1).day })).toBe(sum);
    }
  });

  it("puts everybody under one status, and what most have first", async () => {
    const { people: everybody, statuses, roles: byRole, providers: byProvider } = await get("/overview");
    expect(statuses.reduce((all: number, { count }: Counted) => all + count, 0)).toBe(everybody.count);
    for (const list of [byRole, byProvider]) {
      const counts = list.map(({ count }: Counted) => count);
      expect(counts).toEqual([...counts].sort((a, b) => b - a));
      expect(list.map(({ role, provider }: Record<string, string>) => role ?? provider)).not.toContain("");
    }
  });
});
