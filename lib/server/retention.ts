import type { DeskConfig } from "./desk-config.ts";
import { inParallel } from "./snapshot/in-parallel.ts";
import { readSighting, snapshotKeys } from "./snapshot/keys.ts";
import { isAlive, type State } from "./state.ts";

type Memory = Pick<State, "store" | "keys">;

const DAY_MS = 86_400_000;
/** Of 1,000 keys each. What is beyond is for the next sweep. */
const PAGES = 20;
/** Whose end stands in the record itself, so that each has to be read. */
const MOST_READ = 500;
const AT_ONCE = 12;

/** Counts of stopped signups stand under their day. */
async function oldCounts({ store, keys }: Memory, days: number): Promise<string[]> {
  const prefix = keys.refused("");
  const first = new Date(Date.now() - days * DAY_MS).toISOString().slice(0, 10);
  const entries = await store.entries(prefix, PAGES);
  return entries.flatMap(({ key }) => (key.slice(prefix.length) < first ? [key] : []));
}

/** Sign-ins are newest first: of each person the latest is enough, and that for so many days. */
async function oldSignIns({ store, keys }: Memory, days: number): Promise<string[]> {
  const first = Date.now() - days * DAY_MS;
  const known = new Set<string>();
  const entries = await store.entries(snapshotKeys({ keys }).seen, PAGES);
  return entries.flatMap(({ key }) => {
    const sighting = readSighting(key);
    if (!sighting) return [];
    const isOld = sighting.at < first || known.has(sighting.id);
    known.add(sighting.id);
    return isOld ? [key] : [];
  });
}

/** Verdicts and reasons whose minutes are over: nobody believes them any more, but they name what was checked. */
async function ended({ store }: Memory, prefix: string): Promise<string[]> {
  const entries = (await store.entries(prefix, 1)).slice(0, MOST_READ);
  const dead = await inParallel(entries, AT_ONCE, async ({ key }) => {
    const record = await store.get(key);
    return record === undefined || isAlive(record, Date.now()) ? [] : [key];
  });
  return dead.flat();
}

/** A use of a pass holds no end; it ends with its pass, whose key it begins with. */
async function endedPasses({ store, keys }: Memory): Promise<string[]> {
  const prefix = keys.pass("");
  const listed = (await store.entries(prefix, 1)).slice(0, MOST_READ).map(({ key }) => key);
  const passes = [...new Set(listed.map((key) => `${prefix}${key.slice(prefix.length).split(".")[0]}`))];
  const dead = await inParallel(passes, AT_ONCE, async (pass) =>
    isAlive(await store.get(pass), Date.now())
      ? []
      : listed.filter((key) => key === pass || key.startsWith(`${pass}.`)),
  );
  return dead.flat();
}

/**
 * Deletes what has outlived its time, for as long as there is some left.
 * @param until ms since 1970
 * @throws AppError `store_unavailable`
 */
export async function forgetOld(
  memory: Memory,
  { stoppedSignups, signIns }: DeskConfig["keepDays"],
  until: number,
): Promise<{ forgotten: number; more: boolean }> {
  const { keys } = memory;
  const kinds = [
    () => ended(memory, keys.verdict("")),
    () => ended(memory, keys.refusal("")),
    () => endedPasses(memory),
    () => oldCounts(memory, stoppedSignups),
    () => oldSignIns(memory, signIns),
  ];
  let forgotten = 0;
  for (const find of kinds) {
    if (Date.now() >= until) return { forgotten, more: true };
    const doomed = await find();
    const done = await inParallel(doomed, AT_ONCE, async (key) => {
      if (Date.now() >= until) return false;
      await memory.store.delete(key);
      return true;
    });
    forgotten += done.filter(Boolean).length;
    if (done.includes(false)) return { forgotten, more: true };
  }
  return { forgotten, more: false };
}
