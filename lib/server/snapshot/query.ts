import { sortColumns, type UserSort } from "#lib/contract/user-filters.ts";
import type { UserFilters } from "#lib/contract/users.ts";
import { folded, ordered } from "./orders.ts";
import type { People } from "./people.ts";
import { type Row, statusOfRow } from "./row.ts";

type Test = (row: Row) => boolean;

/** What the text search looks in, made once for each row. */
const haystacks = new WeakMap<Row, string>();

function haystackOf(row: Row): string {
  const known = haystacks.get(row);
  if (known !== undefined) return known;
  // No text that is searched for holds a line end, so nothing matches across the two.
  const made = `${folded(row.email)}\n${folded(row.name)}`;
  haystacks.set(row, made);
  return made;
}

/** As Identity searches: part of the address or of the name, without regard to case and accents. */
function textTest(q: string): Test {
  const needle = folded(q);
  return (row) => haystackOf(row).includes(needle);
}

function rangeTest(value: (row: Row) => number | undefined, from = Number.NEGATIVE_INFINITY, to = Infinity): Test {
  return (row) => {
    const time = value(row);
    return time !== undefined && time >= from && time <= to;
  };
}

function testsOf(filters: UserFilters): Test[] {
  const { status, role, provider, createdFrom, createdTo, seenFrom, seenTo, pendingEmail, q } = filters;
  const tests: (Test | false | undefined)[] = [
    pendingEmail !== undefined && ((row) => (row.pendingEmail !== undefined) === pendingEmail),
    role && ((row) => role.some((name) => row.roles.includes(name))),
    provider && ((row) => provider.includes(row.provider)),
    (createdFrom ?? createdTo) !== undefined && rangeTest((row) => row.created, createdFrom, createdTo),
    (seenFrom ?? seenTo) !== undefined && rangeTest((row) => row.seen, seenFrom, seenTo),
    status && ((row) => status.includes(statusOfRow(row))),
    q ? textTest(q) : undefined,
  ];
  return tests.filter((test) => test !== false && test !== undefined);
}

/** Everybody who matches, newest first unless sorted otherwise. */
export function select(
  { rows, orders }: Pick<People, "rows" | "orders">,
  filters: UserFilters,
  sort?: UserSort,
): Row[] {
  const { column, down } = sortOf(sort);
  const tests = testsOf(filters);
  const found = ordered(orders, rows, column).filter((row) => tests.every((test) => test(row)));
  return down ? found.reverse() : found;
}

function sortOf(sort: UserSort = "-createdAt") {
  const name = sort.replace(/^-/, "");
  const column = sortColumns.find((known) => known === name) ?? "createdAt";
  return { column, down: sort.startsWith("-") };
}
