import { equalityKey } from "../mysql/collation.ts";
import type { UserRow } from "./rows.ts";
import { createUserListing, type UserListing } from "./user-listing.ts";

export interface UserTable {
  insert(row: UserRow): void;
  /** Changes columns of a row; of one that is gone it changes nothing, as an UPDATE does. */
  update(id: string, set: Partial<UserRow>): void;
  remove(id: string): void;
  get(id: string): UserRow | undefined;
  /** By the collation's equality; of several the smallest id. */
  byEmail(email: string, aud: string): UserRow | undefined;
  byConfirmationToken(token: string): UserRow | undefined;
  byRecoveryToken(token: string): UserRow | undefined;
  page: UserListing["page"];
  size(): number;
}

export function createUserTable(): UserTable {
  const rows = new Map<string, UserRow>();
  /** Ids by address; nearly always one. */
  const emails = new Map<string, string | string[]>();
  const confirmations = new Map<string, string>();
  const recoveries = new Map<string, string>();
  const listing = createUserListing();

  const link = (row: UserRow) => {
    const key = equalityKey(row.email);
    const others = emails.get(key);
    emails.set(key, others === undefined ? row.id : [others, row.id].flat());
    if (row.confirmation_token) confirmations.set(row.confirmation_token, row.id);
    if (row.recovery_token) recoveries.set(row.recovery_token, row.id);
  };
  const unlink = (row: UserRow) => {
    const key = equalityKey(row.email);
    const others = [emails.get(key) ?? []].flat().filter((id) => id !== row.id);
    if (others.length > 0) emails.set(key, others);
    else emails.delete(key);
    confirmations.delete(row.confirmation_token);
    recoveries.delete(row.recovery_token);
  };
  const find = (id: string | undefined) => (id === undefined ? undefined : rows.get(id));

  return {
    insert(row) {
      rows.set(row.id, row);
      link(row);
      listing.add(row);
    },
    update(id, set) {
      const before = rows.get(id);
      if (!before) return;
      const row = { ...before, ...set };
      unlink(before);
      rows.set(id, row);
      link(row);
      listing.replace(row);
    },
    remove(id) {
      const row = rows.get(id);
      if (!row) return;
      unlink(row);
      rows.delete(id);
      listing.remove(id);
    },
    get: find,
    byEmail(email, aud) {
      const audience = equalityKey(aud);
      const ids = [emails.get(equalityKey(email)) ?? []].flat().sort();
      return ids.map(find).find((row) => row && equalityKey(row.aud) === audience);
    },
    byConfirmationToken: (token) => find(confirmations.get(token)),
    byRecoveryToken: (token) => find(recoveries.get(token)),
    page: listing.page,
    size: () => rows.size,
  };
}
