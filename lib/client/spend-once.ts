import { readStored, storageKey } from "./identity.ts";

/** How long a spent token stays locked, and how long a tab waits to see what another tab stored. In milliseconds. */
const settleMs = 10_000;

/**
 * Does work that uses up a refresh token, once among all tabs. Tabs that take turns under a lock are not enough: what one
 * tab stored may reach the next only after the lock did, and a token that is spent twice signs everybody out. So a token
 * has a lock of its own, kept until the storage has surely caught up. Answers "elsewhere" where another tab spent it.
 * @throws what the work throws; the token can then be tried again
 */
export function spendOnce<Value>(token: string, work: () => Promise<Value>): Promise<Value | "elsewhere"> {
  if (!("locks" in navigator)) return work();
  return new Promise((resolve, reject) => {
    const spend = async (lock: Lock | null) => {
      if (!lock) return resolve("elsewhere");
      resolve(await work());
      await new Promise((settled) => setTimeout(settled, settleMs));
    };
    navigator.locks.request(`identity-desk.spent.${token}`, { ifAvailable: true }, spend).catch(reject);
  });
}

/** Resolves once another session is stored than this one, which an earlier reading found; after ten seconds in any case. */
export function storedAnew(known: string | null): Promise<void> {
  return new Promise((resolve) => {
    const finish = () => {
      clearTimeout(timer);
      window.removeEventListener("storage", look);
      resolve();
    };
    const look = (event: StorageEvent) => {
      if (event.key === storageKey && readStored() !== known) finish();
    };
    const timer = setTimeout(finish, settleMs);
    window.addEventListener("storage", look);
    if (readStored() !== known) finish();
  });
}
