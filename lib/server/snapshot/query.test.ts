import fc from "fast-check";
import { describe, expect, it, vi } from "vitest";
import { sortColumns, type UserSort } from "#lib/contract/user-filters.ts";
import { type UserFilters, UserStatus } from "#lib/contract/users.ts";
import { statusOf } from "#lib/server/account.ts";
import { find } from "./query.ts";
import { accountOf, type Row } from "./row.ts";
import { partOf } from "./sorting.ts";
import { type Made, patchTable, tableOf } from "./table.ts";

const time = fc.integer({ min: 0, max: 6 }).map((day) => Date.UTC(2026, 0, day + 1));
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
const role = fc.constantFrom("member", "editor", "desk:admin");

const row: fc.Arbitrary<Row> = fc.record({
  id: fc.uuid(),
  email: fc.constantFrom("ada@x.io", "Bob@y.io", "zoë@x.io"),
  name: fc.constantFrom("", "Ada", "Zoë Ö", "bob"),
  roles: fc.uniqueArray(role),
  provider: fc.constantFrom("email", "gitlab"),
  created: time,
  confirmed: maybe(time),
  invited: maybe(time),
  pendingEmail: maybe(fc.constant("new@x.io")),
  desk: maybe(fc.constantFrom({ status: "suspended" }, { status: "in_review" }, { status: "deleted" }, "odd")),
  seen: maybe(time),
  readAt: fc.constant(1),
});
const rowWith = (id: string): Row => ({
  id,
  email: "ada@x.io",
  name: "Ada",
  roles: ["member"],
  provider: "email",
  created: 1,
  confirmed: 1,
  invited: undefined,
  pendingEmail: undefined,
  desk: undefined,
  seen: undefined,
  readAt: 1,
});
const rowsOf = fc.uniqueArray(row, { selector: ({ id }) => id, maxLength: 40 });

const filters: fc.Arbitrary<UserFilters> = fc.record(
  {
    status: fc.uniqueArray(fc.constantFrom(...UserStatus.options), { minLength: 1 }),
    role: fc.uniqueArray(role, { minLength: 1 }),
    provider: fc.constantFrom(["email"], ["gitlab"], ["email", "gitlab"]),
    createdFrom: time,
    createdTo: time,
    seenFrom: time,
    seenTo: time,
    pendingEmail: fc.boolean(),
    q: fc.constantFrom("ADA", "zoe", "x.io", "o", "_"),
  },
  { requiredKeys: [] },
);
const sort = fc.constantFrom<UserSort>(...sortColumns, "-email", "-createdAt", "-lastSeen", "-status", "-roles");

const bare = (text: string) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/** One condition after the other, as a person would say it. */
function matches(one: Row, wanted: UserFilters): boolean {
  const status = statusOf(accountOf(one, ""));
  if (wanted.status && !wanted.status.includes(status)) return false;
  if (wanted.role && !wanted.role.some((name) => one.roles.includes(name))) return false;
  if (wanted.provider && !wanted.provider.includes(one.provider)) return false;
  if (wanted.createdFrom !== undefined && one.created < wanted.createdFrom) return false;
  if (wanted.createdTo !== undefined && one.created > wanted.createdTo) return false;
  if (wanted.seenFrom !== undefined && !(one.seen !== undefined && one.seen >= wanted.seenFrom)) return false;
  if (wanted.seenTo !== undefined && !(one.seen !== undefined && one.seen <= wanted.seenTo)) return false;
  if (wanted.pendingEmail !== undefined && (one.pendingEmail !== undefined) !== wanted.pendingEmail) return false;
  const q = bare(wanted.q ?? "");
  return bare(one.email).includes(q) || bare(one.name).includes(q);
}

const idsOf = (rows: Iterable<Row>) => [...rows].map(({ id }) => id).toSorted();
const everybody = (rows: readonly Row[]) => ({ rows: new Map(rows.map((one) => [one.id, one])), made: {} as Made });

/** All who match, or some of them, in the order asked for. */
function select(
  people: ReturnType<typeof everybody>,
  wanted: UserFilters,
  by?: UserSort,
  from = 0,
  count = 1e9,
): Row[] {
  const table = tableOf(people);
  return partOf(table, find(table, wanted), { from, count }, by);
}

