import { pinAccount, pinnedAccount } from "./account.ts";
import { canStore, identity } from "./identity.ts";
import { IdentityError, noStorage, toIdentityError } from "./identity-error.ts";
import { forgetPasswordDue } from "./password-due.ts";

/**
 * Signs in with a password and keeps the session for all tabs.
 * @throws IdentityError
 */
export async function signIn(email: string, password: string): Promise<void> {
  await keepSession(() => identity.login(email.trim(), password, true));
  forgetPasswordDue();
}

/**
 * Signs in again on a page that is somebody's work in progress: only the same person may go on with it.
 * @throws IdentityError
 */
export async function signInAsSame(email: string, password: string): Promise<void> {
  try {
    await identity.login(email, password, true);
  } catch (error) {
    throw toIdentityError(error);
  }
  if (identity.currentUser()?.id !== pinnedAccount()?.id) {
    throw new IdentityError("other_account", "This is another account than the one this page belongs to.");
  }
  pinAccount();
}

/** Confirms an address by the token of its mail and signs in. */
export async function confirm(token: string): Promise<void> {
  await keepSession(() => identity.confirm(token, true));
}

/** Takes an invitation up: sets the password and signs in. */
export async function acceptInvite(token: string, password: string): Promise<void> {
  await keepSession(() => identity.acceptInvite(token, password, true));
}

/** Uses up a recovery link and signs in; the new password follows with `changePassword`. */
export async function recover(token: string): Promise<void> {
  await keepSession(() => identity.recover(token, true));
}

/** Moves the signed-in person to the new address that asked for confirmation. */
export async function confirmEmailChange(token: string): Promise<void> {
  await keepSession(async () => {
    const user = await identity.currentUser()?.update({ email_change_token: token });
    // The token in hand still names the old address.
    await user?.jwt(true);
  });
}

/** Keeps the session that an outside provider sent back. */
export async function adoptProviderSession(tokens: ProviderTokens): Promise<void> {
  await keepSession(() =>
    identity.createUser({ ...tokens, token_type: "bearer", expires_at: Date.now() + tokens.expires_in * 1000 }, true),
  );
}

interface ProviderTokens {
  access_token: string;
  refresh_token: string;
  expires_in: number;
}

/** Sets the password of whoever is signed in. */
export async function changePassword(password: string): Promise<void> {
  await keepSession(async () => identity.currentUser()?.update({ password }));
}

/** Sends a mail with a link to set a password. Succeeds for unknown addresses too, on purpose. */
export async function requestRecovery(email: string): Promise<void> {
  try {
    await identity.requestPasswordRecovery(email.trim());
  } catch (error) {
    throw toIdentityError(error);
  }
}

async function keepSession(work: () => Promise<unknown>): Promise<void> {
  if (!canStore()) throw noStorage();
  try {
    await work();
  } catch (error) {
    throw toIdentityError(error);
  }
  pinAccount();
}
