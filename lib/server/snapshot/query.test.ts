import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sortColumns, type UserSort } from "#lib/contract/user-filters.ts";
import { type UserFilters, UserStatus } from "#lib/contract/users.ts";
import { statusOf } from "#lib/server/account.ts";
import { type Orders, patchOrders } from "./orders.ts";
import { select } from "./query.ts";
import { accountOf, type Row } from "./row.ts";

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
const table = (rows: readonly Row[]) => new Map(rows.map((one) => [one.id, one]));

describe("what matches", () => {
  it("is what a plain reading of the filters says", () => {
    fc.assert(
      fc.property(rowsOf, filters, sort, (rows, wanted, by) => {
        const found = select({ rows: table(rows), orders: new Map() }, wanted, by);
        expect(idsOf(found)).toEqual(idsOf(rows.filter((one) => matches(one, wanted))));
      }),
    );
  });

  it("comes in one order, downwards the reverse of upwards, also after some changed", () => {
    fc.assert(
      fc.property(rowsOf, rowsOf, fc.constantFrom(...sortColumns), (rows, more, column) => {
        const orders: Orders = new Map();
        const people = { rows: table(rows), orders };
        select(people, {}, column);
        const changed = [...more, ...rows.slice(0, 3).map((one) => ({ ...one, name: "changed", created: 7 }))];
        for (const one of changed) people.rows.set(one.id, one);
        const [gone] = rows.slice(4);
        if (gone) people.rows.delete(gone.id);
        patchOrders(orders, people.rows, new Set([...changed, ...rows.slice(4, 5)].map(({ id }) => id)));
        const up = select(people, {}, column);
        expect(up).toEqual(select({ rows: people.rows, orders: new Map() }, {}, column));
        expect(select(people, {}, `-${column}`)).toEqual(up.toReversed());
      }),
    );
  });
});
