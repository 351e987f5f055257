import { changeColumns, type Table } from "./columns.ts";
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
  const fresh = [...touched].flatMap((id) => rows.get(id) ?? []).sort(compare);
  made.table = changed(made.table, fresh, touched.size) ?? moved(made.table, fresh, touched);
}

/** Where nobody came or left everybody keeps their place: creation and id are for ever. */
function changed({ rows, columns }: Table, fresh: readonly Row[], touched: number): Table | undefined {
  const places = fresh.map((row) => placeOf(rows, row));
  const stays = places.every((place, index) => rows[place]?.id === fresh[index]?.id);
  if (!stays || fresh.length !== touched) return undefined;
  const next = [...rows];
  for (const [index, row] of fresh.entries()) {
    const place = places[index] ?? 0;
    next[place] = row;
    changeColumns(columns, place, row);
  }
  return { rows: next, columns };
}

function moved({ rows }: Table, fresh: readonly Row[], touched: ReadonlySet<string>): Table {
  const stayed = rows.filter(({ id }) => !touched.has(id));
  return tableWith(merged(stayed, fresh));
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
