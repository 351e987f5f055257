import * as z from "zod/mini";
import { keyedHash } from "./keyed-hash.ts";
import { isAlive, type State } from "./state.ts";

/** Why a signup was stopped: a directory knows the address, none could tell, or the address itself cannot be used. */
export const Reason = z.enum(["known", "unavailable", "blocked"]);
export type Reason = z.infer<typeof Reason>;

function keyOf({ keys, secret }: State, attempt: string): string {
  return keys.refusal(keyedHash(secret, "attempt", attempt));
}

/** Keeps the reason for the page that made the attempt, for so many minutes. */
export async function keepRefusal(
  state: State,
  attempt: string,
  { reason, minutes }: { reason: Reason; minutes: number },
): Promise<void> {
  await state.store.set(keyOf(state, attempt), { reason, until: Date.now() + minutes * 60_000 });
}

const Kept = z.object({ reason: Reason });

/** Why the signup under this attempt id was stopped, or undefined. */
export async function refusalOf(state: State, attempt: string): Promise<Reason | undefined> {
  const record = await state.store.get(keyOf(state, attempt));
  return isAlive(record, Date.now()) ? Kept.safeParse(record).data?.reason : undefined;
}
