import type { People } from "#lib/server/snapshot/people.ts";
import type { Row } from "#lib/server/snapshot/row.ts";
import { looksLike } from "./keys.ts";
import { indexPeople, type PeopleIndex } from "./people-index.ts";

interface Indexed {
  index: PeopleIndex;
  /** By place in the index; undefined where nobody is any more. */
  ids: (string | undefined)[];
  /** Under which addresses each account is in it, at which places. */
  known: Map<string, Place[]>;
}

interface Place {
  address: string;
  place: number;
}

/** By the rows themselves: they are one map for as long as a crawl is good, and go with it. */
const indexes = new WeakMap<People["rows"], Indexed>();

/** The address somebody has, and the one they are about to move to. */
function addressesOf({ email, pendingEmail }: Row): string[] {
  return pendingEmail === undefined ? [email] : [email, pendingEmail];
}

/** Puts in who came or changed, and takes out who left, so that nothing of an erased person stays. */
function indexOf(rows: People["rows"]): Indexed {
  const indexed: Indexed = indexes.get(rows) ?? { index: indexPeople([]), ids: [], known: new Map() };
  indexes.set(rows, indexed);
  for (const row of rows.values()) {
    const places = indexed.known.get(row.id) ?? [];
    const addresses = addressesOf(row);
    if (places.length === addresses.length && places.every(({ address }, n) => address === addresses[n])) continue;
    takeOut(indexed, places);
    indexed.known.set(
      row.id,
      addresses.map((address) => putIn(indexed, row.id, address)),
    );
  }
  if (indexed.known.size > rows.size) {
    for (const [id, places] of indexed.known) {
      if (rows.has(id)) continue;
      takeOut(indexed, places);
      indexed.known.delete(id);
    }
  }
  return indexed;
}

function putIn({ index, ids }: Indexed, id: string, address: string): Place {
  index.add(address);
  return { address, place: ids.push(id) - 1 };
}

function takeOut({ index, ids }: Indexed, places: readonly Place[]): void {
  for (const { address, place } of places) {
    index.remove(address, place);
    ids[place] = undefined;
  }
}

/** Somebody who looks alike, and by which of their addresses. */
export interface Alike {
  row: Row;
  address: string;
}

/** Everybody of the snapshot who looks like this address or has it, or is about to move to such a one, oldest first. */
export function lookAlikesAmong({ rows }: Pick<People, "rows">, address: string): Alike[] {
  const { index, ids } = indexOf(rows);
  const found = new Set(index.find(address).map((place) => rows.get(ids[place] ?? "")));
  return [...found]
    .filter((row) => row !== undefined)
    .flatMap((row) => {
      const alike = addressesOf(row).find((known) => looksLike(address, known));
      return alike === undefined ? [] : [{ row, address: alike }];
    })
    .sort((a, b) => a.row.created - b.row.created);
}
