import { equalityKey } from "../mysql/collation.ts";
import type { FrozenUsers } from "./frozen-users.ts";
import type { UserRow } from "./rows.ts";

/** Ids of accounts by what they are looked up by. */
export interface UserIndex {
  /** By address as the collation compares it; a list where upstream lets twins arise. */
  emails: Map<string, string | string[]>;
  confirmations: Map<string, string>;
  recoveries: Map<string, string>;
}

export function createUserIndex(): UserIndex {
  return { emails: new Map(), confirmations: new Map(), recoveries: new Map() };
}

/** Links all accounts of a snapshot without looking at one of them. */
export function linkAll({ emails, confirmations, recoveries }: UserIndex, frozen: FrozenUsers): void {
  const { ids } = frozen;
  for (const [place, email] of frozen.emails.entries()) linkEmail(emails, email, ids[place] ?? "");
  for (const [token, place] of frozen.confirmations) confirmations.set(token, ids[place] ?? "");
  for (const [token, place] of frozen.recoveries) recoveries.set(token, ids[place] ?? "");
}

export function link({ emails, confirmations, recoveries }: UserIndex, row: UserRow): void {
  linkEmail(emails, row.email, row.id);
  if (row.confirmation_token) confirmations.set(row.confirmation_token, row.id);
  if (row.recovery_token) recoveries.set(row.recovery_token, row.id);
}

export function unlink({ emails, confirmations, recoveries }: UserIndex, row: UserRow): void {
  const key = equalityKey(row.email);
  const others = [emails.get(key) ?? []].flat().filter((id) => id !== row.id);
  if (others.length > 0) emails.set(key, others);
  else emails.delete(key);
  confirmations.delete(row.confirmation_token);
  recoveries.delete(row.recovery_token);
}

function linkEmail(emails: UserIndex["emails"], email: string, id: string): void {
  const key = equalityKey(email);
  const others = emails.get(key);
  emails.set(key, others === undefined ? id : [others, id].flat());
}
