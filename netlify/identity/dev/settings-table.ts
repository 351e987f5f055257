import type { Settings } from "../settings.ts";
import { type Html, html } from "./html.ts";

interface SettingRow {
  name: string;
  value: string;
}

/** What the Identity goes by, under GoTrue's names. Of a secret only that it is there, and how long it is. */
export function settingRows(settings: Readonly<Settings>): SettingRow[] {
  const { jwt, smtp, mailer, cookie, webhook } = settings;
  return [
    row("GOTRUE_SITE_URL", settings.siteUrl),
    row("GOTRUE_DISABLE_SIGNUP", settings.disableSignup),
    row("GOTRUE_OPERATOR_TOKEN", hidden(settings.operatorToken)),
    row("GOTRUE_API_EXPORT_SECRET", hidden(settings.exportSecret)),
    row("GOTRUE_RATE_LIMIT_HEADER", settings.rateLimitHeader),
    row("GOTRUE_JWT_SECRET", hidden(jwt.secret)),
    row("GOTRUE_JWT_EXP", seconds(jwt.lifetime)),
    row("GOTRUE_JWT_REFRESH_TOKEN_LIFETIME", seconds(jwt.refreshLifetime)),
    row("GOTRUE_JWT_AUD", jwt.aud),
    row("GOTRUE_JWT_DEFAULT_GROUP_NAME", jwt.defaultGroup),
    row("GOTRUE_JWT_ADMIN_GROUP_NAME", jwt.adminGroup),
    row("GOTRUE_COOKIE_KEY", cookie.key),
    row("GOTRUE_COOKIE_DURATION", seconds(cookie.duration)),
    row("GOTRUE_SMTP_HOST", smtp.host),
    row("GOTRUE_SMTP_ADMIN_EMAIL", smtp.adminEmail),
    row("GOTRUE_SMTP_MAX_FREQUENCY", goDuration(smtp.maxFrequency)),
    row("GOTRUE_MAILER_AUTOCONFIRM", mailer.autoconfirm),
    row("GOTRUE_MAILER_CONFIRMATION_MAX_AGE", goDuration(mailer.confirmationMaxAge)),
    row("GOTRUE_MAILER_INVITE_MAX_AGE", goDuration(mailer.inviteMaxAge)),
    row("GOTRUE_MAILER_RECOVERY_MAX_AGE", goDuration(mailer.recoveryMaxAge)),
    ...mailRows(mailer),
    ...externalRows(settings.external),
    row("GOTRUE_WEBHOOK_URL", withoutPassword(webhook.url)),
    row("GOTRUE_WEBHOOK_SECRET", hidden(webhook.secret)),
    row("GOTRUE_WEBHOOK_RETRIES", String(webhook.attempts)),
    row("GOTRUE_WEBHOOK_TIMEOUTSEC", String(webhook.timeoutSeconds)),
    row("GOTRUE_WEBHOOK_EVENTS", webhook.events.join(",")),
  ];
}

/** The same as a table for people. */
export function settingsTable(settings: Readonly<Settings>): Html {
  const line = ({ name, value }: SettingRow) =>
    html`<dt><code>${name}</code></dt><dd>${value === "" ? html`<span class="soft">empty</span>` : value}</dd>`;
  return html`<dl class="wide">${settingRows(settings).map(line)}</dl>`;
}

function mailRows({ subjects, templates, urlPaths }: Settings["mailer"]): SettingRow[] {
  const kinds = ["invite", "confirmation", "recovery", "email_change"] as const;
  return kinds.flatMap((kind) => [
    row(`GOTRUE_MAILER_SUBJECTS_${kind.toUpperCase()}`, subjects[kind]),
    row(`GOTRUE_MAILER_TEMPLATES_${kind.toUpperCase()}`, templates[kind]),
    row(`GOTRUE_MAILER_URLPATHS_${kind.toUpperCase()}`, urlPaths[kind]),
  ]);
}

function externalRows({ emailDisabled, redirectUrl, providers }: Settings["external"]): SettingRow[] {
  const each = Object.entries(providers).flatMap(([name, { enabled, clientId, secret, url }]) => {
    const prefix = `GOTRUE_EXTERNAL_${name.toUpperCase()}`;
    const rest = [
      row(`${prefix}_CLIENT_ID`, clientId),
      row(`${prefix}_SECRET`, hidden(secret)),
      row(`${prefix}_URL`, withoutPassword(url)),
    ];
    return [row(`${prefix}_ENABLED`, enabled), ...(enabled ? rest : [])];
  });
  return [
    row("GOTRUE_EXTERNAL_EMAIL_DISABLED", emailDisabled),
    row("GOTRUE_EXTERNAL_REDIRECTURL", redirectUrl),
    ...each,
  ];
}

function row(name: string, value: string | boolean): SettingRow {
  return { name, value: String(value) };
}

function hidden(secret: string): string {
  return secret === "" ? "" : `hidden, ${secret.length} characters`;
}

/** An address may carry a name and a password. */
function withoutPassword(address: string): string {
  if (!URL.canParse(address)) return address;
  const url = new URL(address);
  if (url.password === "") return address;
  url.password = "hidden";
  return url.href;
}

function seconds(count: number): string {
  return `${count} s`;
}

/** As Go writes it: `1h30m`, `15m`, `168h`. */
function goDuration(ms: number): string {
  const parts = [
    [Math.floor(ms / 3_600_000), "h"],
    [Math.floor(ms / 60_000) % 60, "m"],
    [(ms / 1000) % 60, "s"],
  ] as const;
  const text = parts.map(([count, unit]) => (count === 0 ? "" : `${count}${unit}`)).join("");
  return text === "" ? "0s" : text;
}
