import useSWR, { type SWRResponse } from "swr";
import { getSession, type Session } from "#lib/contract/session.ts";
import { unpinAccount, useAccount } from "./account.ts";
import { call } from "./api.ts";
import { ApiError } from "./api-error.ts";
import { siteUrl } from "./base.ts";
import { bearer } from "./bearer.ts";
import { identity } from "./identity.ts";
import { forgetPasswordDue } from "./password-due.ts";
import { forgetRecentPeople } from "./recent-people.ts";

/** Who is signed in and what they may do, as the server says; undefined data until it answered. */
export function useSession(): SWRResponse<Session, ApiError> {
  const account = useAccount();
  return useSWR(account ? [getSession.name, account.id] : null, () => call(getSession, {}));
}

/** Ends the session in all tabs and starts over at the front page. Other devices stay signed in until their hour is over. */
export async function signOut(): Promise<void> {
  forgetRecentPeople();
  unpinAccount();
  forgetPasswordDue();
  await identity.currentUser()?.logout();
  window.location.assign(siteUrl("/"));
}

/** Renews the session if it is due; forgets it where Identity refuses, so that nobody is shown as signed in who is not. */
export async function checkSession(): Promise<void> {
  try {
    await bearer();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
  }
}
