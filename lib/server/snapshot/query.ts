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

/** Judged once for each list of roles, of which there are few (`row.ts` makes equal ones the same). */
function roleTest(wanted: readonly string[]): Test {
  const judged = new Map<readonly string[], boolean>();
  let last: readonly string[] | undefined;
  let verdict = false;
  return ({ roles }) => {
    if (roles === last) return verdict;
    verdict = judged.get(roles) ?? wanted.some((name) => roles.includes(name));
    judged.set(roles, verdict);
    last = roles;
    return verdict;
  };
}

function testsOf(filters: UserFilters): Test[] {
  const { status, role, provider, createdFrom, createdTo, seenFrom, seenTo, pendingEmail, q } = filters;
  const tests: (Test | false | undefined)[] = [
    pendingEmail !== undefined && ((row) => (row.pendingEmail !== undefined) === pendingEmail),
    role && roleTest(role),
    provider && ((row) => provider.includes(row.provider)),
    (createdFrom ?? createdTo) !== undefined && rangeTest((row) => row.created, createdFrom, createdTo),
    (seenFrom ?? seenTo) !== undefined && rangeTest((row) => row.seen, seenFrom, seenTo),
    status && ((row) => status.includes(statusOfRow(row))),
    q ? textTest(q) : undefined,
  ];
  return tests.filter((test) => test !== false && test !== undefined);
}

/** What was found in a sorted list; the list is another one as soon as anybody changed. */
const found = new WeakMap<readonly Row[], Map<string, readonly Row[]>>();
const KEPT = 20;

function matching(order: readonly Row[], filters: UserFilters): readonly Row[] {
  // One test after the other over all rows, without a call of a call for each.
  return testsOf(filters).reduce((rows, test) => rows.filter(test), order);
}

/** The next page of the same list is there already. Not where a status is asked for, which may change by time alone. */
function remembered(order: readonly Row[], filters: UserFilters): readonly Row[] {
  if (filters.status) return matching(order, filters);
  const key = JSON.stringify(filters, Object.keys(filters).sort());
  const kept = found.get(order) ?? new Map<string, readonly Row[]>();
  const rows = kept.get(key) ?? matching(order, filters);
  if (kept.size >= KEPT) kept.clear();
  found.set(order, kept.set(key, rows));
  return rows;
}

/** Everybody who matches, newest first unless sorted otherwise. Not to be changed. */
export function select(
  { rows, orders }: Pick<People, "rows" | "orders">,
  filters: UserFilters,
  sort?: UserSort,
): readonly Row[] {
  const { column, down } = sortOf(sort);
  const up = remembered(ordered(orders, rows, column), filters);
  return down ? up.toReversed() : up;
}

function sortOf(sort: UserSort = "-createdAt") {
  const name = sort.replace(/^-/, "");
  const column = sortColumns.find((known) => known === name) ?? "createdAt";
  return { column, down: sort.startsWith("-") };
}
