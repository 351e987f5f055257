import { type AuditNote, auditRow } from "../models/audit-log-entry.ts";
import type { Column, User } from "../models/user.ts";
import { type AuditTable, createAuditTable } from "./audit-table.ts";
import { openJournal } from "./journal.ts";
import { packRow, unpackRow } from "./packed-row.ts";
import { type Change, columnsOf, DatabaseError, rowOf, wholeSecond } from "./rows.ts";
import { createTokenTable, type TokenTable } from "./token-table.ts";
import { createUserTable, type UserTable } from "./user-table.ts";

interface Tables {
  users: UserTable;
  tokens: TokenTable;
  audit: AuditTable;
}

/** Collects the changes of one request. Nothing of it is visible, or kept, unless the whole of it succeeds. */
export interface Transaction {
  insertUser(user: User): void;
  /** Stores the named columns as the user now has them, and shows "now" as `updated_at` to this request only. */
  updateUser(user: User, columns: Column[]): void;
  deleteUser(id: string): void;
  insertToken(token: string, userId: string): void;
  revokeToken(token: string): void;
  deleteTokensOf(userId: string): void;
  log(note: AuditNote): void;
  /** Runs after the changes are kept; not at all if they are dropped. */
  afterCommit(action: () => void): void;
}

export interface Store {
  users(): UserTable;
  tokens(): TokenTable;
  audit(): AuditTable;
  now(): number;
  /** Runs `work` and keeps its changes at once, on the disk before it resolves; drops them all if `work` throws. */
  transaction<T>(work: (tx: Transaction) => T | Promise<T>): Promise<T>;
  /** Inserts many accounts in one go, for seeding. */
  load(users: User[]): void;
  /** Empties everything; transactions under way are dropped. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export interface StoreOptions {
  /** Path of the journal; absent: nothing is kept. */
  journal: string | undefined;
  now: () => number;
  log: (line: string) => void;
}

const LOAD_BATCH = 1000;

/** Opens the store and reads its journal. Throws JournalError. */
export function openStore({ journal: path, now, log }: StoreOptions): Store {
  let tables = createTables();
  let generation = 0;
  const replay = (changes: Change[]) => applyAll(tables, changes);
  const journal = path === undefined ? undefined : openJournal({ path, replay, log });

  const commit = async (changes: Change[]) => {
    if (changes.length === 0) return;
    journal?.append(changes);
    applyAll(tables, changes);
    await journal?.sync();
  };

  return {
    users: () => tables.users,
    tokens: () => tables.tokens,
    audit: () => tables.audit,
    now,
    async transaction(work) {
      const begun = generation;
      const collected: Collected = { changes: [], after: [] };
      const result = await work(collector(collected, now));
      if (begun !== generation) throw new DatabaseError("the store was reset meanwhile");
      await commit(collected.changes);
      for (const action of collected.after) action();
      return result;
    },
    load(users) {
      refuseTakenIds(users, tables.users);
      const changes = users.map((user): Change => ({ op: "user+", row: packRow(rowOf(user)) }));
      for (let start = 0; start < changes.length; start += LOAD_BATCH) {
        const batch = changes.slice(start, start + LOAD_BATCH);
        journal?.append(batch);
        applyAll(tables, batch);
      }
    },
    async reset() {
      await journal?.sync();
      generation += 1;
      journal?.restart();
      tables = createTables();
    },
    async close() {
      await journal?.sync();
      journal?.close();
    },
  };
}

interface Collected {
  changes: Change[];
  after: (() => void)[];
}

function collector({ changes, after }: Collected, now: () => number): Transaction {
  return {
    insertUser(user) {
      changes.push({ op: "user+", row: packRow(rowOf(user)) });
    },
    updateUser(user, columns) {
      changes.push({ op: "user~", id: user.id, set: columnsOf(user, columns) });
      user.updated_at = now();
    },
    deleteUser(id) {
      changes.push({ op: "user-", id });
    },
    insertToken(token, userId) {
      const row = { token, user_id: userId, revoked: false, created_at: wholeSecond(now()) };
      changes.push({ op: "token+", row });
    },
    revokeToken(token) {
      changes.push({ op: "token~", token });
    },
    deleteTokensOf(userId) {
      changes.push({ op: "token-", user_id: userId });
    },
    log(note) {
      changes.push({ op: "audit+", row: auditRow(note, now()) });
    },
    afterCommit(action) {
      after.push(action);
    },
  };
}

function refuseTakenIds(users: User[], table: UserTable): void {
  const seen = new Set<string>();
  for (const { id } of users) {
    if (seen.has(id) || table.get(id)) throw new DatabaseError(`there is an account with id ${id} already`);
    seen.add(id);
  }
}

function createTables(): Tables {
  return { users: createUserTable(), tokens: createTokenTable(), audit: createAuditTable() };
}

function applyAll(tables: Tables, changes: Change[]): void {
  for (const change of changes) apply(tables, change);
}

function apply({ users, tokens, audit }: Tables, change: Change): void {
  if (change.op === "user+") users.insert(unpackRow(change.row));
  if (change.op === "user~") users.update(change.id, change.set);
  if (change.op === "user-") users.remove(change.id);
  if (change.op === "token+") tokens.insert(change.row);
  if (change.op === "token~") tokens.revoke(change.token);
  if (change.op === "token-") tokens.removeAllOf(change.user_id);
  if (change.op === "audit+") audit.insert(change.row);
}
