import type { SortColumn, UserSort } from "#lib/contract/user-filters.ts";
import { sortColumns } from "#lib/contract/user-filters.ts";
import { type Keys, keysOf, type Table } from "./columns.ts";
import type { Row } from "./row.ts";

type Compare = (a: number, b: number) => number;

/** Further on than this the whole order is made and kept: choosing is quicker for the first pages only. */
const NEAR = 500;
const SAMPLE = 2_000;

/** Equal keys go by creation and then by id, which is how places are numbered, so nobody is on two pages or on none. */
function comparing({ heads, texts }: Keys): Compare {
  return (a, b) => {
    const apart = (heads[a] ?? 0) - (heads[b] ?? 0);
    if (apart !== 0 || !texts) return apart || a - b;
    const [one, other] = [texts[a] ?? "", texts[b] ?? ""];
    if (one === other) return a - b;
    return one < other ? -1 : 1;
  };
}

/** Spread over all places, and not in even steps: what people have in common may repeat in such. */
function sampleOf(places: Uint32Array): number[] {
  if (places.length < SAMPLE * 2) return [];
  return Array.from({ length: SAMPLE }, (_, at) => places[(Math.imul(at, 0x9e3779b1) >>> 0) % places.length] ?? 0);
}

/** The first so many, sorted. A sample tells how far they can reach at most, and only what is before that is sorted. */
function firstOf(places: Uint32Array, count: number, compare: Compare): Uint32Array {
  const bound = [...new Set(sampleOf(places))].sort(compare)[count - 1];
  const near = bound === undefined ? places.slice() : places.filter((place) => compare(place, bound) <= 0);
  return near.sort(compare).subarray(0, count);
}

/** Everybody upwards by a column; kept while nobody changes. A status may change by time alone, so its order is not. */
function orderBy(table: Table, column: Exclude<SortColumn, "createdAt">): Uint32Array {
  const known = table.columns.orders.get(column);
  if (known && column !== "status") return known;
  const made = Uint32Array.from(table.rows.keys()).sort(comparing(keysOf(table, column)));
  table.columns.orders.set(column, made);
  return made;
}

/** All of these people in the order of everybody. */
function inOrder(order: Uint32Array, places: Uint32Array): Uint32Array {
  if (order.length === places.length) return order;
  const chosen = new Uint8Array(order.length);
  for (const place of places) chosen[place] = 1;
  return order.filter((place) => chosen[place] === 1);
}

export interface Part {
  from: number;
  count: number;
}

/**
 * A part of those at these places, sorted, newest first unless told otherwise.
 * @param places upwards
 */
export function partOf(table: Table, places: Uint32Array, { from, count }: Part, sort: UserSort = "-createdAt"): Row[] {
  const name = sort.replace(/^-/, "");
  const column = sortColumns.find((known) => known === name) ?? "createdAt";
  const down = sort.startsWith("-");
  const end = Math.min(from + count, places.length);
  return slice(table, places, { column, down, from, end }).flatMap((place) => table.rows[place] ?? []);
}

interface Slice {
  column: SortColumn;
  down: boolean;
  from: number;
  end: number;
}

function slice(table: Table, places: Uint32Array, { column, down, from, end }: Slice): number[] {
  if (column !== "createdAt" && end <= NEAR && !table.columns.orders.has(column)) {
    const compare = comparing(keysOf(table, column));
    return [...firstOf(places, end, down ? (a, b) => compare(b, a) : compare).subarray(from)];
  }
  const up = column === "createdAt" ? places : inOrder(orderBy(table, column), places);
  if (!down) return [...up.subarray(from, end)];
  return [...up.subarray(up.length - end, Math.max(0, up.length - from))].reverse();
}
