import { getSession } from "#lib/contract/session.ts";
import { getSignupVerdict } from "#lib/contract/signup-verdict.ts";
import { call } from "./api.ts";
import { ApiError } from "./api-error.ts";
import { siteUrl } from "./base.ts";
import { dropSession } from "./bearer.ts";
import { newAttempt } from "./sign-up-attempt.ts";

/** Where somebody with a session belongs. */
export type Arrival =
  | { at: "desk" }
  /** Not staff: `continueAt` is where this site sends its ordinary users. */
  | { at: "outside"; continueAt: string }
  | { at: "nowhere" }
  | { at: "unconfigured"; message: string }
  | { at: "trouble"; message: string };

/** Asks the desk where whoever is signed in belongs. Never throws: every refusal is one of the answers. */
export async function arrive(): Promise<Arrival> {
  try {
    await call(getSession, {});
    return { at: "desk" };
  } catch (error) {
    return arrivalOf(error);
  }
}

function arrivalOf(error: unknown): Arrival {
  if (!(error instanceof ApiError)) throw error;
  if (error.code === "not_staff") return { at: "outside", continueAt: error.continueAt ?? siteUrl("/welcome") };
  if (error.code === "not_configured") return { at: "unconfigured", message: error.message };
  if (error.code !== "unauthenticated") return { at: "trouble", message: error.message };
  dropSession();
  return { at: "nowhere" };
}

/**
 * Whether the desk lacks its settings, asked of the one endpoint that needs no sign-in; the message says what is
 * missing. Undefined when all is well, and when nothing could be learnt.
 */
export async function missingSettings(): Promise<string | undefined> {
  try {
    await call(getSignupVerdict, { query: { attempt: newAttempt() } });
  } catch (error) {
    if (error instanceof ApiError && error.code === "not_configured") return error.message;
  }
  return undefined;
}
