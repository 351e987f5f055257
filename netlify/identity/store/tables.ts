import { type AuditTable, createAuditTable } from "./audit-table.ts";
import { unpackRow } from "./packed-row.ts";
import type { Change } from "./rows.ts";
import { createTokenTable, type TokenTable } from "./token-table.ts";
import { createUserTable, type UserTable } from "./user-table.ts";

export interface Tables {
  users: UserTable;
  tokens: TokenTable;
  audit: AuditTable;
}

export function createTables(): Tables {
  return { users: createUserTable(), tokens: createTokenTable(), audit: createAuditTable() };
}

/** Applies one transaction, fresh or read back; nothing in it can fail. */
export function applyAll(tables: Tables, changes: Change[]): void {
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
