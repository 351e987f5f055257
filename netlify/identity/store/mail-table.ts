/** A mail as the outbox keeps it; `links` are the addresses a reader could follow. */
export interface Mail {
  id: string;
  to: string[];
  from: string;
  subject: string;
  html: string;
  links: string[];
  sent_at: string;
}

export interface MailTable {
  /** Oldest first. */
  list(): readonly Mail[];
  insert(mail: Mail): void;
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
    clear() {
      mails.length = 0;
    },
  };
}
