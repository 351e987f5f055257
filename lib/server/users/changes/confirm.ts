import { type Account, statusOf } from "#lib/server/account.ts";
import { AppError } from "#lib/server/errors.ts";
import { confirmAccount } from "#lib/server/gotrue/updates.ts";
import type { Kind } from "./kind.ts";

export type ConfirmFields = { confirmed: boolean };

/** Takes an address as proved although nobody followed its link. Identity has no way back. */
export const confirmKind: Kind<ConfirmFields, "users.confirm"> = {
  ridesInToken: false,
  read: (account) => ({ confirmed: account.confirmedAt !== undefined }),
  judge: ({ account }) => ({ action: "users.confirm", effect: { email: account.email } }),
  check({ after }) {
    if (after.confirmed) return undefined;
    throw new AppError("invalid", "Identity cannot take a confirmation back.", { field: "confirmed" });
  },
  write: (permit, { account }, { identity }) => confirmAccount(permit, identity, account.id),
  async afterwards(_permit, { account }) {
    return [...deadLink(account), howTheyGetIn(account)];
  },
};

function deadLink(account: Account): string[] {
  if (account.invitedAt) return ["The link of their invitation no longer works."];
  return account.confirmationSentAt ? ["The link they were sent to confirm with no longer works."] : [];
}

function howTheyGetIn(account: Account): string {
  if (statusOf(account) !== "active") return "They still cannot use the site: their status bars them.";
  if (account.invitedAt) return "They have no password yet. Send them a link, or set one.";
  if (account.confirmationSentAt) {
    return "Whoever signed up with this address can sign in now, with the password they chose then.";
  }
  return "They can sign in once they know a password. Send them a link, or set one.";
}
