import { useEffect, useRef, useState } from "react";
import { getSignupVerdict, type SignupVerdict } from "#lib/contract/signup-verdict.ts";
import { currentAccount } from "./account.ts";
import { call } from "./api.ts";
import { arrive } from "./arrival.ts";
import { siteUrl } from "./base.ts";
import { parseMailLink } from "./mail-link.ts";
import { loadWidget, type SignUpOutcome, type Widget } from "./widget.ts";

export type Refusal = Extract<SignupVerdict, { state: "refused" }>;

/** What the sign-up page shows. */
type SignUpView =
  | { show: "loading" }
  | { show: "form" }
  | { show: "closed" }
  | { show: "signed-in"; email: string }
  | { show: "sent"; email: string }
  | { show: "refused"; refusal: Refusal }
  | { show: "trouble" };

export interface SignUp {
  view: SignUpView;
  /** Brings the form back, with what was typed. */
  openForm: () => void;
}

/** Runs the widget and says, in its place, what it cannot say itself. */
export function useSignUp(): SignUp {
  const [view, show] = useState<SignUpView>({ show: "loading" });
  const widget = useRef<Widget>(undefined);
  const begun = useRef(false);

  function openForm(): void {
    show({ show: "form" });
    widget.current?.open();
  }

  async function begin(): Promise<void> {
    try {
      widget.current = await loadWidget({
        onOutcome: async (outcome) => {
          const next = await viewOf(outcome);
          if (next) replaceForm(next);
        },
        onLogin: () => void goOn(),
        onClose: () => show((now) => (now.show === "form" ? { show: "closed" } : now)),
      });
      openForm();
    } catch {
      show({ show: "trouble" });
    }
  }

  function replaceForm(next: SignUpView): void {
    show(next);
    // After the widget has put up its own words for it, which closing takes down again.
    setTimeout(() => widget.current?.close());
  }

  // biome-ignore lint/correctness/useExhaustiveDependencies: the widget can be started once per document
  useEffect(() => {
    if (begun.current) return;
    begun.current = true;
    if (parseMailLink(window.location.hash)) return window.location.replace(siteUrl("/") + window.location.hash);
    const account = currentAccount();
    if (account) return show({ show: "signed-in", email: account.email });
    void begin();
  }, []);

  return { view, openForm };
}

/** What to show after a try; undefined where the widget says it well enough itself. */
async function viewOf(outcome: SignUpOutcome): Promise<SignUpView | undefined> {
  if (outcome.ok) return outcome.confirmed ? undefined : { show: "sent", email: outcome.email };
  if (isTaken(outcome.error)) return { show: "refused", refusal: taken };
  if (statusOf(outcome.error) < 422) return undefined;
  const refusal = await verdictOf(outcome.attempt);
  return refusal && { show: "refused", refusal };
}

/** Why this site refused: Identity throws the reason away and only the attempt's id leads to it. */
async function verdictOf(attempt: string): Promise<Refusal | undefined> {
  try {
    const verdict = await call(getSignupVerdict, { query: { attempt } });
    return verdict.state === "refused" ? verdict : undefined;
  } catch {
    return unknownReason;
  }
}

const taken: Refusal = {
  state: "refused",
  title: "You already have an account here",
  message:
    "This address is registered. Sign in with it; if you forgot the password, have a link sent to set a new one.",
  next: { label: "Sign in", href: siteUrl("/") },
};

const unknownReason: Refusal = {
  state: "refused",
  title: "The account was not created",
  message: "This site refused it, and the reason cannot be asked for right now. Wait a minute and try again.",
};

function isTaken(error: unknown): boolean {
  return error instanceof Error && /already been registered/i.test(error.message);
}

function statusOf(error: unknown): number {
  return error instanceof Error && "status" in error && typeof error.status === "number" ? error.status : 0;
}

/** After signing in through the widget: staff to the desk, everybody else where the site sends them. */
async function goOn(): Promise<void> {
  const arrival = await arrive();
  window.location.assign(arrival.at === "outside" ? arrival.continueAt : siteUrl("/users"));
}
