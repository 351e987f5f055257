import type { User } from "../models/user.ts";
import type { AuditTable } from "./audit-table.ts";
import { openJournal } from "./journal.ts";
import { type Change, DatabaseError } from "./rows.ts";
import { applyAll, createTables } from "./tables.ts";
import type { TokenTable } from "./token-table.ts";
import { type Collected, collectInto, insertion, type Transaction } from "./transaction.ts";
import type { UserTable } from "./user-table.ts";

export interface Store {
  users(): UserTable;
  tokens(): TokenTable;
  audit(): AuditTable;
  /** Runs `work` and keeps its changes at once, on the disk before it resolves; drops them all if `work` throws. */
  transaction<T>(work: (tx: Transaction) => T | Promise<T>): Promise<T>;
  /** Inserts many accounts in one go, for seeding. Throws for an id that is taken, and then inserts none. */
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
  const keep = (changes: Change[]) => {
    if (changes.length === 0) return;
    journal?.append(changes);
    applyAll(tables, changes);
  };
  return {
    users: () => tables.users,
    tokens: () => tables.tokens,
    audit: () => tables.audit,
    async transaction(work) {
      const begun = generation;
      const collected: Collected = { changes: [], after: [] };
      const result = await work(collectInto(collected, now));
      if (begun !== generation) throw new DatabaseError("the store was reset meanwhile");
      keep(collected.changes);
      if (collected.changes.length > 0) await journal?.sync();
      for (const action of collected.after) action();
      return result;
    },
    load(users) {
      refuseTakenIds(users, tables.users);
      for (let start = 0; start < users.length; start += LOAD_BATCH) {
        keep(users.slice(start, start + LOAD_BATCH).map(insertion));
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

function refuseTakenIds(users: User[], table: UserTable): void {
  const seen = new Set<string>();
  for (const { id } of users) {
    if (seen.has(id) || table.get(id)) throw new DatabaseError(`there is an account with id ${id} already`);
    seen.add(id);
  }
}
