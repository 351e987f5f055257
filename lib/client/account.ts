import { useSyncExternalStore } from "react";
import { type Account, forgetMemory, parseAccount, readStored, storageKey } from "./identity.ts";

const listeners = new Set<() => void>();
let cached: { stored: string | null; account: Account | null } = { stored: null, account: null };

/** The account this tab works for. Another tab can sign in as somebody else under our feet. */
let pinned: Account | null = null;
/** Whether the server has accepted this session since the page was loaded. */
let accepted = false;

/** Whose session the browser holds now, null for nobody. The same object until it changes. */
export function currentAccount(): Account | null {
  const stored = readStored();
  if (stored !== cached.stored) cached = { stored, account: parseAccount(stored) };
  return cached.account;
}

export function pinnedAccount(): Account | null {
  return pinned;
}

/** From now on this tab works for whoever is signed in. */
export function pinAccount(): void {
  forgetMemory();
  pinned = currentAccount();
  announce();
}

/** Ties the tab to the session it finds, the first time it uses one. */
export function pinFirst(): void {
  pinned ??= currentAccount();
}

/** The server took this session: losing it from here on must not lose the page. */
export function markAccepted(): void {
  if (accepted) return;
  accepted = true;
  announce();
}

/** Before leaving on purpose: the missing session is then no surprise. */
export function unpinAccount(): void {
  pinned = null;
  accepted = false;
}

export function wasAccepted(): boolean {
  return accepted;
}

/** Tells everything that shows the account to look again. */
export function announce(): void {
  for (const listener of listeners) listener();
}

/** Calls back when the account may have changed, in this tab or another one; answers how to stop. */
export function onAccountChange(listener: () => void): () => void {
  const onStorage = (event: StorageEvent) => {
    if (event.key === null || event.key === storageKey) listener();
  };
  listeners.add(listener);
  window.addEventListener("storage", onStorage);
  return () => {
    listeners.delete(listener);
    window.removeEventListener("storage", onStorage);
  };
}

/**
 * The account this page works for: undefined until the page is alive, null for nobody. Once the server accepted it, it
 * stays, whatever becomes of the session: what is on the page is still theirs.
 */
export function useAccount(): Account | null | undefined {
  return useSyncExternalStore(onAccountChange, workingAccount, () => undefined);
}

function workingAccount(): Account | null {
  return accepted ? pinned : currentAccount();
}

/** `kept` is the rule. `lost`: signed out elsewhere or expired. `switched`: another account in the same browser. */
export type Hold = "kept" | "lost" | "switched";

function hold(): Hold {
  if (!pinned || !accepted) return "kept";
  const account = currentAccount();
  if (!account) return "lost";
  return account.id === pinned.id ? "kept" : "switched";
}

/** Whether the session this page was opened with is still there. */
export function useHold(): Hold {
  return useSyncExternalStore(onAccountChange, hold, () => "kept");
}
