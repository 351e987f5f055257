import type { MailKind } from "../settings.ts";
import type { LinkEnd, Mail } from "../store/mail-table.ts";
import type { Judged } from "./link-state.ts";
import type { TracedLink } from "./trace.ts";

const SENT: Record<MailKind, string> = {
  invite: "an invite",
  confirmation: "a confirmation",
  recovery: "a recovery mail",
  email_change: "another e-mail change mail",
};

/** Why a link is in its state, as whole sentences. */
export function reasonOf(traced: TracedLink, { state, expiresAt }: Judged): string {
  if (!traced.isOnFile) return endInWords(traced);
  const lost = traced.mail === undefined ? " Its mail is not in the outbox." : "";
  if (state === "expired") return `It died of its age on ${moment(expiresAt)}. Only a new mail helps.${lost}`;
  return `${lifeInWords(traced, expiresAt)}${opensInWords(traced)}${lost}`;
}

function lifeInWords({ kind }: TracedLink, expiresAt: string | undefined): string {
  if (expiresAt !== "never") return `It works until ${moment(expiresAt)}.`;
  if (kind === "invite")
    return "It works and never expires: upstream measures its age from a time that an invite does not set.";
  return "It works and never expires: the account does not say when it was sent.";
}

function opensInWords({ kind, user }: TracedLink): string {
  if (kind === "email_change") return " Only who is signed in to this account can use it.";
  if (kind === "recovery") return user?.confirmed_at === undefined ? " It confirms the account on the way." : "";
  const asksForPassword = user?.invited_at !== undefined && user.encrypted_password === "";
  return asksForPassword ? " It asks for a password." : "";
}

function endInWords({ user, mail, kind, successor }: TracedLink): string {
  if (mail?.ended) return sentenceOf(mail.ended, kind);
  if (successor) return replacedBy(successor.link?.kind ?? kind, successor.sent_at);
  if (mail?.link && !user) return "There is no such account any more.";
  return "It is no longer on file. What took it away was not written down then.";
}

function sentenceOf(ended: LinkEnd, kind: MailKind): string {
  const when = moment(ended.at);
  const name = kind.replace("_", " ").replace("email", "e-mail");
  if (ended.how === "used") return `It was used on ${when}.`;
  if (ended.how === "replaced") return replacedBy(ended.by, ended.at);
  const causes = {
    recovered: "a recovery link was used, which confirmed the account",
    confirmed: "somebody with the admin API confirmed the account",
    provider: "its owner signed in with a provider, which confirmed the account",
    autoconfirm: "its owner signed up once more and was confirmed at once",
    deleted: "the account was deleted",
    cleared: "the token was taken off the account",
  };
  return `The ${name} link died on ${when}, when ${causes[ended.how]}.`;
}

function replacedBy(kind: MailKind, at: Mail["sent_at"]): string {
  const sent = SENT[kind];
  return `${sent.charAt(0).toUpperCase()}${sent.slice(1)} was sent on ${moment(at)}, which took its place.`;
}

/** `2026-11-23T15:13:49.259Z` as people read it. */
function moment(iso = ""): string {
  return iso.replace("T", " ").replace(/(?:\.\d+)?Z$/, " UTC");
}
