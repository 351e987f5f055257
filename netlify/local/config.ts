// biome-ignore-all lint/style/noProcessEnv: the one reader of the environment in this root.

import { createHash } from "node:crypto";
import { deployedSign } from "#netlify/identity/deployed.ts";

/** The person's environment, without what is not set. */
export function ownEnvironment(): Record<string, string> {
  const entries = Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return Object.fromEntries(entries);
}

/** The path under which the built pages live; the bundler puts it in. */
export function builtBase(): string {
  return (process.env.DESK_BASE ?? "").replace(/\/+$/, "");
}

/** @throws where something deployed runs: the local Netlify hands out operator rights and known passwords. */
export function refuseProduction(env: Record<string, string | undefined> = process.env): void {
  if (env.NODE_ENV === "production") {
    throw new Error(
      "This is the local stand-in for Netlify and does not start with NODE_ENV=production. Unset NODE_ENV.",
    );
  }
  const sign = deployedSign(env);
  if (sign === undefined) return;
  throw new Error(
    `${sign}. This is the local stand-in for Netlify and does not start there. Unset that variable if this is your own machine.`,
  );
}

export interface Secrets {
  /** Keys the tokens and the signatures of the local Identity. */
  jwt: string;
  /** DESK_SECRET. */
  desk: string;
  /** Opens the local Blobs server. */
  blobs: string;
}

export interface FunctionsEnvironment {
  given: Record<string, string>;
  deskSecret: string;
  /** Keys the signatures of the deliveries that functions get. */
  eventKey: string;
  siteUrl: string;
  siteId: string;
  directoryUrl: string | undefined;
  directoryHeader: string;
}

/** What functions read: Netlify's own variables, then the desk's, where the person has not set them. */
export function functionsEnvironment(facts: FunctionsEnvironment): Record<string, string> {
  const { given, deskSecret, eventKey, siteUrl, siteId, directoryUrl, directoryHeader } = facts;
  const standIn = { DESK_DIRECTORY_HTTP_URL: directoryUrl ?? "", DESK_DIRECTORY_HTTP_HEADER: directoryHeader };
  const directory = directoryUrl === undefined || given.DESK_DIRECTORY_HTTP_URL !== undefined ? {} : standIn;
  return {
    DESK_SECRET: deskSecret,
    DESK_CRON_SECRET: createHash("sha256").update(`schedule ${deskSecret}`).digest("hex"),
    ...directory,
    ...given,
    IDENTITY_WEBHOOK_SECRET: eventKey,
    URL: siteUrl,
    SITE_ID: siteId,
    SITE_NAME: "identity-desk-local",
    NETLIFY_LOCAL: "true",
  };
}

/** GoTrue's settings of the local Identity; what the person sets wins. */
export function identityEnvironment(
  given: Record<string, string>,
  siteUrl: string,
  secret: string,
): Record<string, string> {
  // A desk below a path has the root to itself only on a laptop: there its links must land below the path, too.
  const landing = `${builtBase()}/`;
  return {
    GOTRUE_SITE_URL: siteUrl,
    GOTRUE_JWT_SECRET: secret,
    // Without a mail host GoTrue takes any text for an address. Netlify has one; here mails stay in the mailbox.
    GOTRUE_SMTP_HOST: "localhost",
    GOTRUE_SMTP_ADMIN_EMAIL: "no-reply@example.com",
    GOTRUE_MAILER_URLPATHS_INVITE: landing,
    GOTRUE_MAILER_URLPATHS_CONFIRMATION: landing,
    GOTRUE_MAILER_URLPATHS_RECOVERY: landing,
    GOTRUE_MAILER_URLPATHS_EMAIL_CHANGE: landing,
    ...given,
  };
}

/** The settings for the Identity among the person's environment. */
export function gotrueSettings(env: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter(([name]) => name.startsWith("GOTRUE_")));
}
