import type { Account } from "#lib/server/account.ts";
import { normaliseAddress } from "#lib/server/address.ts";
import { findByAddress, getAccount } from "#lib/server/gotrue/accounts.ts";
import type { IdentityAccess } from "#lib/server/gotrue/transport.ts";
import { keyedHash } from "#lib/server/keyed-hash.ts";
import { log } from "#lib/server/log.ts";
import type { State } from "#lib/server/state.ts";
import { isOwnerAddress, type Rules } from "./rank.ts";

function pinKey({ keys, secret }: State, address: string): string {
  return keys.ownerPin(keyedHash(secret, "owner", address));
}

function idIn(pin: unknown): unknown {
  return typeof pin === "object" && pin !== null && "id" in pin ? pin.id : undefined;
}

/** Where it stands that this account is an owner's, or undefined where it does not. */
export async function pinOf(state: State, { id, email }: Pick<Account, "id" | "email">): Promise<string | undefined> {
  const key = pinKey(state, normaliseAddress(email) ?? email);
  return idIn(await state.store.get(key)) === id ? key : undefined;
}

export interface OwnerCheck {
  rules: Rules;
  identity: IdentityAccess;
  state: State;
}

/** A pin lapses when the account it names is gone from Identity: else a deleted owner could never come back. */
async function takesOver(
  caller: Account,
  pin: unknown,
  { identity, state, key }: Pick<OwnerCheck, "identity" | "state"> & { key: string },
): Promise<boolean> {
  const pinned = idIn(pin);
  if (typeof pinned === "string" && (await getAccount(identity, pinned))) return false;
  await state.store.set(key, { id: caller.id });
  log("warn", "owner_pin_lapsed", { pinned: String(pinned), id: caller.id });
  return true;
}

/**
 * Whether this caller is an owner: an owner's address, confirmed, carried by exactly one account of our audience, and by
 * the account that first signed in with it.
 */
export async function isOwner(caller: Account, { rules, identity, state }: OwnerCheck): Promise<boolean> {
  const address = normaliseAddress(caller.email);
  if (address === undefined || !isOwnerAddress(rules, address) || caller.confirmedAt === undefined) return false;
  const key = pinKey(state, address);
  const [found, pin] = await Promise.all([findByAddress(identity, address), state.store.get(key)]);
  const carriers = found.filter(({ email }) => normaliseAddress(email) === address);
  if (carriers.length !== 1 || carriers[0]?.id !== caller.id) return false;
  if (idIn(pin) === caller.id) return true;
  if (pin !== undefined) return takesOver(caller, pin, { identity, state, key });
  if (await state.store.setNew(key, { id: caller.id })) return true;
  return idIn(await state.store.get(key)) === caller.id;
}
