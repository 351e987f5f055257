import { equalityKey } from "../mysql/collation.ts";
import { likeForm, type Matcher } from "../mysql/like.ts";
import type { FrozenUsers } from "./frozen-users.ts";
import { createSearch, type Search } from "./haystack.ts";
import type { UserRow } from "./rows.ts";
import { searchedName } from "./searched-columns.ts";

export interface UserQuery {
  /** undefined: of all audiences. */
  aud: string | undefined;
  matcher: Matcher | undefined;
  ascending: boolean;
  offset: number;
  limit: number;
}

/** A row, or where it stands among those of the snapshot. */
export type Cell = UserRow | number;

/** Rows in order of creation, laid out for scanning all of a hundred thousand on every request. */
export interface UserListing {
  frozen: FrozenUsers;
  /** Lists with one place per row: the row, when it came, the number of its audience, its columns once searched. */
  cells: Cell[];
  created: number[];
  audiences: number[];
  columns: (string[] | undefined)[];
  places: Map<string, number>;
  audienceNumbers: Map<string, number>;
  search: Search;
  inOrder: boolean;
}

const DELETED = -1;
/** Where a row was: nothing of the snapshot stands there. */
const GONE = -1;
/** A second times this, plus a place, is still an exact number. */
const MOST_ROWS = 2 ** 21;

export function createUserListing(frozen: FrozenUsers): UserListing {
  const listing: UserListing = {
    frozen,
    cells: [],
    created: frozen.created.slice(),
    audiences: [],
    columns: [],
    places: new Map(),
    audienceNumbers: new Map(),
    search: createSearch(),
    inOrder: true,
  };
  for (const [place, id] of frozen.ids.entries()) {
    listing.cells.push(place);
    listing.columns.push(undefined);
    listing.places.set(id, place);
    listing.audiences.push(audienceNumber(listing, frozen.auds[place] ?? ""));
  }
  return listing;
}

/** The row with this id. */
export function rowInListing(listing: UserListing, id: string): UserRow | undefined {
  const place = listing.places.get(id);
  return place === undefined ? undefined : rowAt(listing, place);
}

export function addToListing(listing: UserListing, row: UserRow): void {
  const place = listing.cells.length;
  const last = listing.created.at(-1);
  if (last !== undefined && last > row.created_at) listing.inOrder = false;
  listing.places.set(row.id, place);
  listing.cells.push(row);
  listing.created.push(row.created_at);
  listing.audiences.push(audienceNumber(listing, row.aud));
  listing.columns.push(undefined);
  listing.search.changed(place);
}

export function replaceInListing(listing: UserListing, row: UserRow): void {
  const place = listing.places.get(row.id);
  if (place === undefined) return;
  listing.cells[place] = row;
  listing.audiences[place] = audienceNumber(listing, row.aud);
  listing.columns[place] = undefined;
  listing.search.changed(place);
}

/** Its place stays, marked, until half of them are: moving all that follow would cost more than skipping one. */
export function removeFromListing(listing: UserListing, id: string): void {
  const place = listing.places.get(id);
  if (place === undefined) return;
  listing.audiences[place] = DELETED;
  listing.cells[place] = GONE;
  listing.columns[place] = undefined;
  listing.places.delete(id);
  if (listing.places.size * 2 < listing.cells.length) listing.inOrder = false;
}

/** One page, and how many rows there are in all. */
export function pageOfListing(listing: UserListing, query: UserQuery): { rows: UserRow[]; total: number } {
  settle(listing);
  const { matcher, ...window } = query;
  const audience = query.aud === undefined ? undefined : audienceNumber(listing, query.aud);
  const places = matcher && findPlaces(listing, matcher);
  const { found, total } = pick(listing.audiences, places, { ...window, audience });
  return { rows: found.map((place) => rowAt(listing, place)), total };
}

/** Every row as it is kept, in order of creation: a copy that later changes leave alone. */
export function cellsOf(listing: UserListing): Cell[] {
  settle(listing);
  return listing.cells.filter((_, place) => listing.audiences[place] !== DELETED);
}

function rowAt({ cells, frozen }: UserListing, place: number): UserRow {
  const cell = cells[place] ?? place;
  return typeof cell === "number" ? frozen.row(cell) : cell;
}

function audienceNumber({ audienceNumbers }: UserListing, aud: string): number {
  const key = aud === "" ? "" : equalityKey(aud);
  const number = audienceNumbers.get(key) ?? audienceNumbers.size;
  audienceNumbers.set(key, number);
  return number;
}

/** Later ones of a second count as newer. Sorting plain numbers, second and place in one, is ten times quicker. */
function settle(listing: UserListing): void {
  if (listing.inOrder) return;
  const { created, audiences } = listing;
  const keys = new Float64Array(created.length);
  for (const [place, second] of created.entries()) keys[place] = second * MOST_ROWS + place;
  const places = Array.from(keys.sort(), (key) => key - Math.floor(key / MOST_ROWS) * MOST_ROWS);
  const living = places.filter((place) => audiences[place] !== DELETED);
  const moved = new Map(living.map((place, index) => [place, index]));
  const placesById = new Map<string, number>();
  for (const [id, place] of listing.places) placesById.set(id, moved.get(place) ?? 0);
  Object.assign(listing, {
    cells: living.map((place) => listing.cells[place]),
    created: living.map((place) => created[place]),
    audiences: living.map((place) => audiences[place]),
    columns: living.map((place) => listing.columns[place]),
    places: placesById,
    inOrder: true,
  });
  listing.search.forget();
}

interface Window {
  audience: number | undefined;
  ascending: boolean;
  offset: number;
  limit: number;
}

/** Looks at no row: the numbers are enough to count. */
function pick(audiences: number[], places: number[] | undefined, { audience, ascending, offset, limit }: Window) {
  const found: number[] = [];
  const count = places?.length ?? audiences.length;
  let total = 0;
  for (let step = 0; step < count; step += 1) {
    const index = ascending ? step : count - 1 - step;
    const place = places ? (places[index] ?? 0) : index;
    const number = audiences[place];
    if (number === DELETED || (audience !== undefined && number !== audience)) continue;
    if (total >= offset && found.length < limit) found.push(place);
    total += 1;
  }
  return { found, total };
}

function findPlaces(listing: UserListing, matcher: Matcher): number[] {
  return listing.search.find(matcher, listing.cells.length, (place) => {
    const known = listing.columns[place] ?? columnsAt(listing, place);
    listing.columns[place] = known;
    return known;
  });
}

function columnsAt({ cells, frozen }: UserListing, place: number): string[] {
  const cell = cells[place] ?? place;
  const isFrozen = typeof cell === "number";
  const email = likeForm(isFrozen ? (frozen.emails[cell] ?? "") : cell.email);
  const name = isFrozen ? frozen.names[cell] : searchedName(cell);
  return typeof name === "string" ? [email, likeForm(name)] : [email];
}
