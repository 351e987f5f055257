import { randomBytes } from "node:crypto";
import { type Environment, readSettings, SettingsError, type SettingsReader } from "./settings-reader.ts";
import { eventsNobodyHears, namesWithoutEffect } from "./settings-warnings.ts";

export type MailKind = "invite" | "confirmation" | "recovery" | "email_change";
export type ProviderName = "bitbucket" | "github" | "gitlab" | "google" | "facebook";

export interface ProviderSettings {
  enabled: boolean;
  clientId: string;
  secret: string;
  redirectUri: string;
  /** Replaces the provider's hosts; empty: the real ones. */
  url: string;
}

/** GoTrue's configuration. Ages and frequencies in milliseconds, JWT and cookie lifetimes in seconds. */
export interface Settings {
  siteUrl: string;
  /** A page of another origin that gotrue-js runs on; it may send what gotrue-js sends. Set by `--site` only. */
  friendlyOrigin: string | undefined;
  operatorToken: string;
  disableSignup: boolean;
  requestIdHeader: string;
  exportSecret: string;
  rateLimitHeader: string;
  jwt: {
    secret: string;
    lifetime: number;
    aud: string;
    adminGroup: string;
    defaultGroup: string;
    refreshLifetime: number;
  };
  cookie: { key: string; duration: number };
  smtp: {
    /** Empty: any non-empty address is accepted, as GoTrue does without a mail server. */
    host: string;
    adminEmail: string;
    maxFrequency: number;
  };
  mailer: {
    autoconfirm: boolean;
    confirmationMaxAge: number;
    inviteMaxAge: number;
    recoveryMaxAge: number;
    subjects: Record<MailKind, string>;
    templates: Record<MailKind, string>;
    urlPaths: Record<MailKind, string>;
  };
  external: {
    emailDisabled: boolean;
    redirectUrl: string;
    saml: { enabled: boolean; name: string };
    providers: Record<ProviderName, ProviderSettings>;
  };
  webhook: { url: string; secret: string; attempts: number; timeoutSeconds: number; events: string[] };
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

const SUBJECTS: Record<MailKind, string> = {
  invite: "You have been invited",
  confirmation: "Confirm Your Signup",
  recovery: "Reset Your Password",
  email_change: "Confirm Email Change",
};

/** Settings by GoTrue's names. Throws SettingsError for a value GoTrue could not read; what it would ignore is a warning. */
export function parseSettings(env: Environment): { settings: Settings; warnings: string[] } {
  const read = readSettings(env);
  const settings: Settings = {
    siteUrl: readAddress(read, "GOTRUE_SITE_URL", "http://localhost:8888"),
    friendlyOrigin: undefined,
    operatorToken: read.text("GOTRUE_OPERATOR_TOKEN") || randomSecret(),
    disableSignup: read.flag("GOTRUE_DISABLE_SIGNUP"),
    requestIdHeader: read.text("REQUEST_ID_HEADER"),
    exportSecret: read.text("GOTRUE_API_EXPORT_SECRET"),
    rateLimitHeader: read.text("GOTRUE_RATE_LIMIT_HEADER"),
    jwt: readJwt(read),
    cookie: {
      key: read.text("GOTRUE_COOKIE_KEY", "nf_jwt"),
      duration: read.whole("GOTRUE_COOKIE_DURATION", 0) || 86400,
    },
    smtp: {
      host: read.text("GOTRUE_SMTP_HOST"),
      adminEmail: read.text("GOTRUE_SMTP_ADMIN_EMAIL"),
      maxFrequency: read.duration("GOTRUE_SMTP_MAX_FREQUENCY", 15 * MINUTE) || 15 * MINUTE,
    },
    mailer: readMailer(read),
    external: readExternal(read),
    webhook: {
      url: read.text("GOTRUE_WEBHOOK_URL"),
      secret: read.text("GOTRUE_WEBHOOK_SECRET"),
      attempts: read.whole("GOTRUE_WEBHOOK_RETRIES", 0) || 3,
      timeoutSeconds: Math.max(0, read.whole("GOTRUE_WEBHOOK_TIMEOUTSEC", 0)) || 5,
      events: read.list("GOTRUE_WEBHOOK_EVENTS"),
    },
  };
  const saml = settings.external.saml.enabled ? ["GOTRUE_EXTERNAL_SAML_ENABLED: SAML is not supported"] : [];
  const warnings = [...saml, ...eventsNobodyHears(settings.webhook), ...namesWithoutEffect(env, read.asked())];
  return { settings, warnings };
}

/** The environment of this process; nothing else in this folder reads it. */
export function processEnvironment(): Environment {
  // biome-ignore lint/style/noProcessEnv: the one reader of the environment in netlify/identity
  return process.env;
}

export function randomSecret(): string {
  return randomBytes(32).toString("hex");
}

function readAddress(read: SettingsReader, name: string, fallback: string): string {
  const text = read.text(name, fallback);
  if (URL.canParse(text)) return text;
  throw new SettingsError(`${name} is "${text}": give a whole address, like ${fallback}`);
}

function readJwt(read: SettingsReader): Settings["jwt"] {
  return {
    secret: read.text("GOTRUE_JWT_SECRET") || randomSecret(),
    lifetime: read.whole("GOTRUE_JWT_EXP", 0) || 3600,
    aud: read.text("GOTRUE_JWT_AUD"),
    adminGroup: read.text("GOTRUE_JWT_ADMIN_GROUP_NAME") || "admin",
    defaultGroup: read.text("GOTRUE_JWT_DEFAULT_GROUP_NAME"),
    refreshLifetime: read.whole("GOTRUE_JWT_REFRESH_TOKEN_LIFETIME", 0) || 2_592_000,
  };
}

function readMailer(read: SettingsReader): Settings["mailer"] {
  return {
    autoconfirm: read.flag("GOTRUE_MAILER_AUTOCONFIRM"),
    confirmationMaxAge: read.duration("GOTRUE_MAILER_CONFIRMATION_MAX_AGE", 24 * HOUR) || 24 * HOUR,
    inviteMaxAge: read.duration("GOTRUE_MAILER_INVITE_MAX_AGE", 168 * HOUR) || 168 * HOUR,
    recoveryMaxAge: read.duration("GOTRUE_MAILER_RECOVERY_MAX_AGE", 24 * HOUR) || 24 * HOUR,
    subjects: eachMail((kind) => read.text(`GOTRUE_MAILER_SUBJECTS_${kind.toUpperCase()}`) || SUBJECTS[kind]),
    templates: eachMail((kind) => read.text(`GOTRUE_MAILER_TEMPLATES_${kind.toUpperCase()}`)),
    urlPaths: eachMail((kind) => read.text(`GOTRUE_MAILER_URLPATHS_${kind.toUpperCase()}`) || "/"),
  };
}

function eachMail(read: (kind: MailKind) => string): Record<MailKind, string> {
  return {
    invite: read("invite"),
    confirmation: read("confirmation"),
    recovery: read("recovery"),
    email_change: read("email_change"),
  };
}

function readExternal(read: SettingsReader): Settings["external"] {
  const provider = (name: ProviderName): ProviderSettings => {
    const prefix = `GOTRUE_EXTERNAL_${name.toUpperCase()}`;
    return {
      enabled: read.flag(`${prefix}_ENABLED`),
      clientId: read.text(`${prefix}_CLIENT_ID`),
      secret: read.text(`${prefix}_SECRET`),
      redirectUri: read.text(`${prefix}_REDIRECT_URI`),
      url: read.text(`${prefix}_URL`),
    };
  };
  return {
    emailDisabled: read.flag("GOTRUE_EXTERNAL_EMAIL_DISABLED"),
    redirectUrl: read.text("GOTRUE_EXTERNAL_REDIRECTURL"),
    saml: { enabled: read.flag("GOTRUE_EXTERNAL_SAML_ENABLED"), name: read.text("GOTRUE_EXTERNAL_SAML_NAME") },
    providers: {
      bitbucket: provider("bitbucket"),
      github: provider("github"),
      gitlab: provider("gitlab"),
      google: provider("google"),
      facebook: provider("facebook"),
    },
  };
}
