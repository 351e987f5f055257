import { createHmac } from "node:crypto";
import type { ProviderName, ProviderSettings } from "./settings.ts";

/** What a provider tells of a person. */
export interface ProvidedUser {
  emails: ProvidedEmail[];
  /** `full_name`, `avatar_url`, `slug`; empty where the provider has none. */
  metadata: Record<string, string>;
}
export interface ProvidedEmail {
  email: string;
  verified: boolean;
  primary: boolean;
}

/** Reads a profile address with the person's token. Throws for anything but JSON of a 2xx. */
export type ReadProfile = (url: string) => Promise<unknown>;

export interface Provider {
  authorizeUrl: string;
  tokenUrl: string;
  scope: string;
  userOf(read: ReadProfile, accessToken: string): Promise<ProvidedUser>;
}

/** Where people sign in for real. Most of them serve profiles from another host. */
const REAL_HOSTS: Record<ProviderName, string> = {
  bitbucket: "https://bitbucket.org",
  github: "https://github.com",
  gitlab: "https://gitlab.com",
  google: "https://accounts.google.com",
  facebook: "https://www.facebook.com",
};

/** Addresses and profile of a provider at `url`, which takes the place of all its hosts; its own name means the real ones. */
export function providerOf(name: ProviderName, { url, secret }: Pick<ProviderSettings, "url" | "secret">): Provider {
  const base = url.replace(/\/$/, "");
  return PROVIDERS[name](base === REAL_HOSTS[name] ? "" : base, secret);
}

const PROVIDERS: Record<ProviderName, (base: string, secret: string) => Provider> = {
  bitbucket,
  github,
  gitlab,
  google,
  facebook,
};

function github(base: string): Provider {
  const host = base || REAL_HOSTS.github;
  const api = base === "" || base.endsWith("api.github.com") ? base || "https://api.github.com" : `${base}/api/v3`;
  return {
    authorizeUrl: `${host}/login/oauth/authorize`,
    tokenUrl: `${host}/login/oauth/access_token`,
    scope: "user:email",
    async userOf(read) {
      const user = await read(`${api}/user`);
      const emails = list(await read(`${api}/user/emails`)).map((entry) => ({
        email: text(entry, "email"),
        verified: flag(entry, "verified"),
        primary: flag(entry, "primary"),
      }));
      return { emails, metadata: { full_name: text(user, "name"), avatar_url: text(user, "avatar_url") } };
    },
  };
}

/** The list says nothing of its addresses, so only that of the profile can count as verified. */
function gitlab(base: string): Provider {
  const host = base || REAL_HOSTS.gitlab;
  return {
    authorizeUrl: `${host}/oauth/authorize`,
    tokenUrl: `${host}/oauth/token`,
    scope: "read_user",
    async userOf(read) {
      const user = await read(`${host}/api/v4/user`);
      const others = list(await read(`${host}/api/v4/user/emails`)).map((entry) => text(entry, "email"));
      const emails = others.map((email) => ({ email, verified: false, primary: false }));
      const email = text(user, "email");
      if (email !== "") emails.push({ email, verified: text(user, "confirmed_at") !== "", primary: true });
      return { emails, metadata: { full_name: text(user, "name"), avatar_url: text(user, "avatar_url") } };
    },
  };
}

function google(base: string): Provider {
  const host = base || REAL_HOSTS.google;
  return {
    authorizeUrl: `${host}/o/oauth2/auth`,
    tokenUrl: `${host}/o/oauth2/token`,
    scope: "email profile",
    async userOf(read) {
      const user = await read(`${base || "https://www.googleapis.com"}/userinfo/v2/me`);
      return {
        emails: single(text(user, "email"), flag(user, "verified_email")),
        metadata: { full_name: text(user, "name"), avatar_url: text(user, "picture") },
      };
    },
  };
}

/** Every address counts as verified. The proof binds the token to the app's secret. */
function facebook(base: string, secret: string): Provider {
  const graph = base || "https://graph.facebook.com";
  return {
    authorizeUrl: `${base || REAL_HOSTS.facebook}/dialog/oauth`,
    tokenUrl: `${graph}/oauth/access_token`,
    scope: "email",
    async userOf(read, accessToken) {
      const proof = createHmac("sha256", secret).update(accessToken).digest("hex");
      const fields = "email,first_name,last_name,name,picture";
      const user = await read(`${graph}/me?fields=${fields}&appsecret_proof=${proof}`);
      const full_name = `${text(user, "first_name")} ${text(user, "last_name")}`.trim();
      const avatar_url = text(user, "picture", "data", "url");
      return {
        emails: single(text(user, "email"), true),
        metadata: { full_name, avatar_url, slug: text(user, "name") },
      };
    },
  };
}

/** Bitbucket puts the picture below `links`; upstream looks for it beside the name. */
function bitbucket(base: string): Provider {
  const host = base || REAL_HOSTS.bitbucket;
  const api = `${base || "https://api.bitbucket.org"}/2.0`;
  return {
    authorizeUrl: `${host}/site/oauth2/authorize`,
    tokenUrl: `${host}/site/oauth2/access_token`,
    scope: "account email",
    async userOf(read) {
      const user = await read(`${api}/user`);
      const { values } = record(await read(`${api}/user/emails`));
      const emails = list(values).map((entry) => ({
        email: text(entry, "email"),
        verified: flag(entry, "is_confirmed"),
        primary: flag(entry, "is_primary"),
      }));
      const metadata = { full_name: text(user, "display_name"), avatar_url: text(user, "avatar", "href") };
      return { emails, metadata };
    },
  };
}

function single(email: string, verified: boolean): ProvidedEmail[] {
  return email === "" ? [] : [{ email, verified, primary: true }];
}

/** Absent and null read as empty; any other type is an error, as it is to Go's decoder. */
function text(value: unknown, ...path: string[]): string {
  const found = path.reduce((at, key) => record(at)[key], value);
  if (found === undefined || found === null) return "";
  if (typeof found === "string") return found;
  throw new TypeError(`${path.join(".")} of the profile is no text`);
}

function flag(value: unknown, key: string): boolean {
  const found = record(value)[key];
  if (found === undefined || found === null) return false;
  if (typeof found === "boolean") return found;
  throw new TypeError(`${key} of the profile is neither true nor false`);
}

function list(value: unknown): unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw new TypeError("the provider's addresses are no list");
}

function record(value: unknown): Record<string, unknown> {
  if (value === undefined || value === null) return {};
  if (typeof value === "object" && !Array.isArray(value)) return value as Record<string, unknown>;
  throw new TypeError("the provider's profile is no object");
}
