import type { People } from "#lib/server/snapshot/people.ts";
import type { Row } from "#lib/server/snapshot/row.ts";
import { looksLike } from "./keys.ts";
import { indexPeople, type PeopleIndex } from "./people-index.ts";

interface Indexed {
  index: PeopleIndex;
  /** By place in the index; somebody whose address changed has several. */
  ids: string[];
  /** The address under which each account was put in last. */
  addresses: Map<string, string>;
}

/** By the rows themselves: they are one map for as long as a crawl is good, and go with it. */
const indexes = new WeakMap<People["rows"], Indexed>();

/** Puts in who came or changed; who left is passed over when somebody is looked for. */
function indexOf(rows: People["rows"]): Indexed {
  const known: Indexed = indexes.get(rows) ?? { index: indexPeople([]), ids: [], addresses: new Map() };
  indexes.set(rows, known);
  for (const { id, email } of rows.values()) {
    if (known.addresses.get(id) === email) continue;
    known.index.add(email);
    known.ids.push(id);
    known.addresses.set(id, email);
  }
  return known;
}

/** Everybody of the snapshot who looks like this address or has it, oldest first. */
export function lookAlikesAmong({ rows }: Pick<People, "rows">, address: string): Row[] {
  const { index, ids } = indexOf(rows);
  const found = new Set(index.find(address).map((place) => rows.get(ids[place] ?? "")));
  return [...found]
    .filter((row) => row !== undefined)
    .filter((row) => looksLike(address, row.email))
    .sort((a, b) => a.created - b.created);
}
