import { sameJson } from "#lib/contract/metadata.ts";

/** Named values: a name, an address, the top-level keys of metadata. One that is null is not there. */
export type Fields = Record<string, unknown>;

export interface FieldChange {
  key: string;
  kind: "added" | "changed" | "removed";
  before: unknown;
  after: unknown;
}

function own(fields: Fields, key: string): unknown {
  return Object.hasOwn(fields, key) ? (fields[key] ?? null) : null;
}

/** What saving would change, in the order in which it is written. */
export function fieldChanges(before: Fields, after: Fields): FieldChange[] {
  const keys = [...new Set([...Object.keys(after), ...Object.keys(before)])];
  return keys.flatMap((key): FieldChange[] => {
    const [old, next] = [own(before, key), own(after, key)];
    if (sameJson(old, next)) return [];
    const kind = old === null ? "added" : next === null ? "removed" : "changed";
    return [{ key, kind, before: old, after: next }];
  });
}

/** A field that somebody else changed while it was being edited. */
export interface Clash {
  key: string;
  seen: unknown;
  now: unknown;
  wanted: unknown;
}

/** Of the fields somebody wants to change, those that another one changed to something else meanwhile. */
export function clashesOf({ seen, wanted, current }: { seen: Fields; wanted: Fields; current: Fields }): Clash[] {
  return fieldChanges(seen, wanted)
    .map(({ key, before, after }) => ({ key, seen: before, now: own(current, key), wanted: after }))
    .filter((clash) => !sameJson(clash.seen, clash.now) && !sameJson(clash.now, clash.wanted));
}

/** The changes as the server takes them: the fields as they are to be, and as they were seen. */
export function asWish(changes: readonly FieldChange[]): { set: Fields; expected: Fields } {
  return {
    set: Object.fromEntries(changes.map(({ key, after }) => [key, after])),
    expected: Object.fromEntries(changes.map(({ key, before }) => [key, before])),
  };
}