describe("what matches", () => {
  it("is what a plain reading of the filters says", () => {
    fc.assert(
      fc.property(rowsOf, filters, sort, (rows, wanted, by) => {
        const found = select(everybody(rows), wanted, by);
        expect(idsOf(found)).toEqual(idsOf(rows.filter((one) => matches(one, wanted))));
      }),
    );
  });

  it("comes in one order, downwards the reverse of upwards, also after some changed", () => {
    fc.assert(
      fc.property(rowsOf, rowsOf, fc.constantFrom(...sortColumns), (rows, more, column) => {
        const people = everybody(rows);
        select(people, {}, column);
        const changed = [
          ...more,
          ...rows.slice(0, 3).map(({ plainName: _, ...one }) => ({ ...one, name: "changed", created: 7 })),
        ];
        for (const one of changed) people.rows.set(one.id, one);
        const [gone] = rows.slice(4);
        if (gone) people.rows.delete(gone.id);
        patchTable(people.made, people.rows, new Set([...changed, ...rows.slice(4, 5)].map(({ id }) => id)));
        const up = select(people, {}, column);
        expect(up).toEqual(select({ rows: people.rows, made: {} }, {}, column));
        expect(select(people, {}, `-${column}`)).toEqual(up.toReversed());
      }),
    );
  });

  it("is right after some changed who kept their places, whatever was worked out before", () => {
    fc.assert(
      fc.property(rowsOf, rowsOf, filters, sort, (rows, others, wanted, by) => {
        const people = everybody(rows);
        for (const column of sortColumns) select(people, {}, column, 0, 5);
        for (const one of [wanted, wanted]) select(people, { ...one, q: "x.io", status: ["active"] }, by);
        const changed = others.flatMap((other, index): Row[] => {
          const one = rows[index * 2];
          return one ? [{ ...other, id: one.id, created: one.created }] : [];
        });
        for (const one of changed) people.rows.set(one.id, one);
        patchTable(people.made, people.rows, new Set(changed.map(({ id }) => id)));
        expect(select(people, wanted, by)).toEqual(select({ rows: people.rows, made: {} }, wanted, by));
      }),
    );
  });

  it("judges a suspension that ends anew from that moment on, and nobody else", () => {
    const until = new Date(Date.now() + 60_000).toISOString();
    const rows = fc.sample(rowsOf, 1)[0] ?? [];
    const one: Row = { ...rowWith("00000000-0000-4000-8000-000000000001"), desk: { status: "suspended", until } };
    const people = everybody([...rows, one]);
    const suspended = () => select(people, { status: ["suspended"] }).map(({ id }) => id);
    const before = suspended();
    expect(before).toContain(one.id);
    vi.setSystemTime(Date.now() + 61_000);
    expect(suspended()).toEqual(before.filter((id) => id !== one.id));
    expect(select(people, { status: ["active"] }).map(({ id }) => id)).toContain(one.id);
    vi.useRealTimers();
  });
});

describe("pages of many", () => {
  const crowd = Array.from({ length: 5_000 }, (_, index): Row => {
    const id = `00000000-0000-4000-8000-${String((index * 7919) % 5_000).padStart(12, "0")}`;
    return {
      ...rowWith(id),
      email: `p${(index * 31) % 700}@x.io`,
      created: index % 90,
      seen: (index * 13) % 400 || undefined,
    };
  });

  it.each(["email", "-email", "lastSeen", "-lastSeen", "status", "-createdAt", "roles"] as const)(
    "hold everybody once and in the order of the whole list, by %s",
    (by) => {
      const whole = select(everybody(crowd), {}, by);
      const people = everybody(crowd);
      const pages = [0, 50, 950, 1_000, 50, 4_950].map((from) => select(people, {}, by, from, 50));
      expect(pages).toEqual([0, 50, 950, 1_000, 50, 4_950].map((from) => whole.slice(from, from + 50)));
      expect(new Set(whole).size).toBe(5_000);
      const filtered = { seenFrom: 200 };
      const some = select(everybody(crowd), filtered, by);
      expect(select(people, filtered, by, 100, 50)).toEqual(some.slice(100, 150));
      expect(select(people, filtered, by, some.length - 3, 50)).toEqual(some.slice(-3));
      expect(select(people, filtered, by, some.length, 50)).toEqual([]);
    },
  );

  it("find the same text in many as in few", () => {
    const many = Array.from({ length: 6_000 }, (_, index): Row => {
      const id = `00000000-0000-4000-8000-${String(index).padStart(12, "0")}`;
      const [email, name] = [`p${index}@${index % 3 === 0 ? "x" : "y"}.io`, index % 2 === 0 ? `Zoë ${index}` : "İ ß"];
      return { ...rowWith(id), email, name, created: index };
    });
    const people = everybody(many);
    for (const q of ["x.io", "ZOE 59", "5999", "p0@", "i ß", "io", "nobody", "\0"]) {
      const wanted = many.filter((one) => matches(one, { q })).map(({ id }) => id);
      expect(
        select(people, { q }, "createdAt").map(({ id }) => id),
        q,
      ).toEqual(wanted);
    }
  });
});
