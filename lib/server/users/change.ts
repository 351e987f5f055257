import type { Action } from "#lib/contract/policy.ts";
import type { Changed } from "#lib/contract/user-changes.ts";
import type { Account } from "#lib/server/account.ts";
import { type Details, recorded } from "#lib/server/audit/audit.ts";
import type { ChangeDeps } from "#lib/server/deps.ts";
import { AppError } from "#lib/server/errors.ts";
import { getAccount } from "#lib/server/gotrue/accounts.ts";
import { IdentityFault } from "#lib/server/gotrue/transport.ts";
import { authorize } from "#lib/server/policy/policy.ts";
import { noteAccount } from "#lib/server/snapshot/note.ts";
import { type Fields, type Kind, sameIn } from "./changes/kind.ts";
import { asUserDetail } from "./view.ts";

/** How long an access token of Identity lives (`GOTRUE_JWT_EXP`; Netlify's is an hour). It keeps what it was made with. */
export const TOKEN_LIFE_MS = 3_600_000;

/** @throws AppError `not_found` */
export async function existing(id: string, { identity }: Pick<ChangeDeps, "identity">): Promise<Account> {
  const account = await getAccount(identity, id);
  if (account) return account;
  throw new AppError("not_found", "There is no user with this id. It may have been deleted meanwhile.");
}

export interface Wish<F extends Fields> {
  id: string;
  /** The fields as they are to be. */
  wanted: F;
  /** As the caller saw them; whoever has not looked (a run over many) leaves it out. */
  expected?: F;
  reason?: string | undefined;
  batch?: string | undefined;
  undoes?: string | undefined;
  /** What the actor needs leave for besides the change itself: taking back needs that of what is taken back. */
  like?: Action | undefined;
}

function changedMeanwhile(current: Fields): AppError {
  const message = "Somebody changed this meanwhile. Look at what it is now, then decide again.";
  return new AppError("changed_meanwhile", message, { current });
}

function notKept(): IdentityFault {
  return new IdentityFault("Identity took the change and did not keep it: all is as it was before. Try again.");
}

/** The fault of a write whose answer was lost: reading back tells whether it happened. Any other failure is thrown. */
async function written(write: () => Promise<void>): Promise<IdentityFault | undefined> {
  try {
    await write();
    return undefined;
  } catch (error) {
    if (error instanceof IdentityFault && error.mayHaveHappened) return error;
    throw error;
  }
}

/**
 * Makes the fields of one account as wanted: judged by its effect, refused when they are no longer what the caller saw,
 * recorded, written, and read back. Where all is so already it changes nothing and leaves no entry.
 * @throws AppError `not_found`, `forbidden`, `invalid`, `changed_meanwhile` with `current`, and what Identity and the store throw.
 */
export async function change<F extends Fields, A extends Action>(
  kind: Kind<F, A>,
  wish: Wish<F>,
  deps: ChangeDeps,
): Promise<Changed> {
  const { rules, actor, audit } = deps;
  const account = await existing(wish.id, deps);
  const before = kind.read(account, wish.wanted);
  const edit = { account, before, after: wish.wanted };
  const { like, ...judged } = kind.judge(edit, deps);
  for (const action of [like, wish.like]) if (action) authorize(rules, { actor, target: account, action });
  const permit = authorize<A>(rules, { actor, target: account, ...judged });
  if (wish.expected && !sameIn(kind, before, wish.expected)) throw changedMeanwhile(before);
  if (sameIn(kind, before, wish.wanted)) return { user: asUserDetail(account, deps), notices: [] };
  const evidence = await kind.check?.(edit, deps);
  const { reason, batch, undoes } = wish;
  const after = { ...wish.wanted, ...evidence };
  const details: Details = { before, after, reason, batch, undoes, toldByAccount: true };
  return recorded(audit, permit, details, async (entry) => {
    const lost = await written(() => kind.write(permit, edit, deps));
    const stored = await existing(account.id, deps);
    await noteAccount(deps, stored);
    const found = kind.read(stored, wish.wanted);
    if (!sameIn(kind, found, wish.wanted)) {
      // Two may have written at once: then somebody else's word stands, which is no fault of Identity's.
      throw sameIn(kind, found, before) ? (lost ?? notKept()) : changedMeanwhile(found);
    }
    const notices = (await kind.afterwards?.(permit, { ...edit, account: stored }, deps)) ?? [];
    const bitesBy = kind.ridesInToken ? new Date(Date.now() + TOKEN_LIFE_MS).toISOString() : undefined;
    return { value: { user: asUserDetail(stored, deps), entry, bitesBy, notices } };
  });
}
