import type { TokenRow } from "./rows.ts";

export interface TokenTable {
  insert(row: TokenRow): void;
  revoke(token: string): void;
  removeAllOf(userId: string): void;
  get(token: string): TokenRow | undefined;
  /** All rows, oldest first; they are replaced, never changed. */
  list(): TokenRow[];
}

/** A used token is told from an unknown one by a cleared cookie only; so many of them are remembered. */
const MAX_REVOKED = 10_000;

/** Refresh tokens. Upstream keeps those of deleted accounts, which find no account any more; here they go with it. */
export function createTokenTable(): TokenTable {
  const rows = new Map<string, TokenRow>();
  const byUser = new Map<string, Set<string>>();
  const revoked = new Set<string>();
  const remove = (token: string) => {
    const owner = rows.get(token)?.user_id;
    const tokens = owner === undefined ? undefined : byUser.get(owner);
    rows.delete(token);
    revoked.delete(token);
    tokens?.delete(token);
    if (owner !== undefined && tokens?.size === 0) byUser.delete(owner);
  };
  const rememberRevoked = (token: string) => {
    revoked.add(token);
    const [oldest] = revoked;
    if (revoked.size > MAX_REVOKED && oldest !== undefined) remove(oldest);
  };
  return {
    insert(row) {
      rows.set(row.token, row);
      const tokens = byUser.get(row.user_id) ?? new Set();
      byUser.set(row.user_id, tokens.add(row.token));
      if (row.revoked) rememberRevoked(row.token);
    },
    revoke(token) {
      const row = rows.get(token);
      if (!row) return;
      rows.set(token, { ...row, revoked: true });
      rememberRevoked(token);
    },
    removeAllOf(userId) {
      for (const token of [...(byUser.get(userId) ?? [])]) remove(token);
    },
    get: (token) => rows.get(token),
    list: () => [...rows.values()],
  };
}
