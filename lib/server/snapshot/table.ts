import type { Table } from "./columns.ts";
import type { Row } from "./row.ts";

/** Everybody as a table, made when it is asked for first and kept between calls. */
export interface Made {
  table?: Table | undefined;
}

/** By creation and then by id, so that no person is on two pages or on none. */
function compare(a: Row, b: Row): number {
  if (a.created !== b.created) return a.created - b.created;
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}

function tableWith(rows: readonly Row[]): Table {
  return { rows, columns: { keys: new Map(), orders: new Map() } };
}

/** Not to be changed. */
export function tableOf({ rows, made }: { rows: ReadonlyMap<string, Row>; made: Made }): Table {
  made.table ??= tableWith([...rows.values()].sort(compare));
  return made.table;
}

/** Puts those who changed into their places, without sorting everybody again. */
export function patchTable(made: Made, rows: ReadonlyMap<string, Row>, touched: ReadonlySet<string>): void {
  if (touched.size === 0 || !made.table) return;
  const stayed = made.table.rows.filter(({ id }) => !touched.has(id));
  const fresh = [...touched].flatMap((id) => rows.get(id) ?? []).sort(compare);
  made.table = tableWith(merged(stayed, fresh));
}

function merged(sorted: readonly Row[], fresh: readonly Row[]): Row[] {
  const result: Row[] = [];
  let from = 0;
  for (const row of fresh) {
    const place = placeOf(sorted, row);
    for (const before of sorted.slice(from, place)) result.push(before);
    from = place;
    result.push(row);
  }
  for (const row of sorted.slice(from)) result.push(row);
  return result;
}

/** How many of the sorted rows come before this one. */
function placeOf(sorted: readonly Row[], row: Row): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = sorted[middle];
    if (other && compare(other, row) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
