import { isDeepStrictEqual } from "node:util";
import type { Action } from "#lib/contract/policy.ts";
import type { Account } from "#lib/server/account.ts";
import type { ChangeDeps } from "#lib/server/deps.ts";
import type { Effect, Permit } from "#lib/server/policy/policy.ts";

/** Parts of an account by the names the audit gives them: what a change is about, what it found and what it leaves. */
export type Fields = Record<string, unknown>;

/** A change under way. */
export interface Edit<F extends Fields> {
  /** As read just before. */
  account: Account;
  before: F;
  after: F;
}

/**
 * One kind of change: makes some fields of an account so. A form, a run over many and an undo all come down to the fields
 * as they are to be, so all are judged, recorded and checked alike.
 */
export interface Kind<F extends Fields, A extends Action = Action> {
  /** The present values of exactly the fields that `wanted` names. */
  read(account: Account, wanted: F): F;
  /** What the policy judges; with `like`, whoever does it needs leave for that action, too. */
  judge(edit: Edit<F>, deps: ChangeDeps): { action: A; effect?: Effect; like?: Action | undefined };
  /** Refuses what no rank makes right; may answer what it found, for the audit. @throws AppError `invalid` naming the field. */
  check?(edit: Edit<F>, deps: ChangeDeps): Promise<Fields> | Fields | undefined;
  /** Whether these are the same to us; equal as JSON unless told. */
  same?(a: F, b: F): boolean;
  write(permit: Permit<A>, edit: Edit<F>, deps: ChangeDeps): Promise<void>;
  /** What follows once it is stored; answers sentences for whoever did it. Never throws for what is only a courtesy. */
  afterwards?(permit: Permit<A>, edit: Edit<F>, deps: ChangeDeps): Promise<string[]>;
  /** Whether a session that is open now keeps what was before until its token ends. */
  ridesInToken: boolean;
}

/** Through JSON, so that a key with undefined is a key that is not there. */
export function sameJsonIn(a: unknown, b: unknown): boolean {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(a)), JSON.parse(JSON.stringify(b)));
}

/** Whether two readings of the fields of a kind are the same to it. */
export function sameIn<F extends Fields, A extends Action>(kind: Kind<F, A>, a: F, b: F): boolean {
  return kind.same?.(a, b) ?? sameJsonIn(a, b);
}
