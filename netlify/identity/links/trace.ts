import { equalityKey } from "../mysql/collation.ts";
import type { MailKind } from "../settings.ts";
import type { Mail, MailedLink } from "../store/mail-table.ts";
import type { UserRow } from "../store/rows.ts";
import type { Store } from "../store/store.ts";

/** A one-time link, with all that is known of it. */
export interface TracedLink {
  kind: MailKind;
  token: string;
  to: string;
  /** Absent for an account that is gone, or was never known. */
  user: UserRow | undefined;
  /** The account holds this very token. */
  isOnFile: boolean;
  mail: Mail | undefined;
  address: string | undefined;
  sentAt: string | undefined;
  /** A later link in the same place, where the mail itself does not say what became of it. */
  successor: Mail | undefined;
}

const IN_ADDRESS = /[#?&](invite|confirmation|recovery|email_change)_token=([\w-]+)/;
const KINDS: readonly MailKind[] = ["invite", "confirmation", "recovery", "email_change"];

/** Every link in the outbox, then those that are on file without their mail; `email` is an account's or a recipient's. */
export function traceLinks(store: Store, email: string | undefined): TracedLink[] {
  const everybody = { aud: undefined, matcher: undefined, ascending: true, offset: 0, limit: Number.POSITIVE_INFINITY };
  const { rows } = store.users().page(everybody);
  const mailed = fromMails(store.mails().list(), registerOf(rows));
  const known = new Set(mailed.map(({ token }) => token));
  const unmailed = rows.flatMap(onFile).filter(({ token }) => !known.has(token));
  return [...mailed, ...unmailed].filter((traced) => email === undefined || isAbout(traced, email));
}

interface Register {
  byId: Map<string, UserRow>;
  byToken: Map<string, UserRow>;
  byAddress: Map<string, UserRow>;
}

function registerOf(rows: UserRow[]): Register {
  const register: Register = { byId: new Map(), byToken: new Map(), byAddress: new Map() };
  for (const row of rows) {
    register.byId.set(row.id, row);
    register.byAddress.set(row.email, row);
    for (const token of [row.confirmation_token, row.recovery_token, row.email_change_token]) {
      if (token !== "") register.byToken.set(token, row);
    }
  }
  return register;
}

function fromMails(mails: readonly Mail[], register: Register): TracedLink[] {
  const successors = new Map<string, Mail>();
  const traced: TracedLink[] = [];
  for (const mail of [...mails].reverse()) {
    const link = mail.link ?? guess(mail, register);
    if (!link) continue;
    const { kind, token } = link;
    const to = mail.to[0] ?? "";
    const user = register.byId.get(link.user_id);
    const place = `${columnOf(kind)} ${link.user_id || to}`;
    traced.push({
      kind,
      token,
      to,
      user,
      isOnFile: user?.[columnOf(kind)] === token,
      mail,
      address: mail.links.find((each) => each.includes(token)),
      sentAt: mail.sent_at,
      successor: successors.get(place),
    });
    successors.set(place, mail);
  }
  return traced.reverse();
}

/** For mails of an outbox from before it was kept which link they carry; the id is empty where nobody fits. */
function guess({ links, to }: Mail, { byToken, byAddress }: Register): MailedLink | undefined {
  for (const link of links) {
    const [, name, token = ""] = IN_ADDRESS.exec(link) ?? [];
    const kind = KINDS.find((each) => each === name);
    const user = byToken.get(token) ?? byAddress.get(to[0] ?? "");
    if (kind) return { kind, token, user_id: user?.id ?? "" };
  }
  return undefined;
}

function onFile(user: UserRow): TracedLink[] {
  const { confirmation_token, recovery_token, email_change_token } = user;
  // An invite leaves no `confirmation_sent_at`; a sign-up on top of one takes its token away.
  const isInvite = user.invited_at !== undefined && user.confirmation_sent_at === undefined;
  const first: MailKind = isInvite ? "invite" : "confirmation";
  return [
    link(user, first, confirmation_token),
    link(user, "recovery", recovery_token),
    link(user, "email_change", email_change_token),
  ].filter(({ token }) => token !== "");
}

function link(user: UserRow, kind: MailKind, token: string): TracedLink {
  const seconds = sentSeconds(user, kind);
  return {
    kind,
    token,
    to: kind === "email_change" ? user.email_change : user.email,
    user,
    isOnFile: true,
    mail: undefined,
    address: undefined,
    sentAt: seconds === undefined ? undefined : new Date(seconds * 1000).toISOString(),
    successor: undefined,
  };
}

function sentSeconds(user: UserRow, kind: MailKind): number | undefined {
  if (kind === "invite") return user.invited_at;
  if (kind === "confirmation") return user.confirmation_sent_at;
  return kind === "recovery" ? user.recovery_sent_at : user.email_change_sent_at;
}

/** Invite and confirmation share a place, so that each takes the other's. */
function columnOf(kind: MailKind): "confirmation_token" | "recovery_token" | "email_change_token" {
  if (kind === "recovery") return "recovery_token";
  return kind === "email_change" ? "email_change_token" : "confirmation_token";
}

function isAbout({ to, user }: TracedLink, email: string): boolean {
  return isSame(to, email) || (user !== undefined && isSame(user.email, email));
}

function isSame(one: string, other: string): boolean {
  return equalityKey(one) === equalityKey(other);
}
