import { type Account, isBarred } from "#lib/server/account.ts";
import type { ChangeDeps } from "#lib/server/deps.ts";
import { AppError } from "#lib/server/errors.ts";
import { findByAddress } from "#lib/server/gotrue/accounts.ts";
import { storeEmail } from "#lib/server/gotrue/updates.ts";
import { checkAddress, evidenceOf } from "#lib/server/users/new-address.ts";
import type { Edit, Kind } from "./kind.ts";

export type EmailFields = { email: string };

const ask = "An admin can go on all the same, by saying so.";
const DAY_MS = 86_400_000;

/**
 * The address. Identity takes any for it, at once and as proved, so all checks are ours.
 * @param override to go on although a directory knows the address, or could not tell; needs the rank for it.
 */
export function emailKind({ override }: { override: boolean }): Kind<EmailFields, "users.change_email"> {
  return {
    ridesInToken: true,
    read: (account) => ({ email: account.email }),
    // What the directories said stands beside the address in the audit.
    same: (a, b) => a.email === b.email,
    judge: ({ after }) => ({ action: "users.change_email", effect: { email: after.email } }),
    async check({ account, after }, deps) {
      const { email } = after;
      const { verdict } = await checkAddress({ email, door: "create", override, ask, ownId: account.id }, deps);
      return evidenceOf(verdict);
    },
    write: (permit, { account, after }, { identity }) =>
      storeEmail(permit, identity, { id: account.id, email: after.email }),
    async afterwards(_permit, edit, deps) {
      return [...(await twinNotice(edit, deps)), ...openLinks(edit.before, edit.account), proofNotice(edit.account)];
    },
  };
}

/** Identity has no unique index: somebody may have taken the address in the same moment. */
async function twinNotice({ after }: Edit<EmailFields>, { identity }: ChangeDeps): Promise<string[]> {
  try {
    const { length } = await findByAddress(identity, after.email);
    if (length <= 1) return [];
    return [`There are now ${length} accounts with this address, for another was made at the same moment. Keep one.`];
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return [`Whether somebody else took this address at the same moment is not known: ${error.message}`];
  }
}

/** Links that went to the old address open the account all the same: a change of address does not touch them. */
function openLinks({ email }: EmailFields, account: Account): string[] {
  const recovery = account.recoverySentAt !== undefined && Date.now() - Date.parse(account.recoverySentAt) < DAY_MS;
  const first = account.confirmedAt === undefined && (account.invitedAt ?? account.confirmationSentAt) !== undefined;
  const still =
    "still opens this account. Identity cannot take it back; a new link sent to the new address replaces it";
  return [
    ...(recovery ? [`The link mailed to ${email} less than a day ago ${still}.`] : []),
    ...(first ? [`The first link, mailed to ${email}, still opens this account until they are confirmed.`] : []),
    ...(account.pendingEmail === undefined
      ? []
      : [`They asked to change to ${account.pendingEmail}: that link can still change the address within a day.`]),
  ];
}

function proofNotice(account: Account): string {
  const { confirmedAt } = account;
  if (confirmedAt === undefined) return "The new address is not confirmed. No mail was sent: send them a link.";
  const known = "Identity takes the new address as confirmed although nobody proved to read its mail.";
  return isBarred(account) ? known : `${known} They sign in with it from now on, with the same password.`;
}
