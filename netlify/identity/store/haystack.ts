import type { Matcher } from "../mysql/like.ts";

/** The searched columns of all rows in one string, so that a search reads memory in order. */
interface Haystack {
  /** Places whose text matches, ascending. */
  search(matcher: Matcher): number[];
}

/** A search over rows that change: what changed since the haystack was built is looked at row by row. */
export interface Search {
  /** Tells that the row at this place is new or another one. */
  changed(place: number): void;
  /** Places of all rows that match, ascending. `count` rows there are, `columnsAt` their searched columns. */
  find(matcher: Matcher, count: number, columnsAt: (place: number) => string[]): number[];
  /** Places have moved: begins anew. */
  forget(): void;
}

/** Between columns and between rows; no folded text holds it. */
const BETWEEN = "\u0000";
/** Looking at this many rows one by one costs less than building the haystack again, which takes some 50 ms. */
const MOST_CHANGED = 2000;

export function createSearch(): Search {
  let haystack: Haystack | undefined;
  let changed = new Set<number>();
  const build = (count: number, columnsAt: (place: number) => string[]) => {
    changed = new Set();
    return buildHaystack(Array.from({ length: count }, (_, place) => columnsAt(place)));
  };
  return {
    changed(place) {
      if (haystack) changed.add(place);
    },
    find(matcher, count, columnsAt) {
      if (changed.size > MOST_CHANGED) haystack = undefined;
      haystack ??= build(count, columnsAt);
      const isMatch = (place: number) => columnsAt(place).some(matcher.test);
      return withChanged(haystack.search(matcher), [...changed].sort(ascending), isMatch);
    },
    forget() {
      haystack = undefined;
      changed = new Set();
    },
  };
}

/** Puts the changed places that match among the found ones, in the place of what was found there before. */
function withChanged(found: number[], changed: number[], isMatch: (place: number) => boolean): number[] {
  const [first] = changed;
  if (first === undefined) return found;
  // New rows come last: most of the list stays as it is.
  let start = found.length;
  while (start > 0 && (found[start - 1] ?? 0) >= first) start -= 1;
  const isChanged = new Set(changed);
  const rest = found.slice(start).filter((place) => !isChanged.has(place));
  return found.slice(0, start).concat([...rest, ...changed.filter(isMatch)].sort(ascending));
}

function ascending(a: number, b: number): number {
  return a - b;
}

/** `texts` holds the columns of each row. */
function buildHaystack(texts: readonly string[][]): Haystack {
  const joined = texts.map((columns) => columns.join(BETWEEN) + BETWEEN);
  const all = joined.join("");
  const ends = new Uint32Array(joined.length);
  let end = 0;
  for (let place = 0; place < joined.length; place += 1) {
    end += joined[place]?.length ?? 0;
    ends[place] = end;
  }
  return {
    search(matcher) {
      const found: number[] = [];
      let place = 0;
      for (let at = all.indexOf(matcher.needle); at >= 0 && at < end; at = all.indexOf(matcher.needle, at)) {
        while ((ends[place] ?? end) <= at) place += 1;
        if (matcher.isPlain || texts[place]?.some(matcher.test)) found.push(place);
        at = ends[place] ?? end;
      }
      return found;
    },
  };
}
