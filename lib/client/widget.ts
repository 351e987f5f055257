import type GoTrue from "gotrue-js";
import { attemptKey } from "#lib/contract/signup-verdict.ts";
import { newAttempt } from "./sign-up-attempt.ts";

/** How one press of the widget's sign-up button ended. */
export type SignUpOutcome = { email: string; attempt: string } & (
  | { ok: true; confirmed: boolean }
  | { ok: false; error: unknown }
);

export interface WidgetListener {
  /** The widget shows how it ended once this is through. */
  onOutcome: (outcome: SignUpOutcome) => Promise<void>;
  onLogin: () => void;
  onClose: () => void;
}

export interface Widget {
  open: () => void;
  close: () => void;
}

/** What netlify-identity-widget 2.0.3 puts on the window; it ships no types. */
interface NetlifyIdentity {
  on: (event: "login" | "close", callback: () => void) => void;
  open: (page: "signup") => void;
  close: () => void;
  gotrue: GoTrue;
  store: { isLocal: boolean };
}

declare global {
  interface Window {
    netlifyIdentity?: NetlifyIdentity;
  }
}

// A script of its own and not an import: the package's module has no exports that a bundler can see.
const source = new URL("netlify-identity-widget/build/netlify-identity-widget.js", import.meta.url).href;

/**
 * Loads the widget and hides it until it is opened. Needs a document whose policy allows inline styles.
 * @throws Error when the script does not arrive
 */
export async function loadWidget(listener: WidgetListener): Promise<Widget> {
  pointAtThisSite();
  await loadScript(source);
  const widget = window.netlifyIdentity;
  if (!widget) throw new Error("The sign-up form did not load.");
  widget.on("login", listener.onLogin);
  widget.on("close", listener.onClose);
  // On a laptop it offers to forget the address just given, which would leave it without one.
  widget.store.isLocal = false;
  watchSignUp(widget.gotrue, listener.onOutcome);
  return { open: () => widget.open("signup"), close: () => widget.close() };
}

/** On a laptop the widget looks for Identity wherever this says, and asks the person for an address when nothing does. */
function pointAtThisSite(): void {
  const { hostname, origin } = window.location;
  if (["localhost", "127.0.0.1", "0.0.0.0"].includes(hostname)) window.localStorage.setItem("netlifySiteURL", origin);
}

/**
 * Gives each try an attempt id and tells how it ended. The widget's own way to add metadata is used up by the first
 * success and keeps one id over several refusals, and success has no event; its GoTrue client is documented.
 */
function watchSignUp(gotrue: GoTrue, onOutcome: WidgetListener["onOutcome"]): void {
  const signUp = gotrue.signup.bind(gotrue);
  gotrue.signup = async (email, password, data) => {
    const attempt = newAttempt();
    try {
      const user = await signUp(email, password, { ...data, [attemptKey]: attempt });
      await onOutcome({ email, attempt, ok: true, confirmed: Boolean(user.confirmed_at) });
      return user;
    } catch (error) {
      await onOutcome({ email, attempt, ok: false, error });
      throw error;
    }
  };
}

function loadScript(src: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = src;
    script.onload = () => resolve();
    script.onerror = () => reject(new Error("The sign-up form did not load."));
    document.head.append(script);
  });
}
