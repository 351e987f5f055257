import * as z from "zod/mini";
import type { Account } from "#lib/server/account.ts";
import { normaliseAddress } from "#lib/server/address.ts";
import { hashOf } from "#lib/server/audit/facts.ts";
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
  /** Keys of ours that only their address leads to. */
  keys: z.array(z.string()),
  /** The last day of the audit that was looked through. */
  day: z.optional(z.string()),
});
export type Job = z.output<typeof Job>;

/** The job that an earlier try left, or undefined. @throws AppError `store_unavailable` */
export async function readJob({ store, keys }: State, id: string): Promise<Job | undefined> {
  return Job.safeParse(await store.get(keys.erasing(id))).data;
}

/** What there is to do for an account that is still there. */
export async function jobFor(state: State, account: Account): Promise<Job> {
  const addresses = [account.email, ...(account.pendingEmail === undefined ? [] : [account.pendingEmail])];
  const normalised = addresses.flatMap((address) => normaliseAddress(address) ?? []);
  const pin = await pinOf(state, account);
  return {
    hashes: addresses.map((address) => hashOf(address, state.secret)),
    keys: [...(pin === undefined ? [] : [pin]), ...normalised.map((address) => placeOfVerdict(state, address))],
  };
}

export async function keepJob({ store, keys }: State, id: string, job: Job): Promise<void> {
  await store.set(keys.erasing(id), job);
}

export async function endJob({ store, keys }: State, id: string): Promise<void> {
  await store.delete(keys.erasing(id));
}
