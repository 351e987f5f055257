import { equalityKey } from "../mysql/collation.ts";
import { type FrozenUsers, frozenBuilder } from "./frozen-users.ts";
import type { UserRow } from "./rows.ts";
import { createUserIndex, link, linkAll, unlink } from "./user-index.ts";
import {
  addToListing,
  type Cell,
  cellsOf,
  createUserListing,
  pageOfListing,
  removeFromListing,
  replaceInListing,
  rowInListing,
  type UserQuery,
} from "./user-listing.ts";

export interface UserTable {
  insert(row: UserRow): void;
  /** Changes columns of a row; of one that is gone it changes nothing, as an UPDATE does. */
  update(id: string, set: Partial<UserRow>): void;
  remove(id: string): void;
  get(id: string): UserRow | undefined;
  has(id: string): boolean;
  /** By the collation's equality; of several the smallest id. */
  byEmail(email: string, aud: string): UserRow | undefined;
  byConfirmationToken(token: string): UserRow | undefined;
  byRecoveryToken(token: string): UserRow | undefined;
  /** One page in order of creation, and how many rows there are in all. */
  page(query: UserQuery): { rows: UserRow[]; total: number };
  size(): number;
  /** All rows as they are now, for writing them down: later changes leave it alone. */
  view(): UsersView;
}

export interface UsersView {
  cells: Cell[];
  frozen: FrozenUsers;
}

/** A table of accounts, beginning with those of a snapshot. */
export function createUserTable(frozen: FrozenUsers = frozenBuilder().frozen): UserTable {
  const index = createUserIndex();
  const listing = createUserListing(frozen);
  linkAll(index, frozen);
  const find = (id: string | undefined) => (id === undefined ? undefined : rowInListing(listing, id));
  return {
    insert(row) {
      link(index, row);
      addToListing(listing, row);
    },
    update(id, set) {
      const before = find(id);
      if (!before) return;
      const row = { ...before, ...set };
      unlink(index, before);
      link(index, row);
      replaceInListing(listing, row);
    },
    remove(id) {
      const row = find(id);
      if (!row) return;
      unlink(index, row);
      removeFromListing(listing, id);
    },
    get: find,
    has: (id) => listing.places.has(id),
    byEmail: (email, aud) => smallest([index.emails.get(equalityKey(email)) ?? []].flat().map(find), equalityKey(aud)),
    byConfirmationToken: (token) => find(index.confirmations.get(token)),
    byRecoveryToken: (token) => find(index.recoveries.get(token)),
    page: (query) => pageOfListing(listing, query),
    size: () => listing.places.size,
    view: () => ({ cells: cellsOf(listing), frozen }),
  };
}

/** The view as it will be with these rows, too. */
export function withRows({ cells, frozen }: UsersView, rows: UserRow[]): UsersView {
  const cameAt = (cell: Cell) => (typeof cell === "number" ? (frozen.created[cell] ?? 0) : cell.created_at);
  return { cells: [...cells, ...rows].sort((a, b) => cameAt(a) - cameAt(b)), frozen };
}

function smallest(rows: (UserRow | undefined)[], audience: string): UserRow | undefined {
  const inAudience = rows.filter((row) => row !== undefined).filter((row) => equalityKey(row.aud) === audience);
  return inAudience.sort((a, b) => (a.id < b.id ? -1 : 1))[0];
}
