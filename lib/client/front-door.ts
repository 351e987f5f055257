import { currentAccount } from "./account.ts";
import { arrive } from "./arrival.ts";
import { type IdentityError, toIdentityError } from "./identity-error.ts";
import type { MailLink } from "./mail-link.ts";
import { nextPath } from "./next-path.ts";
import { expectPassword, forgetPasswordDue } from "./password-due.ts";
import { acceptInvite, adoptProviderSession, changePassword, confirm, confirmEmailChange, recover } from "./sign-in.ts";

/** What the front page shows. */
export type View =
  | { show: "opening" }
  | { show: "working"; what: string }
  | { show: "sign-in"; notice?: string }
  | { show: "sign-in-for-email-change"; token: string }
  /** Of an invitation, or of a confirmation that turned out to be one. */
  | { show: "first-password"; token: string }
  | { show: "new-password" }
  | { show: "link-problem"; error: IdentityError; again?: () => void }
  | { show: "not-staff"; continueAt: string }
  | { show: "not-configured"; message: string }
  | { show: "desk-trouble"; message: string; again: () => void };

/** The front page, as what happens there sees it. */
export interface Door {
  show: (view: View) => void;
  /** Goes to a page of the desk. */
  go: (path: string) => void;
}

/** Says what is going on while it goes on. */
export async function meanwhile(door: Door, what: string, work: () => Promise<void>): Promise<void> {
  door.show({ show: "working", what });
  await work();
}

/**
 * Sends whoever is signed in where they belong.
 * @param by `form`: they came to work at the desk. `link`: they came from a mail and may be anybody.
 */
export async function enter(door: Door, by: "form" | "link"): Promise<void> {
  const arrival = await arrive();
  if (arrival.at === "desk") return door.go(nextOfPage() ?? "/users");
  if (arrival.at === "outside" && by === "link") return window.location.replace(arrival.continueAt);
  if (arrival.at === "outside") return door.show({ show: "not-staff", continueAt: arrival.continueAt });
  if (arrival.at === "unconfigured") return door.show({ show: "not-configured", message: arrival.message });
  if (arrival.at === "nowhere") return door.show({ show: "sign-in", notice: "Your session has ended. Sign in again." });
  const again = () => void meanwhile(door, "Opening the desk…", () => enter(door, by));
  door.show({ show: "desk-trouble", message: arrival.message, again });
}

/** Follows a link out of a mail as far as it goes without asking. */
export async function follow(door: Door, link: MailLink): Promise<void> {
  if (link.kind === "refused") {
    const notice = `Your sign-in was not completed. The answer was: ${link.message || "no reason given"}.`;
    return door.show({ show: "sign-in", notice });
  }
  if (link.kind === "invite") return door.show({ show: "first-password", token: link.token });
  if (link.kind === "email_change" && !currentAccount()) {
    return door.show({ show: "sign-in-for-email-change", token: link.token });
  }
  try {
    await land(link);
  } catch (thrown) {
    return showProblem(door, link, toIdentityError(thrown));
  }
  if (link.kind === "recovery") return door.show({ show: "new-password" });
  await enter(door, "link");
}

/** What following a link is called while it lasts. */
export function whileFollowing(link: MailLink): string {
  if (link.kind === "confirmation") return "Confirming your address…";
  if (link.kind === "recovery") return "Checking your link…";
  if (link.kind === "email_change") return "Confirming your new address…";
  return "Signing you in…";
}

/** Goes on after the sign-in form: with what the person came for, if that had to wait for it. */
export async function afterSignIn(door: Door, view: View): Promise<void> {
  if (view.show !== "sign-in-for-email-change") return enter(door, "form");
  await follow(door, { kind: "email_change", token: view.token });
}

/** Sets the password that a link asked for, and goes on. @throws IdentityError */
export async function setPassword(door: Door, view: View, password: string): Promise<void> {
  if (view.show === "first-password") await acceptInvite(view.token, password);
  else await changePassword(password);
  forgetPasswordDue();
  await enter(door, "link");
}

async function land(link: MailLink): Promise<void> {
  if (link.kind === "provider") await adoptProviderSession(link.tokens);
  if (link.kind === "confirmation") await confirm(link.token);
  if (link.kind === "recovery") await landRecovery(link.token);
  if (link.kind === "email_change") await confirmEmailChange(link.token);
}

/** The link is used up by this: until the password is set, a reload has to lead back to it. */
async function landRecovery(token: string): Promise<void> {
  await recover(token);
  const account = currentAccount();
  if (account) expectPassword(account.id);
}

function showProblem(door: Door, link: MailLink, error: IdentityError): void {
  const retry = () => void meanwhile(door, whileFollowing(link), () => follow(door, link));
  const again = error.reason === "unreachable" ? retry : undefined;
  const isInvitation = error.reason === "password_wanted" && "token" in link;
  door.show(isInvitation ? { show: "first-password", token: link.token } : { show: "link-problem", error, again });
}

function nextOfPage(): string | undefined {
  return nextPath(new URLSearchParams(window.location.search).get("next"));
}
