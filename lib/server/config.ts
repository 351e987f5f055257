// biome-ignore-all lint/style/noProcessEnv: this is the one reader of the environment in lib/.
import * as z from "zod/mini";
import { deskConfig } from "#desk-config";
import { normaliseAddress } from "./address.ts";
import { type DeskConfig, parseDeskConfig } from "./desk-config.ts";
import { AppError } from "./errors.ts";

/**
 * Each setting is read and parsed when it is asked for, so that a bad directory address stops no login. Errors name the
 * variable, never its value.
 */
function setting<Schema extends z.ZodMiniType>(name: string, schema: Schema): z.output<Schema> {
  const value = process.env[name]?.trim();
  const parsed = schema.safeParse(value === "" ? undefined : value);
  if (parsed.success) return parsed.data;
  const wrong = value ? parsed.error.issues[0]?.message : "is not set";
  throw new AppError(
    "not_configured",
    `The environment variable ${name} ${wrong}. Set it in the site's settings and deploy again.`,
  );
}

const commaList = z.pipe(
  z.string(),
  z.transform((text: string) =>
    text
      .split(",")
      .map((part) => part.trim())
      .filter((part) => part !== ""),
  ),
);

const Owners = z.pipe(
  commaList,
  z.pipe(
    z.transform((parts: string[]) => parts.map(normaliseAddress)),
    z
      .array(z.string("must hold e-mail addresses, separated by commas"))
      .check(z.minLength(1, "must name at least one owner by e-mail address")),
  ),
);

/** Addresses of the owners, normalised. */
export function owners(): string[] {
  return setting("DESK_OWNERS", Owners);
}

const Secret = z.string().check(z.minLength(32, "is shorter than 32 characters"));

/** Keys the hashes of addresses. */
export function deskSecret(): string {
  return setting("DESK_SECRET", Secret);
}

/** What the schedule shows to our own endpoint, for it has no operator token of Identity. */
export function cronSecret(): string {
  return setting("DESK_CRON_SECRET", Secret);
}

/** The site's main address, which Netlify puts there. */
export function siteUrl(): string {
  return setting("URL", z.url("must be the address of the site")).replace(/\/+$/, "");
}

/** As `deskSecret`, for event functions, which go on without memory where it is missing. */
export function deskSecretIfSet(): string | undefined {
  return process.env.DESK_SECRET ? deskSecret() : undefined;
}

/** GoTrue's audience whose accounts this desk knows. */
export function audience(): string {
  return setting(
    "DESK_AUDIENCE",
    z._default(z.string().check(z.regex(/^[\x21-\x7e]*$/, "must be plain ASCII without blanks")), ""),
  );
}

/** Deploy contexts that may write besides published production. */
export function contextsAllowedToWrite(): string[] {
  return setting("DESK_ALLOW_WRITES", z._default(commaList, []));
}

/** The key of Identity's event signatures, where it can be known. */
export function webhookSecret(): string | undefined {
  return setting("IDENTITY_WEBHOOK_SECRET", z.optional(z.string()));
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host === "[::1]" || /^127(\.\d{1,3}){3}$/.test(host);
}

function isDirectoryUrl(template: string): boolean {
  const marker = "desk-email-goes-here";
  const example = template.replace("{email}", marker);
  if (!URL.canParse(example) || template.split("{email}").length !== 2) return false;
  const url = new URL(example);
  if (url.username || url.password || url.hash) return false;
  if (!url.pathname.includes(marker) && !url.search.includes(marker)) return false;
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url.hostname));
}

const DirectoryUrl = z
  .string()
  .check(
    z.refine(
      isDirectoryUrl,
      "must be an https: address (http: on this machine only) with {email} once in its path or query, without a password or a fragment",
    ),
  );

const DirectoryHeader = z.pipe(
  z.string().check(z.regex(/^[\w-]+: *[\x20-\x7e]+$/, "must be one header, like X-Api-Key: secret")),
  z.transform((line: string) => {
    const colon = line.indexOf(":");
    return { name: line.slice(0, colon), value: line.slice(colon + 1).trim() };
  }),
);

export interface HttpDirectorySettings {
  /** With `{email}` once. */
  url: string;
  header: { name: string; value: string } | undefined;
}

/** The generic HTTP directory, or undefined where there is none. */
export function httpDirectory(): HttpDirectorySettings | undefined {
  const url = setting("DESK_DIRECTORY_HTTP_URL", z.optional(DirectoryUrl));
  if (url === undefined) return undefined;
  return { url, header: setting("DESK_DIRECTORY_HTTP_HEADER", z.optional(DirectoryHeader)) };
}

let parsedPolicy: DeskConfig | undefined;

/** `desk.config.ts`, parsed once: it is part of the bundle and cannot change while it runs. */
export function policyFile(): DeskConfig {
  parsedPolicy ??= parseDeskConfig(deskConfig);
  return parsedPolicy;
}
