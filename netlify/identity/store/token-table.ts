import type { TokenRow } from "./rows.ts";

export interface TokenTable {
  insert(row: TokenRow): void;
  revoke(token: string): void;
  removeAllOf(userId: string): void;
  get(token: string): TokenRow | undefined;
}

/** Refresh tokens. Those of a deleted account stay, as upstream keeps them; they find no account any more. */
export function createTokenTable(): TokenTable {
  const rows = new Map<string, TokenRow>();
  const byUser = new Map<string, Set<string>>();
  return {
    insert(row) {
      rows.set(row.token, row);
      const tokens = byUser.get(row.user_id) ?? new Set();
      byUser.set(row.user_id, tokens.add(row.token));
    },
    revoke(token) {
      const row = rows.get(token);
      if (row) rows.set(token, { ...row, revoked: true });
    },
    removeAllOf(userId) {
      for (const token of byUser.get(userId) ?? []) rows.delete(token);
      byUser.delete(userId);
    },
    get: (token) => rows.get(token),
  };
}
