import { encodeStruct } from "./go/json-encode.ts";
import { formatTime } from "./go/time.ts";
import type { UserRow } from "./store/rows.ts";
import type { Store } from "./store/store.ts";

/**
 * Every account as a line of JSON, oldest first: what `GET /admin/users` shows, the password's hash and the tokens of open
 * links. The import reads it back to the same account. Later changes leave a list that was begun alone.
 */
export function* exportPeople(store: Store): Generator<string> {
  const { cells, frozen } = store.users().view();
  for (const cell of cells) yield `${lineOf(typeof cell === "number" ? frozen.row(cell) : cell)}\n`;
}

function lineOf(row: UserRow): string {
  return encodeStruct({
    id: row.id,
    aud: row.aud,
    role: row.role,
    email: row.email,
    encrypted_password: textOf(row.encrypted_password),
    confirmed_at: timeOf(row.confirmed_at),
    invited_at: timeOf(row.invited_at),
    confirmation_token: textOf(row.confirmation_token),
    confirmation_sent_at: timeOf(row.confirmation_sent_at),
    recovery_token: textOf(row.recovery_token),
    recovery_sent_at: timeOf(row.recovery_sent_at),
    email_change_token: textOf(row.email_change_token),
    new_email: textOf(row.email_change),
    email_change_sent_at: timeOf(row.email_change_sent_at),
    app_metadata: { raw: row.app_metadata },
    user_metadata: { raw: row.user_metadata },
    created_at: timeOf(row.created_at),
    updated_at: timeOf(row.updated_at),
  });
}

function textOf(text: string): string | undefined {
  return text === "" ? undefined : text;
}

function timeOf(seconds: number | undefined): string | undefined {
  return seconds === undefined ? undefined : formatTime(seconds * 1000);
}
