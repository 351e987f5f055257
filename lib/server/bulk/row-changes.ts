import type { BulkAction, bulkUsers } from "#lib/contract/bulk.ts";
import type { Input } from "#lib/contract/endpoint.ts";
import type { Action } from "#lib/contract/policy.ts";
import type { Changed } from "#lib/contract/user-changes.ts";
import { type Account, rolesOf } from "#lib/server/account.ts";
import type { Deps } from "#lib/server/deps.ts";
import { AppError } from "#lib/server/errors.ts";
import { change } from "#lib/server/users/change.ts";
import { confirmKind } from "#lib/server/users/changes/confirm.ts";
import { rolesKind } from "#lib/server/users/changes/roles.ts";
import { mailLink } from "#lib/server/users/link.ts";
import { putIntoBin, restore, suspend } from "#lib/server/users/states.ts";

export type BulkBody = Input<typeof bulkUsers>["body"];

/** One row under way. Each goes through the change of one person, with its permit and its entry. */
export interface Row {
  account: Account;
  body: BulkBody;
  deps: Deps;
}

interface RowChange {
  /** What the caller must be allowed besides changing many, before looking at whom. */
  needs?: Action;
  /** The fields of the body that it cannot do without. */
  asks?: readonly ("role" | "reason")[];
  apply: (row: Row) => Promise<Changed>;
}

function setRoles({ account, body, deps }: Row, roles: string[]): Promise<Changed> {
  const { reason, batch } = body;
  return change(
    rolesKind,
    { id: account.id, wanted: { roles }, expected: { roles: rolesOf(account) }, reason, batch },
    deps,
  );
}

const changes: Record<BulkAction, RowChange> = {
  confirm: {
    apply: ({ account: { id }, body: { reason, batch }, deps }) =>
      change(confirmKind, { id, wanted: { confirmed: true }, reason, batch }, deps),
  },
  resend: {
    apply: ({ account: { id }, body: { reason, batch }, deps }) => mailLink({ id, reason, batch }, deps),
  },
  suspend: {
    asks: ["reason"],
    apply: ({ account: { id }, body: { reason, batch, until }, deps }) => suspend({ id, reason, batch, until }, deps),
  },
  restore: {
    apply: ({ account: { id }, body: { reason, batch }, deps }) => restore({ id, reason, batch }, deps),
  },
  delete: {
    needs: "users.delete_many",
    apply: ({ account: { id }, body: { reason, batch }, deps }) => putIntoBin({ id, reason, batch }, deps),
  },
  add_role: {
    asks: ["role"],
    apply: (row) => setRoles(row, [...new Set([...rolesOf(row.account), row.body.role ?? ""])]),
  },
  remove_role: {
    asks: ["role"],
    apply: (row) =>
      setRoles(
        row,
        rolesOf(row.account).filter((role) => role !== row.body.role),
      ),
  },
};

/** What is done to each. @throws AppError `invalid` naming the field that this action asks for. */
export function rowChangeFor(body: BulkBody): RowChange {
  const found = changes[body.action];
  const missing = found.asks?.find((field) => body[field] === undefined);
  if (missing === undefined) return found;
  throw new AppError("invalid", `Say which ${missing} with this action.`, { field: missing });
}
