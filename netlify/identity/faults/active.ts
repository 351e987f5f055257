import { setTimeout as sleep } from "node:timers/promises";
import { chanceFrom } from "../chance.ts";
import { ConnectionDropped } from "../http/errors.ts";
import { type RouteMatcher, routeMatcher } from "./route-pattern.ts";
import type { Fault, FaultRule } from "./rule.ts";

/** A fault at work. */
export interface Active {
  fault: Fault;
  matches: RouteMatcher;
  random: () => number;
  /** Aborted when the fault is taken away: whoever it holds goes on. */
  ended: AbortController;
}

/** Why a fault ended where nobody is to go on. */
export const CLOSED = "the Identity was closed";

/** The longest a timer can wait, some 24 days. */
const FOREVER_MS = 2 ** 31 - 1;

export function activate(rule: FaultRule, id: string): Active {
  return {
    fault: { ...rule, id, seen: 0, hits: 0, spent: false },
    matches: routeMatcher(rule.route ?? "*") ?? (() => false),
    random: chanceFrom(rule.seed ?? 1),
    ended: new AbortController(),
  };
}

/** Counts one more that the fault could act on, and says whether it does. */
export function strike({ fault, random, ended }: Active): boolean {
  if (fault.spent || ended.signal.aborted) return false;
  fault.seen += 1;
  if (fault.seen <= (fault.after ?? 0)) return false;
  if (fault.rate !== undefined && random() >= fault.rate) return false;
  fault.hits += 1;
  fault.spent = fault.hits === fault.times;
  return true;
}

interface Hold {
  ms?: number | undefined;
  /** Aborted when the caller is gone. */
  gone: AbortSignal;
}

/** Waits until the time is up or the fault is taken away. Throws ConnectionDropped when the caller or the Identity went. */
export async function hold({ ended }: Active, { ms = FOREVER_MS, gone }: Hold): Promise<void> {
  try {
    await sleep(ms, undefined, { signal: AbortSignal.any([ended.signal, gone]) });
  } catch {
    // Cut short: by whom is looked at below.
    if (ended.signal.reason === CLOSED) throw new ConnectionDropped(CLOSED);
    if (gone.aborted) throw new ConnectionDropped("the caller went while a fault held the request");
  }
}
