import { looksOf } from "./keys.ts";

/** Who looks like whom, over everyone. Asked by address, answered with the numbers under which people were put in. */
export interface PeopleIndex {
  /** Puts one more in, at the next place. */
  add(address: string): void;
  /** Takes out what was put in under this address at this place; no other place moves. */
  remove(address: string, place: number): void;
  /** Those who look like this address or have it, in the order they were put in. */
  find(address: string): number[];
}

/**
 * An index over addresses; people are named by their place in the list. Most looks belong to one person, so a list is kept
 * only where there are several: 100,000 people take a few MB.
 */
export function indexPeople(addresses: Iterable<string>): PeopleIndex {
  const places = new Map<string, number | number[]>();
  let place = 0;
  function add(address: string): void {
    for (const look of looksOf(address)) {
      const there = places.get(look);
      if (there === undefined) places.set(look, place);
      else if (typeof there === "number") places.set(look, [there, place]);
      else there.push(place);
    }
    place += 1;
  }
  function remove(address: string, gone: number): void {
    for (const look of looksOf(address)) {
      const there = places.get(look);
      const left = Array.isArray(there) ? there.filter((one) => one !== gone) : [];
      if (left.length > 0) places.set(look, left);
      else if (there === gone || Array.isArray(there)) places.delete(look);
    }
  }
  for (const address of addresses) add(address);
  return {
    add,
    remove,
    find: (address) => [...new Set(looksOf(address).flatMap((look) => places.get(look) ?? []))].sort((a, b) => a - b),
  };
}
