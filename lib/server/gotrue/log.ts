import { askAsOperator, literally } from "./accounts.ts";
import type { IdentityAccess } from "./transport.ts";
import { unexpected } from "./transport.ts";
import { type LogEntry, messageOf, parseLog } from "./wire.ts";

/** The zero UUID: the operator, and the token that Netlify gives a function. */
export const OPERATOR_ID = "00000000-0000-0000-0000-000000000000";

/** Only one of these narrows a request, and none asks for the person an admin acted upon, or for a time. */
export type LogSearch = { author: string } | { action: string } | { type: "account" | "team" | "user" | "token" };

export interface LogPage {
  /** Newest first; to the second, so that what happened at once has no order. */
  entries: LogEntry[];
  /** Whether there may be older ones. */
  more: boolean;
}

const MOST = 500;
/** What every GoTrue takes, also one that allows fewer than 500 a page. */
const SURE = 100;

/** A page of Identity's own log, across all audiences. @throws IdentityFault */
export async function readLog(identity: IdentityAccess, search: LogSearch, page = 1): Promise<LogPage> {
  return (await tryPage(identity, search, { page, perPage: MOST })) ?? (await surePage(identity, search, page));
}

async function surePage(identity: IdentityAccess, search: LogSearch, page: number): Promise<LogPage> {
  const found = await tryPage(identity, search, { page, perPage: SURE });
  if (found) return found;
  throw unexpected("its log takes no question");
}

/** Undefined where Identity refuses the question itself. */
async function tryPage(
  identity: IdentityAccess,
  search: LogSearch,
  { page, perPage }: { page: number; perPage: number },
): Promise<LogPage | undefined> {
  const [[scope, text] = ["", ""]] = Object.entries(search);
  const query = { query: `${scope}:${literally(text)}`, page: String(page), per_page: String(perPage) };
  const answer = await askAsOperator(identity, { method: "GET", path: "/admin/audit", query });
  if (answer.status === 400) return undefined;
  if (answer.status !== 200) throw unexpected(`status ${answer.status}: ${messageOf(answer.body)}`);
  const entries = parseLog(answer.body);
  return { entries, more: entries.length === perPage };
}

/** Whether Identity's own log says that an operator made this account, not the person. For accounts made just now. */
export async function wasMadeByOperator(
  identity: IdentityAccess,
  id: string,
  way: "create" | "invite",
): Promise<boolean> {
  const action = way === "create" ? "user_signedup" : "user_invited";
  const { entries } = await readLog(identity, { action });
  return entries.some((entry) => entry.userId === id && entry.actorId === OPERATOR_ID);
}
