import type { DeskConfigInput } from "#lib/server/desk-config.ts";

/** Policy of this site that is no secret. Secrets and owners come from the environment; lib/server/desk-config.ts says what each key means. */
export const deskConfig: DeskConfigInput = {
  appRoles: [
    { name: "member", description: "Reads what is for members", lowestRank: "support" },
    { name: "subscriber", description: "Gets the newsletter and the archive", lowestRank: "support" },
    { name: "editor", description: "Writes and publishes pages" },
    { name: "billing", description: "Sees and pays invoices" },
  ],
  directories: {
    http: {
      name: "the legacy system",
      known: "found",
      outsideId: "person.id",
      email: "person.email",
      evidence: { Name: "person.name" },
    },
  },
  whenUnavailable: { signup: "block", invite: "block", create: "block" },
  keepDays: { stoppedSignups: 400, signIns: 400 },
  refusals: {
    // The schema's default is false, for a reason tells a stranger who is in the directory. This demo exists to show reasons.
    reveal: true,
    memoryMinutes: 10,
    wording: {
      known: {
        title: "You already have an account with us",
        message:
          "This address is known in our existing member system, so a second account was not made. Sign in there with the same address; we move accounts over group by group.",
        next: { label: "Write to support", href: "mailto:support@example.com" },
      },
      unavailable: {
        title: "We could not check your address",
        message:
          "Before an account is made we look whether you already have one, and that system does not answer. Nothing was created. Please try again in a few minutes.",
      },
      blocked: {
        title: "This address cannot be used",
        message: "Enter a plain address like name@example.org, without a name or blanks around it.",
      },
      neutral: {
        title: "We could not create this account",
        message: "Nothing was created. If you think you already have an account, sign in or ask our support.",
        next: { label: "Write to support", href: "mailto:support@example.com" },
      },
    },
  },
};
