import type { Input } from "#lib/contract/endpoint.ts";
import type { Changed } from "#lib/contract/user-changes.ts";
import type { deleteUser, restoreUser, suspendUser } from "#lib/contract/user-state.ts";
import {
  type Account,
  deskBeforeBin,
  deskParts,
  type Metadata,
  rolesKeptAside,
  rolesOf,
  statusOf,
} from "#lib/server/account.ts";
import type { ChangeDeps } from "#lib/server/deps.ts";
import { AppError } from "#lib/server/errors.ts";
import { change, existing } from "./change.ts";
import { type StateFields, stateKind } from "./changes/state.ts";

interface About {
  id: string;
  reason?: string | undefined;
  batch?: string | undefined;
}

function aside(account: Account): string[] {
  return [...new Set([...rolesOf(account), ...rolesKeptAside(account)])];
}

/** Makes the state what `next` finds right for the account as it is now; refused when it moves between the two readings. */
async function move(about: About, next: (account: Account) => StateFields, deps: ChangeDeps): Promise<Changed> {
  const account = await existing(about.id, deps);
  const expected = stateKind.read(account, { roles: [], desk: null });
  return change(stateKind, { ...about, wanted: next(account), expected }, deps);
}

function now(): string {
  return new Date().toISOString();
}

/** Takes the roles away until somebody restores them, or until an end; of somebody suspended it changes the end. */
export function suspend({ until, ...about }: About & { until?: string | undefined }, deps: ChangeDeps) {
  const suspended = (account: Account): StateFields => {
    const status = statusOf(account);
    const refused = notSuspendable[status];
    if (refused) throw new AppError("invalid", refused);
    const since = status === "suspended" ? (deskParts(account).since ?? now()) : now();
    return { roles: [], desk: { status: "suspended", since, roles: aside(account), ...(until && { until }) } };
  };
  return move(about, suspended, deps);
}

const notSuspendable: Record<string, string | undefined> = {
  in_review: "This person waits for a decision and cannot do anything yet. Approve or reject the signup instead.",
  rejected: "This person was rejected and cannot do anything already.",
  deleted: "This person is in the bin and cannot do anything already.",
};

/** Puts somebody into the bin: the account stays, without roles, and remembers what it was. */
export function putIntoBin(about: About, deps: ChangeDeps): Promise<Changed> {
  const binned = (account: Account): StateFields => {
    const { desk } = account.appMetadata;
    if (statusOf(account) === "deleted") return { roles: rolesOf(account), desk };
    const { status, since, until } = deskParts(account);
    const was = status && { status, since, ...(until && { until }) };
    return { roles: [], desk: { status: "deleted", since: now(), roles: aside(account), ...(was && { was }) } };
  };
  return move(about, binned, deps);
}

/** Ends a suspension, or takes somebody out of the bin to what they were before it. */
export function restore(about: About, deps: ChangeDeps): Promise<Changed> {
  const restored = (account: Account): StateFields => {
    const { status, ended } = deskParts(account);
    if (status === "in_review" || status === "rejected") throw new AppError("invalid", undecided);
    if (status === undefined && !ended) return stateKind.read(account, { roles: [], desk: null });
    const was = status === "deleted" ? deskBeforeBin(account) : undefined;
    const before: Metadata | undefined = was && { ...was, roles: aside(account) };
    // A suspension that ended while they were in the bin is over.
    const stillBarred = before && statusOf({ ...account, appMetadata: { desk: before } }) === before.status;
    return stillBarred ? { roles: [], desk: before } : { roles: aside(account), desk: null };
  };
  return move(about, restored, deps);
}

const undecided = "This is a decision about a signup. Approve or reject it where the signups are.";

export function suspendOne({ params, body }: Input<typeof suspendUser>, deps: ChangeDeps): Promise<Changed> {
  return suspend({ id: params.id, ...body }, deps);
}

export function restoreOne({ params, body }: Input<typeof restoreUser>, deps: ChangeDeps): Promise<Changed> {
  return restore({ id: params.id, ...body }, deps);
}

export function putOneIntoBin({ params, body }: Input<typeof deleteUser>, deps: ChangeDeps): Promise<Changed> {
  return putIntoBin({ id: params.id, ...body }, deps);
}
