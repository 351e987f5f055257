import type { MailKind } from "../settings.ts";
import type { LinkEnding } from "./mail-table.ts";
import type { Change, UserRow } from "./rows.ts";
import type { UserTable } from "./user-table.ts";

const COLUMNS = ["confirmation_token", "recovery_token", "email_change_token"] as const;
type TokenColumn = (typeof COLUMNS)[number];

interface Before {
  /** The accounts as they are without these changes. */
  users: UserTable;
  /** Milliseconds. */
  now: number;
}

/** What the changes of one transaction do to links that went out before, as changes to their mails. */
export function endedLinks(changes: Change[], { users, now }: Before): Change[] {
  const used = new Set(changes.flatMap((change) => (change.op === "mail~" ? change.token : [])));
  const at = new Date(now).toISOString();
  const end = (token: string, ending: LinkEnding): Change => ({ op: "mail~", token, ended: { ...ending, at } });
  return [...touched(changes)].flatMap(([id, after]) => {
    const before = users.get(id);
    if (!before) return [];
    return COLUMNS.flatMap((column) => {
      const token = before[column];
      if (token === "" || used.has(token)) return [];
      if (after === "deleted") return end(token, { how: "deleted" });
      const next = after[column];
      return next === undefined || next === token ? [] : end(token, endingOf(changes, column, { next, after, used }));
    });
  });
}

type After = Partial<UserRow> | "deleted";

/** By account: the token columns that are set, as the last change leaves them. */
function touched(changes: Change[]): Map<string, After> {
  const found = new Map<string, After>();
  for (const change of changes) {
    if (change.op === "user-") found.set(change.id, "deleted");
    if (change.op !== "user~") continue;
    const earlier = found.get(change.id);
    if (earlier !== "deleted") found.set(change.id, { ...earlier, ...change.set });
  }
  return found;
}

interface Overwriting {
  next: string;
  after: Partial<UserRow>;
  used: Set<string>;
}

/** Only a confirmation link is ever cleared without having been used: by whatever confirmed the account instead. */
function endingOf(changes: Change[], column: TokenColumn, { next, after, used }: Overwriting): LinkEnding {
  if (next !== "") return { how: "replaced", by: kindOf(column, after) };
  if (used.size > 0) return { how: "recovered" };
  const actions = changes.flatMap((change) => (change.op === "audit+" ? actionOf(change.row.payload) : []));
  if (actions.includes("user_modified")) return { how: "confirmed" };
  if (!actions.includes("user_signedup")) return { how: "cleared" };
  return changes.some(({ op }) => op === "token+") ? { how: "provider" } : { how: "autoconfirm" };
}

function kindOf(column: TokenColumn, after: Partial<UserRow>): MailKind {
  if (column === "recovery_token") return "recovery";
  if (column === "email_change_token") return "email_change";
  return after.invited_at === undefined ? "confirmation" : "invite";
}

function actionOf(payload: string): unknown {
  const entry: { action?: unknown } = JSON.parse(payload);
  return entry.action;
}
