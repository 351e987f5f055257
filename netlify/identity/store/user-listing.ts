import type { Json } from "../go/json-decode.ts";
import { equalityKey } from "../mysql/collation.ts";
import { likeForm, type Matcher } from "../mysql/like.ts";
import { columnText } from "./column-text.ts";
import { buildHaystack, type Haystack } from "./haystack.ts";
import type { UserRow } from "./rows.ts";

export interface UserQuery {
  aud: string;
  matcher: Matcher | undefined;
  ascending: boolean;
  offset: number;
  limit: number;
}

/** Rows in order of creation, laid out for scanning all of a hundred thousand on every request. */
export interface UserListing {
  /** Lists with one place per row: the row, the number of its audience, and its searched columns once it was searched. */
  rows: UserRow[];
  audiences: number[];
  columns: (string[] | undefined)[];
  places: Map<string, number>;
  audienceNumbers: Map<string, number>;
  haystack: Haystack | undefined;
  inOrder: boolean;
}

const DELETED = -1;
/** A second times this, plus a place, is still an exact number. */
const MOST_ROWS = 2 ** 21;

export function createUserListing(): UserListing {
  return {
    rows: [],
    audiences: [],
    columns: [],
    places: new Map(),
    audienceNumbers: new Map(),
    haystack: undefined,
    inOrder: true,
  };
}

export function addToListing(listing: UserListing, row: UserRow): void {
  const last = listing.rows.at(-1);
  if (last && last.created_at > row.created_at) listing.inOrder = false;
  listing.haystack = undefined;
  append(listing, row, undefined);
}

export function replaceInListing(listing: UserListing, row: UserRow): void {
  const place = listing.places.get(row.id);
  if (place === undefined) return;
  listing.rows[place] = row;
  listing.audiences[place] = audienceNumber(listing, row.aud);
  listing.columns[place] = undefined;
  listing.haystack = undefined;
}

/** Its place stays, marked, until half of them are: moving all that follow would cost more than skipping one. */
export function removeFromListing(listing: UserListing, id: string): void {
  const place = listing.places.get(id);
  if (place === undefined) return;
  listing.audiences[place] = DELETED;
  listing.places.delete(id);
  if (listing.places.size * 2 < listing.rows.length) listing.inOrder = false;
}

/** One page, and how many rows there are in all. */
export function pageOfListing(listing: UserListing, query: UserQuery): { rows: UserRow[]; total: number } {
  if (!listing.inOrder) sort(listing);
  const audience = audienceNumber(listing, query.aud);
  if (!query.matcher) return pick(listing, audience, query);
  listing.haystack ??= buildHaystack(searchedColumns(listing));
  const found = listing.haystack.search(query.matcher);
  return pick(only(listing, found), audience, query);
}

function append(listing: UserListing, row: UserRow, columns: string[] | undefined): void {
  listing.places.set(row.id, listing.rows.length);
  listing.rows.push(row);
  listing.audiences.push(audienceNumber(listing, row.aud));
  listing.columns.push(columns);
}

function audienceNumber({ audienceNumbers }: UserListing, aud: string): number {
  const key = equalityKey(aud);
  const number = audienceNumbers.get(key) ?? audienceNumbers.size;
  audienceNumbers.set(key, number);
  return number;
}

/** Later ones of a second count as newer. Sorting plain numbers, second and place in one, is ten times quicker. */
function sort(listing: UserListing): void {
  const { rows, audiences, columns } = listing;
  const keys = new Float64Array(rows.length);
  for (const [place, row] of rows.entries()) keys[place] = row.created_at * MOST_ROWS + place;
  Object.assign(listing, {
    rows: [],
    audiences: [],
    columns: [],
    places: new Map(),
    haystack: undefined,
    inOrder: true,
  });
  for (const key of keys.sort()) {
    const place = key - Math.floor(key / MOST_ROWS) * MOST_ROWS;
    const row = rows[place];
    if (row && audiences[place] !== DELETED) append(listing, row, columns[place]);
  }
}

type Columns = Pick<UserListing, "rows" | "audiences">;

function only({ rows, audiences }: Columns, places: number[]): Columns {
  return {
    rows: places.flatMap((place) => rows[place] ?? []),
    audiences: places.map((place) => audiences[place] ?? DELETED),
  };
}

/** Looks at a row only if it is on the page: the numbers are enough to count. */
function pick({ rows, audiences }: Columns, audience: number, { ascending, offset, limit }: UserQuery) {
  const page: UserRow[] = [];
  let total = 0;
  for (let step = 0; step < audiences.length; step += 1) {
    const place = ascending ? step : audiences.length - 1 - step;
    if (audiences[place] !== audience) continue;
    const row = total >= offset && page.length < limit ? rows[place] : undefined;
    if (row) page.push(row);
    total += 1;
  }
  return { rows: page, total };
}

function searchedColumns({ rows, columns }: UserListing): string[][] {
  return rows.map((row, place) => {
    const known = columns[place] ?? columnsOf(row);
    columns[place] = known;
    return known;
  });
}

function columnsOf(row: UserRow): string[] {
  const name = row.user_metadata.includes('"full_name":') ? fullName(row.user_metadata) : undefined;
  const email = likeForm(row.email);
  return name === undefined ? [email] : [email, likeForm(name)];
}

function fullName(metadata: string): string | undefined {
  const value = (JSON.parse(metadata) as Record<string, Json>).full_name;
  return value === undefined ? undefined : columnText(value);
}
