import { equalityKey } from "../mysql/collation.ts";
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

export function link({ emails, confirmations, recoveries }: UserIndex, row: UserRow): void {
  const key = equalityKey(row.email);
  const others = emails.get(key);
  emails.set(key, others === undefined ? row.id : [others, row.id].flat());
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
