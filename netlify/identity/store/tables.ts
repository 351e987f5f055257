import { type AuditTable, createAuditTable } from "./audit-table.ts";
import type { FrozenUsers } from "./frozen-users.ts";
import { createMailTable, type Mail, type MailTable } from "./mail-table.ts";
import { unpackRow } from "./packed-row.ts";
import type { AuditRow, Change, TokenRow } from "./rows.ts";
import { createTokenTable, type TokenTable } from "./token-table.ts";
import { createUserTable, type UsersView, type UserTable } from "./user-table.ts";

export interface Tables {
  users: UserTable;
  tokens: TokenTable;
  audit: AuditTable;
  mails: MailTable;
}

/** Everything as it is at one moment; rows are replaced, never changed, so the lists are all that is copied. */
export interface TablesView {
  users: UsersView;
  tokens: TokenRow[];
  audit: AuditRow[];
  mails: Mail[];
}

/** Empty tables, or with the accounts of a snapshot. */
export function createTables(frozen?: FrozenUsers): Tables {
  return {
    users: createUserTable(frozen),
    tokens: createTokenTable(),
    audit: createAuditTable(),
    mails: createMailTable(),
  };
}

export function viewOf({ users, tokens, audit, mails }: Tables): TablesView {
  return { users: users.view(), tokens: tokens.list(), audit: audit.list(), mails: [...mails.list()] };
}

/** Applies one transaction, fresh or read back; nothing in it can fail. */
export function applyAll(tables: Tables, changes: Change[]): void {
  for (const change of changes) apply(tables, change);
}

function apply({ users, tokens, audit, mails }: Tables, change: Change): void {
  if (change.op === "user+") users.insert(unpackRow(change.row));
  if (change.op === "user~") users.update(change.id, change.set);
  if (change.op === "user-") removeUser(users, tokens, change.id);
  if (change.op === "token+") tokens.insert(change.row);
  if (change.op === "token~") tokens.revoke(change.token);
  if (change.op === "token-") tokens.removeAllOf(change.user_id);
  if (change.op === "audit+") audit.insert(change.row);
  if (change.op === "mail+") mails.insert(change.mail);
  if (change.op === "mail~") mails.end(change.token, change.ended);
  if (change.op === "mails-") mails.clear();
}

function removeUser(users: UserTable, tokens: TokenTable, id: string): void {
  users.remove(id);
  tokens.removeAllOf(id);
}
