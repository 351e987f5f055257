import { isPrivateHost } from "./gotrue-address.mjs";

export interface RemoteFacts {
  /** Of the GoTrue. */
  gotrueUrl: string;
  /** `http://localhost:<port>` */
  url: string;
  publicUrl: string | undefined;
  /** Path under which the pages live, "" or "/desk". */
  base: string;
  eventsUrl: string;
  events: readonly string[];
  hasWebhookSecret: boolean;
  hasOwners: boolean;
  /** The stand-in is asked whether it knows somebody. */
  hasDemoDirectory: boolean;
  secretsAreOne: boolean;
}

const MAILS = ["INVITE", "CONFIRMATION", "RECOVERY", "EMAIL_CHANGE"];
/** As GoTrue's own documentation lists them. */
const ORDER = ["validate", "signup", "login", "usermodified", "userdeleted"];

function settingsOf({ url, publicUrl, base, eventsUrl, events, hasWebhookSecret }: RemoteFacts): string[] {
  const paths = MAILS.map((mail) => `GOTRUE_MAILER_URLPATHS_${mail}=${base}/`);
  const secret = hasWebhookSecret ? "(the same as here)" : "(the same as GOTRUE_JWT_SECRET)";
  return [
    `GOTRUE_SITE_URL=${publicUrl ?? url}`,
    `GOTRUE_WEBHOOK_URL=${eventsUrl}`,
    `GOTRUE_WEBHOOK_SECRET=${secret}`,
    `GOTRUE_WEBHOOK_EVENTS=${ORDER.filter((event) => events.includes(event)).join(",")}`,
    ...paths,
  ];
}

function notesOn(facts: RemoteFacts): string[] {
  const { url, publicUrl, hasWebhookSecret, hasOwners, hasDemoDirectory, secretsAreOne } = facts;
  const notes: string[] = [];
  if (!hasOwners) {
    notes.push(
      "DESK_OWNERS is not set, so nobody can use the desk yet: stop, and start again with DESK_OWNERS=you@example.com (your own account there).",
    );
  }
  if (isPrivateHost(new URL(publicUrl ?? url).hostname)) {
    notes.push(
      "A stock GoTrue calls no address of this machine or of a private network: sign-ups there would fail with 502. Give --public-url an address that it reaches.",
    );
  }
  if (!hasWebhookSecret) {
    notes.push(
      "GOTRUE_WEBHOOK_SECRET is not set here, so events have to be signed with GOTRUE_JWT_SECRET. A secret of its own, here and there, is better.",
    );
  }
  if (hasDemoDirectory) {
    notes.push(
      "Sign-ups are checked against the demo directory. Set DESK_DIRECTORY_HTTP_URL to ask your own, or add --directory none.",
    );
  }
  if (secretsAreOne) {
    notes.push("GOTRUE_OPERATOR_TOKEN and GOTRUE_JWT_SECRET are the same text. Give your GoTrue two different ones.");
  }
  return notes;
}

/** What a person sees who has started us in front of a GoTrue that runs elsewhere: where to go, and what GoTrue must be told. */
export function remoteBanner(facts: RemoteFacts): string[] {
  const { gotrueUrl, url, publicUrl, base } = facts;
  return [
    "",
    `  Identity      ${gotrueUrl} (runs elsewhere: its people are real)`,
    `  Dashboard     ${publicUrl ?? url}${base}/`,
    `  Sign-up page  ${publicUrl ?? url}${base}/sign-up`,
    ...(publicUrl === undefined ? [] : [`  Bring it to   ${url}`]),
    "",
    "  Your GoTrue needs these settings",
    ...settingsOf(facts).map((line) => `    ${line}`),
    ...notesOn(facts).flatMap((note) => ["", `  ${note}`]),
    "",
  ];
}
