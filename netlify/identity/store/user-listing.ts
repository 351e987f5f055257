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
  add(row: UserRow): void;
  replace(row: UserRow): void;
  remove(id: string): void;
  /** One page, and how many rows there are in all. */
  page(query: UserQuery): { rows: UserRow[]; total: number };
}

const DELETED = -1;
/** A second times this, plus a place, is still an exact number. */
const MOST_ROWS = 2 ** 21;

/** Parallel lists, one place per row: whole, number of its audience, and its searched columns once it was searched. */
interface Places {
  rows: UserRow[];
  audiences: number[];
  texts: (string[] | undefined)[];
}

export function createUserListing(): UserListing {
  const audiences = new Map<string, number>();
  let places: Places = { rows: [], audiences: [], texts: [] };
  let positions = new Map<string, number>();
  let haystack: Haystack | undefined;
  let inOrder = true;

  const audienceOf = (aud: string) => {
    const key = equalityKey(aud);
    const known = audiences.get(key) ?? audiences.size;
    audiences.set(key, known);
    return known;
  };
  const append = (row: UserRow, text?: string[]) => {
    const audience = audienceOf(row.aud);
    positions.set(row.id, places.rows.length);
    places.rows.push(row);
    places.audiences.push(audience);
    places.texts.push(text);
  };
  const sort = () => {
    const unsorted = places;
    places = { rows: [], audiences: [], texts: [] };
    positions = new Map();
    for (const place of placesByCreation(unsorted)) {
      const row = unsorted.rows[place];
      if (row) append(row, unsorted.texts[place]);
    }
    inOrder = true;
  };

  return {
    add(row) {
      haystack = undefined;
      const last = places.rows.at(-1);
      if (last && last.created_at > row.created_at) inOrder = false;
      append(row);
    },
    replace(row) {
      const place = positions.get(row.id) ?? 0;
      places.rows[place] = row;
      places.audiences[place] = audienceOf(row.aud);
      places.texts[place] = undefined;
      haystack = undefined;
    },
    remove(id) {
      const place = positions.get(id) ?? 0;
      places.audiences[place] = DELETED;
      positions.delete(id);
    },
    page(query) {
      if (!inOrder) sort();
      const audience = audienceOf(query.aud);
      if (!query.matcher) return pageOf(places, audience, query);
      haystack ??= buildHaystack(searchedColumns(places));
      const found = haystack.search(query.matcher);
      return pageOf(only(places, found), audience, query);
    },
  };
}

/** Later ones of a second count as newer. Sorting plain numbers, second and place in one, is ten times quicker. */
function placesByCreation({ rows, audiences }: Places): number[] {
  const keys = new Float64Array(rows.length);
  for (const [place, row] of rows.entries()) keys[place] = (row.created_at / 1000) * MOST_ROWS + place;
  return [...keys.sort()]
    .map((key) => key - Math.floor(key / MOST_ROWS) * MOST_ROWS)
    .filter((place) => audiences[place] !== DELETED);
}

function only({ rows, audiences }: Places, found: number[]): Pick<Places, "rows" | "audiences"> {
  return {
    rows: found.flatMap((place) => rows[place] ?? []),
    audiences: found.map((place) => audiences[place] ?? DELETED),
  };
}

/** Looks at a row only if it is on the page: the numbers are enough to count. */
function pageOf({ rows, audiences }: Pick<Places, "rows" | "audiences">, audience: number, query: UserQuery) {
  const { ascending, offset, limit } = query;
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

function searchedColumns({ rows, texts }: Places): string[][] {
  return rows.map((row, place) => {
    const columns = texts[place] ?? columnsOf(row);
    texts[place] = columns;
    return columns;
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
