import type { State } from "#lib/server/state.ts";

/** Ends of suspensions by their time, so that a sweep reads those that are due and nothing else. */

type Memory = Pick<State, "store" | "keys">;

export interface End {
  key: string;
  id: string;
  /** Milliseconds since 1970. */
  at: number;
}

/** Remembers when a suspension ends. @param until RFC 3339 */
export async function noteEnd({ store, keys }: Memory, id: string, until: string): Promise<void> {
  await store.set(keys.suspensionEnd(`${String(Date.parse(until)).padStart(14, "0")}/${id}`), {});
}

/** The ends that have come, the earliest first. */
export async function endsUntil({ store, keys }: Memory, now: number, atMost: number): Promise<End[]> {
  const found = await store.keys(keys.suspensionEnd(""), { atLeast: atMost });
  const ends = found.flatMap((key): End[] => {
    const [at = "", id = ""] = key.split("/").slice(-2);
    return Number(at) <= now ? [{ key, id, at: Number(at) }] : [];
  });
  return ends.slice(0, atMost);
}

/** @throws AppError `store_unavailable` */
export async function forgetEnd({ store }: Memory, { key }: End): Promise<void> {
  await store.delete(key);
}

/** Forgets every end of one person. @throws AppError `store_unavailable` */
export async function forgetEndsOf(memory: Memory, id: string): Promise<void> {
  const found = await memory.store.keys(memory.keys.suspensionEnd(""), { atLeast: Number.POSITIVE_INFINITY });
  await Promise.all(found.filter((key) => key.endsWith(`/${id}`)).map((key) => memory.store.delete(key)));
}
