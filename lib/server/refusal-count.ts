import { log } from "./log.ts";
import type { Reason } from "./refusals.ts";
import type { State } from "./state.ts";

const PAGES = 20;

function today(): string {
  return new Date().toISOString().slice(0, 10);
}

/**
 * Counts a stopped signup for the overview. A key of its own for each, so that no two count over each other and the three
 * tries of one delivery are one; made of 16 bits of the delivery, so that a flood of them is bounded. Never fails.
 */
export async function countRefusal({ store, keys }: State, reason: Reason, delivery: string): Promise<void> {
  try {
    await store.set(keys.refused(`${today()}/${reason}/${delivery.slice(0, 4)}`), {});
  } catch (error) {
    log("warn", "refusal_uncounted", {}, error);
  }
}

export interface RefusalCount {
  /** In UTC, `2026-01-31`. */
  day: string;
  reason: string;
  count: number;
}

/** How many signups were stopped, by day and reason, from this day on. */
export async function countedRefusals({ store, keys }: State, fromDay: string): Promise<RefusalCount[]> {
  const prefix = keys.refused("");
  const counts = new Map<string, RefusalCount>();
  for (const { key } of await store.entries(prefix, PAGES)) {
    const [day = "", reason = ""] = key.slice(prefix.length).split("/");
    if (day < fromDay) continue;
    const known = counts.get(`${day}/${reason}`) ?? { day, reason, count: 0 };
    counts.set(`${day}/${reason}`, { ...known, count: known.count + 1 });
  }
  return [...counts.values()];
}
