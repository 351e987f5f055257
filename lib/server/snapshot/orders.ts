import type { SortColumn } from "#lib/contract/user-filters.ts";
import { UserStatus } from "#lib/contract/users.ts";
import { type Row, statusOfRow } from "./row.ts";

/** Everybody sorted by a column, upwards; kept while nobody changes, for sorting 100,000 is slower than filtering them. */
export type Orders = Map<SortColumn, Row[]>;

/** Text as people compare it: without case and accents. */
export function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

const statusRank = new Map(UserStatus.options.map((status, index) => [status, index]));

/** What a row is sorted by. A status may change by time alone, so that order is made anew each time. */
const keyOf: Record<SortColumn, (row: Row) => string | number> = {
  email: (row) => folded(row.email),
  name: (row) => folded(row.name),
  status: (row) => statusRank.get(statusOfRow(row)) ?? 0,
  createdAt: (row) => row.created,
  lastSeen: (row) => row.seen ?? 0,
  provider: (row) => row.provider,
  roles: (row) => row.roles.toSorted().join("\n"),
};

interface Keyed {
  key: string | number;
  row: Row;
}

/** Equal keys go by creation and then by id, so that no person is on two pages or on none. */
function compare(a: Keyed, b: Keyed): number {
  if (a.key !== b.key) return a.key < b.key ? -1 : 1;
  if (a.row.created !== b.row.created) return a.row.created - b.row.created;
  return a.row.id < b.row.id ? -1 : a.row.id > b.row.id ? 1 : 0;
}

function sorted(rows: Iterable<Row>, column: SortColumn): Row[] {
  const key = keyOf[column];
  const keyed = Array.from(rows, (row): Keyed => ({ key: key(row), row }));
  return keyed.sort(compare).map(({ row }) => row);
}

/** All rows, upwards by this column. Not to be changed. */
export function ordered(orders: Orders, rows: ReadonlyMap<string, Row>, column: SortColumn): readonly Row[] {
  const known = orders.get(column);
  if (known && column !== "status") return known;
  const made = sorted(rows.values(), column);
  orders.set(column, made);
  return made;
}

export function dropFromOrders(orders: Orders): void {
  orders.clear();
}

/** Puts those who changed into their places, without sorting everybody again. */
export function patchOrders(orders: Orders, rows: ReadonlyMap<string, Row>, touched: ReadonlySet<string>): void {
  if (touched.size === 0) return;
  for (const [column, order] of orders) {
    const fresh = sorted(
      [...touched].flatMap((id) => rows.get(id) ?? []),
      column,
    );
    orders.set(
      column,
      merged(
        order.filter((row) => !touched.has(row.id)),
        fresh,
        keyOf[column],
      ),
    );
  }
}

function merged(order: Row[], fresh: readonly Row[], key: (row: Row) => string | number): Row[] {
  const keyed = fresh.map((row): Keyed => ({ key: key(row), row }));
  const result: Row[] = [];
  let from = 0;
  for (const one of keyed) {
    const place = placeOf(order, one, key);
    for (const row of order.slice(from, place)) result.push(row);
    from = place;
    result.push(one.row);
  }
  for (const row of order.slice(from)) result.push(row);
  return result;
}

/** How many of the sorted rows come before this one. */
function placeOf(order: readonly Row[], one: Keyed, key: (row: Row) => string | number): number {
  let [low, high] = [0, order.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const row = order[middle];
    if (row && compare({ key: key(row), row }, one) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
