import type { PackedRow, UserRow } from "./rows.ts";

/** The order of columns in the journal. Another order is another version of the format. */
const COLUMNS = [
  "id",
  "aud",
  "role",
  "email",
  "encrypted_password",
  "confirmed_at",
  "invited_at",
  "confirmation_token",
  "confirmation_sent_at",
  "recovery_token",
  "recovery_sent_at",
  "email_change_token",
  "email_change",
  "email_change_sent_at",
  "app_metadata",
  "user_metadata",
  "created_at",
  "updated_at",
] as const satisfies (keyof UserRow)[];

export function packRow(row: UserRow): PackedRow {
  return COLUMNS.map((column) => row[column] ?? null);
}

export function unpackRow(packed: PackedRow): UserRow {
  const row: Record<string, unknown> = {};
  for (let index = 0; index < COLUMNS.length; index += 1) {
    row[COLUMNS[index] ?? ""] = packed[index] ?? undefined;
  }
  return row as unknown as UserRow;
}
