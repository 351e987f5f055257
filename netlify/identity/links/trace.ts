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

export interface LinkFilter {
  /** An account's address, or a recipient's. */
  email?: string | undefined;
  /** Only links whose mail is in the outbox: with very many accounts much quicker, for nobody else is looked at. */
  mailed?: boolean;
}

const CHUNK = 5000;

/** Every link in the outbox, then those that are on file without their mail. */
export function traceLinks(store: Store, { email, mailed = false }: LinkFilter): TracedLink[] {
  const fromOutbox = fromMails(store);
  const known = new Set(fromOutbox.map(({ token }) => token));
  const all = mailed ? fromOutbox : [...fromOutbox, ...onFileWithout(store, known)];
  return email === undefined ? all : all.filter((traced) => isAbout(traced, email));
}

/** Reads all accounts, a few at a time: all of them at once would fill the memory. */
function onFileWithout(store: Store, known: ReadonlySet<string>): TracedLink[] {
  const found: TracedLink[] = [];
  for (let offset = 0; offset < store.users().size(); offset += CHUNK) {
    const window = { aud: undefined, matcher: undefined, ascending: true, offset, limit: CHUNK };
    const { rows } = store.users().page(window);
    found.push(...rows.flatMap(onFile).filter(({ token }) => !known.has(token)));
  }
  return found;
}

function fromMails(store: Store): TracedLink[] {
  const successors = new Map<string, Mail>();
  const traced: TracedLink[] = [];
  for (const mail of [...store.mails().list()].reverse()) {
    const link = mail.link ?? guess(mail, store);
    if (!link) continue;
    const { kind, token } = link;
    const to = mail.to[0] ?? "";
    const user = store.users().get(link.user_id);
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

/**
 * For mails of an outbox from before it was kept which link they carry. The id is empty for one that is on file no more;
 * one that changes an address is not looked for: if it still works, it is found with its account.
 */
function guess({ links }: Mail, store: Store): MailedLink | undefined {
  for (const link of links) {
    const [, name, token = ""] = IN_ADDRESS.exec(link) ?? [];
    const kind = KINDS.find((each) => each === name);
    const user = store.users().byConfirmationToken(token) ?? store.users().byRecoveryToken(token);
    if (kind && kind !== "email_change") return { kind, token, user_id: user?.id ?? "" };
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
