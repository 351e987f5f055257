import { type AuditNote, auditRow } from "../models/audit-log-entry.ts";
import type { Column, User } from "../models/user.ts";
import type { Mail } from "./mail-table.ts";
import { packRow } from "./packed-row.ts";
import { type Change, columnsOf, inSeconds, rowOf, type UserRow } from "./rows.ts";

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
  /** Sends a mail: into the outbox, with everything else. */
  insertMail(mail: Mail): void;
  /** The link with this token did its work. */
  spendLink(token: string): void;
  /** Runs after the changes are kept; not at all if they are dropped. */
  afterCommit(action: () => void): void;
}

export interface Collected {
  changes: Change[];
  after: (() => void)[];
}

/** A transaction that puts what it is told into `collected`. */
export function collectInto({ changes, after }: Collected, now: () => number): Transaction {
  return {
    insertUser: (user) => void changes.push(insertionOf(rowOf(user))),
    updateUser(user, columns) {
      changes.push({ op: "user~", id: user.id, set: columnsOf(user, columns) });
      user.updated_at = now();
    },
    deleteUser: (id) => void changes.push({ op: "user-", id }),
    insertToken(token, userId) {
      const row = { token, user_id: userId, revoked: false, created_at: inSeconds(now()) };
      changes.push({ op: "token+", row });
    },
    revokeToken: (token) => void changes.push({ op: "token~", token }),
    deleteTokensOf: (userId) => void changes.push({ op: "token-", user_id: userId }),
    log: (note) => void changes.push({ op: "audit+", row: auditRow(note, now()) }),
    insertMail: (mail) => void changes.push({ op: "mail+", mail }),
    spendLink: (token) =>
      void changes.push({ op: "mail~", token, ended: { how: "used", at: new Date(now()).toISOString() } }),
    afterCommit: (action) => void after.push(action),
  };
}

export function insertionOf(row: UserRow): Change {
  return { op: "user+", row: packRow(row) };
}
