/** What a link in one of Identity's mails, or an outside provider, left behind the `#` of the address. */
export type MailLink =
  | { kind: "confirmation" | "invite" | "recovery" | "email_change"; token: string }
  | { kind: "provider"; tokens: { access_token: string; refresh_token: string; expires_in: number } }
  | { kind: "refused"; message: string };

const tokens = /^\/?(confirmation|invite|recovery|email_change)_token=([^&]+)/;
const longestMessage = 200;

/** Reads a fragment with or without its `#`; undefined when it is none of Identity's. */
export function parseMailLink(fragment: string): MailLink | undefined {
  const text = fragment.replace(/^#/, "");
  const [, kind, token] = tokens.exec(text) ?? [];
  if (token && isTokenKind(kind)) return { kind, token };
  const parameters = new URLSearchParams(text.replace(/^\//, ""));
  const access = parameters.get("access_token");
  if (access) {
    const expires_in = Number(parameters.get("expires_in")) || 3600;
    return {
      kind: "provider",
      tokens: { access_token: access, refresh_token: parameters.get("refresh_token") ?? "", expires_in },
    };
  }
  if (!parameters.has("error")) return undefined;
  const message = parameters.get("error_description") ?? parameters.get("error") ?? "";
  return { kind: "refused", message: message.slice(0, longestMessage) };
}

function isTokenKind(kind: string | undefined): kind is "confirmation" | "invite" | "recovery" | "email_change" {
  return kind === "confirmation" || kind === "invite" || kind === "recovery" || kind === "email_change";
}

/**
 * Takes Identity's fragment out of the address bar and the history, before anything else happens: a token there would
 * stay in the history and ride along in copied addresses.
 */
export function takeMailLink(): MailLink | undefined {
  const link = parseMailLink(window.location.hash);
  if (link) window.history.replaceState(window.history.state, "", window.location.pathname + window.location.search);
  return link;
}
