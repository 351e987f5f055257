import type { MailKind } from "../settings.ts";

/** The one-time link that a mail carries. */
export interface MailedLink {
  kind: MailKind;
  token: string;
  user_id: string;
}

/** Why a link opens nothing any more. "replaced" is followed by the kind of the mail that took its place. */
export type LinkEnding =
  | { how: "used" }
  | { how: "replaced"; by: MailKind }
  | { how: "recovered" | "confirmed" | "provider" | "autoconfirm" | "deleted" | "cleared" };
export type LinkEnd = LinkEnding & { at: string };

/** A mail as the outbox keeps it; `links` are the addresses a reader could follow. */
export interface Mail {
  id: string;
  to: string[];
  from: string;
  subject: string;
  html: string;
  links: string[];
  sent_at: string;
  /** Absent in mails of an outbox from before this was kept. */
  link?: MailedLink;
  ended?: LinkEnd;
}

export interface MailTable {
  /** Oldest first. */
  list(): readonly Mail[];
  insert(mail: Mail): void;
  /** The link with this token opens nothing any more. */
  end(token: string, ended: LinkEnd): void;
  clear(): void;
}

const MAX_KEPT = 5000;

/** The newest 5,000 mails. */
export function createMailTable(): MailTable {
  const mails: Mail[] = [];
  return {
    list: () => mails,
    insert(mail) {
      mails.push(mail);
      if (mails.length > MAX_KEPT) mails.shift();
    },
    end(token, ended) {
      const place = mails.findLastIndex(({ link }) => link?.token === token);
      const mail = mails[place];
      if (mail) mails[place] = { ...mail, ended };
    },
    clear() {
      mails.length = 0;
    },
  };
}
