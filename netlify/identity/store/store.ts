import type { User } from "../models/user.ts";
import type { AuditTable } from "./audit-table.ts";
import { openDataFiles } from "./data-files.ts";
import { endedLinks } from "./ended-links.ts";
import { decodeImage, encodeImage } from "./image.ts";
import type { MailTable } from "./mail-table.ts";
import { readOldMails, removeOldMails } from "./old-mail-file.ts";
import { type Change, DatabaseError, rowOf, type UserRow } from "./rows.ts";
import { decodeTables, encodeTables } from "./snapshot-body.ts";
import { applyAll, createTables, viewOf } from "./tables.ts";
import type { TokenTable } from "./token-table.ts";
import { type Collected, collectInto, insertionOf, type Transaction } from "./transaction.ts";
import { type UserTable, withRows } from "./user-table.ts";

export interface Store {
  users(): UserTable;
  tokens(): TokenTable;
  audit(): AuditTable;
  mails(): MailTable;
  /** Runs `work` and keeps its changes at once, on the disk before it resolves; drops them all if `work` throws. */
  transaction<T>(work: (tx: Transaction) => T | Promise<T>): Promise<T>;
  /** Inserts accounts, all or none. Throws for an id that is taken, and for what does not fit. */
  load(users: User[]): void;
  /** The same for rows; ever so many are a new snapshot at once, which takes less time and memory than the journal. */
  insertRows(rows: UserRow[]): void;
  /** Resolves when everything so far is on the disk. */
  settle(): Promise<void>;
  clearMails(): void;
  /** Empties everything; transactions under way are dropped. */
  reset(): Promise<void>;
  /** Everything kept, as bytes that check themselves. */
  image(): Promise<Buffer>;
  /** Puts an image in the place of everything; transactions under way are dropped. Rejects with ImageError, nothing changed. */
  restore(image: Buffer): Promise<void>;
  close(): Promise<void>;
}

export interface StoreOptions {
  /** Path of the journal; absent: nothing is kept. */
  journal: string | undefined;
  /** Bytes that the journal may grow by before it is compacted. */
  compactAfter?: number;
  now: () => number;
  log: (line: string) => void;
}

const COMPACT_AFTER_BYTES = 4 * 1024 * 1024;
const MANY = 2000;

/** Opens the store and reads its files. Throws JournalError. */
export function openStore({ journal: path, compactAfter = COMPACT_AFTER_BYTES, now, log }: StoreOptions): Store {
  let tables = createTables();
  let generation = 0;
  const view = () => viewOf(tables);
  const found = (all: typeof tables) => {
    tables = all;
  };
  const oldMails = path === undefined ? [] : readOldMails(`${path}.mails`);
  const files = path === undefined ? undefined : openDataFiles({ path, compactAfter, found, view, log });
  const keep = (changes: Change[]) => {
    if (changes.length === 0) return;
    files?.append(changes);
    applyAll(tables, changes);
    files?.compact();
  };
  const replaceAll = (next: typeof tables) => {
    files?.replace(encodeTables(viewOf(next)));
    generation += 1;
    tables = next;
  };
  const insertRows = (rows: UserRow[]) => {
    refuseTakenIds(rows, tables.users);
    if (rows.length < MANY || rows.length < tables.users.size()) return keep(rows.map(insertionOf));
    const chunks = [...encodeTables({ ...view(), users: withRows(tables.users.view(), rows) })];
    files?.replace(chunks);
    tables = decodeTables(Buffer.concat(chunks), 0);
  };
  if (oldMails.length > 0) {
    const known = new Set(tables.mails.list().map(({ id }) => id));
    for (const mail of oldMails) if (!known.has(mail.id)) tables.mails.insert(mail);
    files?.replace(encodeTables(view()));
  }
  if (path !== undefined) removeOldMails(`${path}.mails`);
  files?.compact();
  return {
    users: () => tables.users,
    tokens: () => tables.tokens,
    audit: () => tables.audit,
    mails: () => tables.mails,
    async transaction(work) {
      const begun = generation;
      const collected: Collected = { changes: [], after: [] };
      const result = await work(collectInto(collected, now));
      if (begun !== generation) throw new DatabaseError("the store was reset meanwhile");
      keep([...collected.changes, ...endedLinks(collected.changes, { users: tables.users, now: now() })]);
      if (collected.changes.length > 0) await files?.sync();
      for (const action of collected.after) action();
      return result;
    },
    load: (users) => insertRows(users.map(rowOf)),
    insertRows,
    settle: async () => files?.sync(),
    clearMails: () => keep([{ op: "mails-" }]),
    reset: async () => replaceAll(createTables()),
    image: () => encodeImage(view()),
    restore: async (image) => replaceAll(decodeImage(image)),
    close: async () => files?.close(),
  };
}

function refuseTakenIds(rows: UserRow[], table: UserTable): void {
  const seen = new Set<string>();
  for (const { id } of rows) {
    if (seen.has(id) || table.has(id)) throw new DatabaseError(`there is an account with id ${id} already`);
    seen.add(id);
  }
}
