import type { PackedRow, UserRow } from "./rows.ts";

/** The order of columns in the journal. Another order is another version of the format. */
export function packRow(row: UserRow): PackedRow {
  return [
    row.id,
    row.aud,
    row.role,
    row.email,
    row.encrypted_password,
    row.confirmed_at ?? null,
    row.invited_at ?? null,
    row.confirmation_token,
    row.confirmation_sent_at ?? null,
    row.recovery_token,
    row.recovery_sent_at ?? null,
    row.email_change_token,
    row.email_change,
    row.email_change_sent_at ?? null,
    row.app_metadata,
    row.user_metadata,
    row.created_at,
    row.updated_at,
  ];
}

/** Written out, for it runs once per account at every start. */
export function unpackRow(packed: PackedRow): UserRow {
  return {
    id: packed[0],
    aud: packed[1],
    role: packed[2],
    email: packed[3],
    encrypted_password: packed[4],
    confirmed_at: packed[5] ?? undefined,
    invited_at: packed[6] ?? undefined,
    confirmation_token: packed[7],
    confirmation_sent_at: packed[8] ?? undefined,
    recovery_token: packed[9],
    recovery_sent_at: packed[10] ?? undefined,
    email_change_token: packed[11],
    email_change: packed[12],
    email_change_sent_at: packed[13] ?? undefined,
    app_metadata: packed[14],
    user_metadata: packed[15],
    created_at: packed[16],
    updated_at: packed[17],
  };
}
