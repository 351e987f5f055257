/** What Identity or the browser said no with, in words for the person who reads them. */
export class IdentityError extends Error {
  override name = "IdentityError";
  readonly reason: IdentityReason;

  constructor(reason: IdentityReason, message: string, cause?: unknown) {
    super(message, { cause });
    this.reason = reason;
  }
}

export type IdentityReason =
  | "wrong_password"
  | "not_confirmed"
  | "used_link"
  | "expired_link"
  | "password_wanted"
  | "refused_by_site"
  | "too_many"
  | "other_account"
  | "no_storage"
  | "unreachable"
  | "unexpected";

/** Texts of the server, told apart by what GoTrue writes (its answers have no codes). First match counts. */
const known: [pattern: RegExp, reason: IdentityReason, message: string][] = [
  [
    /No user found with that email, or password invalid/i,
    "wrong_password",
    "This e-mail address and password do not belong together.",
  ],
  [
    /Email not confirmed/i,
    "not_confirmed",
    "This address is not confirmed yet. Follow the link in the mail you got, or have a new one sent.",
  ],
  [
    /token expired/i,
    "expired_link",
    "Links in our mails work for a limited time only, and this one has expired. Have a new one sent.",
  ],
  [
    /^User not found$|Change Token didn't match/i,
    "used_link",
    "This link was used already, or a newer mail replaced it. If it did its work, sign in; else have a new one sent.",
  ],
  [/Invited users must specify a password/i, "password_wanted", "Choose a password to finish your account."],
  [
    /Failed to handle \w+ webhook|Failed to handle signup/i,
    "refused_by_site",
    "This site did not let the account in. Ask its support team for the reason.",
  ],
  [
    /rate limit/i,
    "too_many",
    "That was asked for a moment ago already. Look into your inbox and its spam folder, and wait 15 minutes before trying again.",
  ],
];

/** Turns whatever gotrue-js threw into an IdentityError. */
export function toIdentityError(error: unknown): IdentityError {
  if (error instanceof IdentityError) return error;
  const text = error instanceof Error ? error.message : "";
  const status = error instanceof Error && "status" in error ? error.status : undefined;
  const match = known.find(([pattern]) => pattern.test(text));
  if (match) return new IdentityError(match[1], match[2], error);
  if (status === 429) return new IdentityError("too_many", "Too many tries. Wait a few minutes and try again.", error);
  if (error instanceof DOMException) return noStorage(error);
  if (status === undefined) {
    return new IdentityError(
      "unreachable",
      "Identity could not be reached. Check your connection and try again.",
      error,
    );
  }
  return new IdentityError("unexpected", `Identity answered: ${text.slice(0, 200)}`, error);
}

export function noStorage(cause?: unknown): IdentityError {
  const message =
    "This browser does not let the page keep your session. Allow site data for this site, or leave private browsing, and try again.";
  return new IdentityError("no_storage", message, cause);
}
