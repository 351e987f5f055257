/** Position of the first key that is not before `key`. */
function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const candidate = keys[middle];
    if (candidate !== undefined && candidate < key) low = middle + 1;
    else high = middle;
  }
  return low;
}

export interface SortedKeys {
  add(key: string): void;
  remove(key: string): void;
  /** Index of the first key at or after `key`. */
  seek(key: string): number;
  at(index: number): string | undefined;
}

/** Keys in order, so that a page of a prefix among 100,000 keys is a binary search and a slice. */
export function sortedKeys(): SortedKeys {
  let keys: string[] = [];
  // A bulk of additions (loading a file, an import) is sorted once, when somebody looks.
  let added: string[] = [];

  function settle(): string[] {
    if (added.length === 0) return keys;
    if (added.length === 1) keys.splice(lowerBound(keys, added[0] ?? ""), 0, ...added);
    else keys = keys.concat(added).sort((a, b) => (a < b ? -1 : 1));
    added = [];
    return keys;
  }

  return {
    add: (key) => void added.push(key),
    remove(key) {
      const all = settle();
      const index = lowerBound(all, key);
      if (all[index] === key) all.splice(index, 1);
    },
    seek: (key) => lowerBound(settle(), key),
    at: (index) => settle()[index],
  };
}
