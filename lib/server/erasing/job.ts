import * as z from "zod/mini";
import type { Account } from "#lib/server/account.ts";
import { normaliseAddress } from "#lib/server/address.ts";
import { hashOf } from "#lib/server/audit/facts.ts";
import { placeOfPasses } from "#lib/server/passes.ts";
import { pinOf } from "#lib/server/policy/owners.ts";
import type { State } from "#lib/server/state.ts";
import { placeOfVerdict } from "#lib/server/verdicts.ts";

/**
 * What is left to do once the account is gone and its address with it: written before the account is deleted, removed when
 * all is done. It holds ids and keyed hashes, never an address.
 */
const Job = z.object({
  /** What stands for their addresses in the keys of the audit. */
  hashes: z.array(z.string()),
  /** What keys of ours begin with that only their addresses lead to. */
  keys: z.array(z.string()),
  /** The last day of the audit that was looked through. */
  day: z.optional(z.string()),
});
export type Job = z.output<typeof Job>;

/** The job that an earlier try left, or undefined. @throws AppError `store_unavailable` */
export async function readJob({ store, keys }: State, id: string): Promise<Job | undefined> {
  return Job.safeParse(await store.get(keys.erasing(id))).data;
}

/** What there is to do, as told by the addresses they have and had. */
export function jobOf(state: State, addresses: readonly string[]): Job {
  const normalised = [...new Set(addresses.flatMap((address) => normaliseAddress(address) ?? []))];
  return {
    hashes: [...new Set(addresses.map((address) => hashOf(address, state.secret)))],
    keys: normalised.flatMap((address) => [placeOfVerdict(state, address), placeOfPasses(state, address)]),
  };
}

/** The same for an account that is still there. */
export async function jobFor(state: State, account: Account, addresses: readonly string[]): Promise<Job> {
  const { email, pendingEmail = email } = account;
  const { hashes, keys } = jobOf(state, [email, pendingEmail, ...addresses]);
  const pin = await pinOf(state, account);
  return { hashes, keys: pin === undefined ? keys : [pin, ...keys] };
}

export async function keepJob({ store, keys }: State, id: string, job: Job): Promise<void> {
  await store.set(keys.erasing(id), job);
}

export async function endJob({ store, keys }: State, id: string): Promise<void> {
  await store.delete(keys.erasing(id));
}
