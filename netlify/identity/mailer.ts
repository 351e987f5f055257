import { randomUUID } from "node:crypto";
import { GoError } from "./go/error.ts";
import { parseAddress } from "./go/mail-address.ts";
import { renderTemplate, type TemplateData } from "./go/template.ts";
import { resolveReference } from "./go/url-reference.ts";
import { messageOf } from "./http/errors.ts";
import { defaultTemplate } from "./mail-templates.ts";
import type { User } from "./models/user.ts";
import type { MailKind, Settings } from "./settings.ts";
import type { Mail } from "./store/mail-table.ts";
import type { Store } from "./store/store.ts";
import type { Transaction } from "./store/transaction.ts";

export interface MailRequest {
  kind: MailKind;
  user: User;
  token: string;
  /** Where it goes: the account's address, or the new one it wants. */
  to: string;
}

export interface Mailer {
  /** Throws GoError for an address a mail server would refuse; without one configured everything passes. */
  validate(address: string): void;
  /** Writes a mail; it is sent when the caller hands it to `deliver`. Throws if it cannot be written or addressed. */
  compose(request: MailRequest): Promise<Mail>;
  deliver(mail: Mail, tx: Transaction): void;
  list(filter?: { to?: string }): Mail[];
  clear(): void;
}

const FALLBACK_SENDER = "identity@localhost";
const TEMPLATE_TIMEOUT_MS = 5000;
const FRAGMENTS: Record<MailKind, string> = {
  invite: "invite_token",
  confirmation: "confirmation_token",
  recovery: "recovery_token",
  email_change: "email_change_token",
};

interface MailerOptions {
  settings: Settings;
  /** Keeps the outbox. */
  store: Store;
  now: () => number;
  log: (line: string) => void;
}

export function createMailer({ settings, store, now, log }: MailerOptions): Mailer {
  return {
    validate(address) {
      if (settings.smtp.host !== "") parseAddress(address);
    },
    async compose({ kind, user, token, to }) {
      const data = templateData(settings, { kind, user, token, to });
      const html = await renderBody({ settings, log }, kind, data);
      return {
        id: randomUUID(),
        to: [recipient(settings, to)],
        from: settings.smtp.adminEmail || FALLBACK_SENDER,
        subject: renderTemplate(settings.mailer.subjects[kind], data),
        html,
        links: linksOf(html),
        sent_at: new Date(now()).toISOString(),
        link: { kind, token, user_id: user.id },
      };
    },
    deliver(mail, tx) {
      tx.insertMail(mail);
      const line = `mail to ${mail.to.join(", ")}: ${mail.subject}`.replace(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " ");
      tx.afterCommit(() => log(line));
    },
    list({ to } = {}) {
      return store
        .mails()
        .list()
        .filter((mail) => to === undefined || mail.to.includes(to));
    },
    clear: store.clearMails,
  };
}

/** A path is resolved against the site, which loses its own path; the token goes into the fragment. Throws for no path. */
function mailLink(siteUrl: string, path: string, fragment: string): string {
  const page = resolveReference(siteUrl, path);
  if (page === undefined) throw new Error(`the path "${path}" for links in mails cannot be read`);
  return `${page}#${fragment}`;
}

function templateData(settings: Settings, { kind, user, token, to }: MailRequest): TemplateData {
  const fragment = `${FRAGMENTS[kind]}=${token}`;
  return {
    SiteURL: settings.siteUrl,
    ConfirmationURL: mailLink(settings.siteUrl, settings.mailer.urlPaths[kind], fragment),
    Email: user.email,
    NewEmail: kind === "email_change" ? to : "",
    Token: token,
    Data: user.user_metadata ?? new Map(),
  };
}

/** The site's own template if it has one; upstream falls back to the default without a word, here the log has one. */
async function renderBody(
  { settings, log }: Pick<MailerOptions, "settings" | "log">,
  kind: MailKind,
  data: TemplateData,
) {
  const path = settings.mailer.templates[kind];
  if (path === "") return renderTemplate(defaultTemplate(kind), data);
  try {
    return renderTemplate(await fetchTemplate(settings.siteUrl, path), data);
  } catch (error) {
    log(`mail template ${path}: ${messageOf(error)}; the default one is used`);
    return renderTemplate(defaultTemplate(kind), data);
  }
}

/** Only from the site itself: scheme and host of a full address are not looked at. */
async function fetchTemplate(siteUrl: string, path: string): Promise<string> {
  const local = path.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/]*/i, "");
  const response = await fetch(new URL(local, siteUrl), { signal: AbortSignal.timeout(TEMPLATE_TIMEOUT_MS) });
  if (!response.ok) throw new Error(`the site answered ${response.status}`);
  return response.text();
}

/** The bare address; what a mail server could not be given throws, where one is configured. */
function recipient(settings: Settings, address: string): string {
  try {
    return parseAddress(address);
  } catch (error) {
    if (settings.smtp.host !== "" || !(error instanceof GoError)) throw error;
    return address;
  }
}

function linksOf(html: string): string[] {
  return [...html.matchAll(/\bhref="([^"]*)"/gi)].map(([, address = ""]) => unescapeHtml(address));
}

function unescapeHtml(text: string): string {
  const names: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"' };
  return text.replace(/&(?:#(\d+)|(amp|lt|gt|quot));/g, (_, code?: string, name?: string) =>
    code === undefined ? (names[name ?? ""] ?? "") : String.fromCodePoint(Number(code)),
  );
}
