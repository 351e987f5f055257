import * as z from "zod/mini";
import { check, configuredDirectories } from "./directories/check.ts";
import type { Directory, Verdict } from "./directories/directory.ts";
import { keyedHash } from "./keyed-hash.ts";
import { log } from "./log.ts";
import { isAlive, type State } from "./state.ts";

/** How long a verdict is good, in ms: long enough for Identity's three tries, and for an invite's own check. */
const LIFE_MS: Record<Verdict["state"], number> = { known: 600_000, unknown: 60_000, unavailable: 20_000 };

const Remembered = z.object({
  verdict: z.discriminatedUnion("state", [
    z.object({
      state: z.literal("known"),
      outsideId: z.optional(z.string()),
      evidence: z.record(z.string(), z.string()),
    }),
    z.object({ state: z.literal("unknown") }),
    z.object({ state: z.literal("unavailable"), why: z.string() }),
  ]),
});

function keyOf({ keys, secret }: State, address: string, directories: readonly Directory[]): string {
  const configuration = directories.map((directory) => directory.fingerprint).join("\n");
  return keys.verdict(keyedHash(secret, "verdict", `${configuration}\n${address}`));
}

/** Where the verdict about a normalised address is remembered. @throws AppError `not_configured` for a bad setting of theirs. */
export function placeOfVerdict(state: State, address: string): string {
  return keyOf(state, address, configuredDirectories());
}

/** Never holds anything up: without a memory the directory is asked again. */
async function quietly<T>(work: Promise<T>): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    log("warn", "verdict_memory_down", {}, error);
    return undefined;
  }
}

async function recall(state: State, key: string): Promise<Verdict | undefined> {
  const record = await quietly(state.store.get(key));
  return isAlive(record, Date.now()) ? Remembered.safeParse(record).data?.verdict : undefined;
}

async function keep(state: State, key: string, verdict: Verdict): Promise<void> {
  await quietly(state.store.set(key, { verdict, until: Date.now() + LIFE_MS[verdict.state] }));
}

export interface Asking {
  /** Absent: there is no memory. */
  state: State | undefined;
  /** Ask the directories although a verdict is remembered. */
  afresh?: boolean;
  /** Gets the writing of the memory, so that the caller may go on meanwhile; it never rejects. */
  later?: (writing: Promise<void>) => void;
}

/** What the directories say about a normalised address. @throws AppError `not_configured` for a bad setting of theirs. */
export async function verdictFor(address: string, { state, afresh, later }: Asking): Promise<Verdict> {
  const directories = configuredDirectories();
  if (directories.length === 0) return { state: "unknown" };
  const key = state && keyOf(state, address, directories);
  const remembered = state && key && !afresh ? await recall(state, key) : undefined;
  if (remembered) return remembered;
  const verdict = await check(address, directories);
  const writing = state && key ? keep(state, key, verdict) : Promise.resolve();
  if (later) later(writing);
  else await writing;
  return verdict;
}
