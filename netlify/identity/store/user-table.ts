import { equalityKey } from "../mysql/collation.ts";
import type { UserRow } from "./rows.ts";
import { createUserIndex, link, unlink } from "./user-index.ts";
import {
  addToListing,
  createUserListing,
  pageOfListing,
  removeFromListing,
  replaceInListing,
  type UserQuery,
} from "./user-listing.ts";

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
  /** One page in order of creation, and how many rows there are in all. */
  page(query: UserQuery): { rows: UserRow[]; total: number };
  size(): number;
}

export function createUserTable(): UserTable {
  const rows = new Map<string, UserRow>();
  const index = createUserIndex();
  const listing = createUserListing();
  const find = (id: string | undefined) => (id === undefined ? undefined : rows.get(id));
  return {
    insert(row) {
      rows.set(row.id, row);
      link(index, row);
      addToListing(listing, row);
    },
    update(id, set) {
      const before = rows.get(id);
      if (!before) return;
      const row = { ...before, ...set };
      unlink(index, before);
      rows.set(id, row);
      link(index, row);
      replaceInListing(listing, row);
    },
    remove(id) {
      const row = rows.get(id);
      if (!row) return;
      unlink(index, row);
      rows.delete(id);
      removeFromListing(listing, id);
    },
    get: find,
    byEmail: (email, aud) => smallest([index.emails.get(equalityKey(email)) ?? []].flat().map(find), equalityKey(aud)),
    byConfirmationToken: (token) => find(index.confirmations.get(token)),
    byRecoveryToken: (token) => find(index.recoveries.get(token)),
    page: (query) => pageOfListing(listing, query),
    size: () => rows.size,
  };
}

function smallest(rows: (UserRow | undefined)[], audience: string): UserRow | undefined {
  const inAudience = rows.filter((row) => row !== undefined).filter((row) => equalityKey(row.aud) === audience);
  return inAudience.sort((a, b) => (a.id < b.id ? -1 : 1))[0];
}
