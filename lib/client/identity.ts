import GoTrue from "gotrue-js";

/** Where gotrue-js and the sign-up widget keep the session, shared by all tabs. */
export const storageKey = "gotrue.user";

/** Identity, always on the site's own origin. The one instance in the browser. */
export const identity = new GoTrue({ APIUrl: "/.netlify/identity" });

/** Whose session the browser holds. Only for showing: what somebody may do is the server's word. */
export interface Account {
  id: string;
  email: string;
}

/** The stored session as text, null when there is none or the browser keeps nothing. */
export function readStored(): string | null {
  try {
    return window.localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

/** False where the browser refuses to keep anything (blocked site data, full disk): signing in would not last. */
export function canStore(): boolean {
  try {
    window.localStorage.setItem("desk.probe", "1");
    window.localStorage.removeItem("desk.probe");
    return true;
  } catch {
    return false;
  }
}

/** Reads an account out of a stored session; null for anything that is none. */
export function parseAccount(stored: string | null): Account | null {
  if (stored === null) return null;
  try {
    const { id, email, token } = JSON.parse(stored);
    if (typeof id !== "string" || typeof email !== "string" || !token) return null;
    return { id, email };
  } catch {
    return null;
  }
}

/**
 * Makes gotrue-js forget what it holds in memory, so that it reads the storage again: another tab may have renewed the
 * session. It does so on a `storage` event, which reaches a tab only some time after the change.
 */
export function forgetMemory(): void {
  window.dispatchEvent(new StorageEvent("storage", { key: storageKey }));
}
