import { randomUUID } from "node:crypto";
import { keyedHash } from "./keyed-hash.ts";
import { isAlive, type State } from "./state.ts";

const LIFE_MS = 60_000;

function hashOf({ secret }: State, address: string): string {
  return keyedHash(secret, "pass", address);
}

/** What the keys of every pass for a normalised address, and of its uses, begin with. */
export function placeOfPasses(state: State, address: string): string {
  return state.keys.pass(hashOf(state, address));
}

/** Lets one creation of this normalised address through our own event function, within a minute: staff decided to go on. */
export async function leavePass(state: State, address: string): Promise<void> {
  await state.store.set(placeOfPasses(state, address), { id: randomUUID(), until: Date.now() + LIFE_MS });
}

function fieldOf(record: unknown, name: "id" | "delivery"): string | undefined {
  const value: unknown = typeof record === "object" && record !== null ? Reflect.get(record, name) : undefined;
  return typeof value === "string" ? value : undefined;
}

/**
 * Uses up the pass for an address. True for the first delivery that asks, and again for the further tries of that same
 * delivery; false for every other one.
 */
export async function spendPass(state: State, address: string, delivery: string): Promise<boolean> {
  const hash = hashOf(state, address);
  const pass = await state.store.get(state.keys.pass(hash));
  const id = fieldOf(pass, "id");
  if (id === undefined || !isAlive(pass, Date.now())) return false;
  const use = state.keys.passUse(hash, id);
  if (await state.store.setNew(use, { delivery })) return true;
  return fieldOf(await state.store.get(use), "delivery") === delivery;
}
