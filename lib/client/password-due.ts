const key = "desk.password-due";

/** Remembers, in this tab and past a reload, that this account came by a link to set a password and has yet to do so. */
export function expectPassword(accountId: string): void {
  try {
    window.sessionStorage.setItem(key, accountId);
  } catch {
    // Without storage a reload forgets the step; the person can still have another link sent.
  }
}

/** Whether this account has yet to set the password it came for. */
export function isPasswordDue(accountId: string): boolean {
  try {
    return window.sessionStorage.getItem(key) === accountId;
  } catch {
    return false;
  }
}

/** The password is set, or whoever came for it went away. */
export function forgetPasswordDue(): void {
  try {
    window.sessionStorage.removeItem(key);
  } catch {
    // Where nothing can be removed nothing was kept.
  }
}
