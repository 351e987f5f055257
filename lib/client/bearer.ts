import type { User } from "gotrue-js";
import { announce, currentAccount, onAccountChange, pinFirst, pinnedAccount, wasAccepted } from "./account.ts";
import { ApiError, unreachable } from "./api-error.ts";
import { forgetMemory, identity, readStored, storageKey } from "./identity.ts";
import { spendOnce, storedAnew } from "./spend-once.ts";

const margin = 60_000;
const lockName = "identity-desk.session";

/**
 * The access token to send, renewed when less than a minute of it is left. Waits for the person to sign in again when
 * the session has ended under a page they were working on.
 * @throws ApiError `unauthenticated` when nobody is signed in, `unreachable` when it could not be renewed
 */
export async function bearer(): Promise<string> {
  return (await token(false)) ?? afterSigningInAgain();
}

/** A token newer than the one that was refused. */
export async function renewBearer(): Promise<string> {
  return (await token(true)) ?? afterSigningInAgain();
}

async function afterSigningInAgain(): Promise<string> {
  await signInAgain();
  const fresh = await token(false);
  if (fresh === undefined) throw notSignedIn();
  return fresh;
}

async function token(force: boolean): Promise<string | undefined> {
  pinFirst();
  refuseSwitchedAccount();
  const user = identity.currentUser();
  if (!user || !currentAccount()) return undefined;
  const held = user.tokenDetails()?.access_token;
  if (!force && isFresh(user)) return held;
  return alone(() => renewed(force ? held : undefined));
}

/** The token of the session as the storage has it by now, renewed unless another tab did that; never the refused one. */
async function renewed(refused: string | undefined): Promise<string | undefined> {
  const usable = (user: User) => isFresh(user) && user.tokenDetails()?.access_token !== refused;
  const latest = storedUser();
  if (!latest || usable(latest)) return latest?.tokenDetails()?.access_token;
  const kept = readStored();
  const token = await spendOnce(latest.tokenDetails()?.refresh_token ?? "", () => renew(latest));
  if (token !== "elsewhere") return token;
  await storedAnew(kept);
  const theirs = storedUser();
  if (theirs && !usable(theirs)) throw unreachable();
  return theirs?.tokenDetails()?.access_token;
}

function storedUser(): User | null {
  forgetMemory();
  return identity.currentUser();
}

/** One tab renews at a time: a refresh token works once, and whoever comes second with it is signed out. */
async function alone<Value>(work: () => Promise<Value>): Promise<Value> {
  return "locks" in navigator ? await navigator.locks.request(lockName, work) : await work();
}

function isFresh(user: User): boolean {
  const expires = user.tokenDetails()?.expires_at ?? 0;
  return expires - margin > Date.now();
}

async function renew(user: User): Promise<string | undefined> {
  const kept = readStored();
  try {
    return await user.jwt(true);
  } catch (error) {
    if (isRefusal(error)) {
      announce();
      return undefined;
    }
    // gotrue-js drops the session on any failure, a lost connection too. The refresh token is still good: keep it.
    if (kept !== null) window.localStorage.setItem(storageKey, kept);
    throw Object.assign(unreachable(), { cause: error });
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof Error && "status" in error && (error.status === 400 || error.status === 401);
}

function refuseSwitchedAccount(): void {
  const account = currentAccount();
  if (!account || account.id === pinnedAccount()?.id) return;
  throw new ApiError("unauthenticated", `Another tab signed in as ${account.email}. Reload to go on as them.`, {
    status: 401,
  });
}

/** Forgets a session that the server refuses although it was just renewed. */
export function dropSession(): void {
  identity.currentUser()?.clearSession();
  announce();
}

function notSignedIn(): ApiError {
  return new ApiError("unauthenticated", "You are not signed in.", { status: 401 });
}

let waiting: Promise<void> | undefined;

/**
 * Resolves once the same person is signed in again, here or in another tab; the page shows a sign-in meanwhile
 * (`useHold`). Refuses at once where the server never accepted this session: then there is no work to save.
 */
export function signInAgain(): Promise<void> {
  if (!wasAccepted()) return Promise.reject(notSignedIn());
  waiting ??= new Promise((resolve) => {
    const stop = onAccountChange(() => {
      if (currentAccount()?.id !== pinnedAccount()?.id) return;
      stop();
      waiting = undefined;
      resolve();
    });
  });
  return waiting;
}
