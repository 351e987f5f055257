import type { MailKind, Settings } from "../settings.ts";
import type { TracedLink } from "./trace.ts";

/** What a one-time link opens now. Its names are those of the HTTP API; times are RFC 3339, UTC. */
export interface LinkState {
  kind: MailKind;
  /** Where it was sent. */
  to: string;
  /** The account's address now; absent when there is no such account. */
  email?: string;
  user_id?: string;
  /** The address in the mail; absent when its mail is not in the outbox. */
  link?: string;
  mail_id?: string;
  sent_at?: string;
  /** When a link that is still on file dies by its age; absent for one that is not. */
  expires_at?: string;
  state: "works" | "expired" | "used" | "replaced" | "dead";
  /** The state in words. */
  reason: string;
}

export interface Judged {
  state: LinkState["state"];
  /** RFC 3339, or "never"; absent for a link that is not on file. */
  expiresAt: string | undefined;
}

interface Surroundings {
  settings: Settings;
  /** Milliseconds. */
  now: number;
}

/** What `/verify`, or `PUT /user` for an e-mail change, would make of a link now. */
export function stateOf(traced: TracedLink, { settings, now }: Surroundings): Judged {
  if (!traced.isOnFile) return { state: endOf(traced), expiresAt: undefined };
  const end = endOfLife(traced, settings);
  if (end === undefined) return { state: "works", expiresAt: "never" };
  return { state: now > end ? "expired" : "works", expiresAt: new Date(end).toISOString() };
}

function endOf({ mail, successor }: TracedLink): LinkState["state"] {
  if (mail?.ended?.how === "used" || mail?.ended?.how === "replaced") return mail.ended.how;
  return mail?.ended === undefined && successor !== undefined ? "replaced" : "dead";
}

/** The last moment, in milliseconds; undefined where upstream measures from a time that was never set. */
function endOfLife({ kind, user }: TracedLink, { mailer }: Settings): number | undefined {
  if (!user) return undefined;
  const { confirmation_sent_at, recovery_sent_at, email_change_sent_at, invited_at } = user;
  if (kind === "recovery") return endsAt(recovery_sent_at, mailer.recoveryMaxAge);
  if (kind === "email_change") return endsAt(email_change_sent_at, mailer.confirmationMaxAge);
  return endsAt(confirmation_sent_at, invited_at === undefined ? mailer.confirmationMaxAge : mailer.inviteMaxAge);
}

function endsAt(sentSeconds: number | undefined, maxAge: number): number | undefined {
  return sentSeconds === undefined ? undefined : sentSeconds * 1000 + maxAge;
}
