import type { Matcher } from "../mysql/like.ts";

/** The searched columns of all rows in one string, so that a search reads memory in order. */
export interface Haystack {
  /** Places whose text matches, ascending. */
  search(matcher: Matcher): number[];
}

/** Between columns and between rows; no folded text holds it. */
const BETWEEN = "\u0000";

/** `texts` holds the columns of each row. */
export function buildHaystack(texts: readonly string[][]): Haystack {
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
        if (texts[place]?.some(matcher.test)) found.push(place);
        at = ends[place] ?? end;
      }
      return found;
    },
  };
}
