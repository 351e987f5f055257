import type { AdminCall } from "./call.ts";
import { encodeStruct } from "./go/json-encode.ts";
import { formatTime } from "./go/time.ts";
import { firstValue } from "./go/url.ts";
import { textOfBytes } from "./go/utf8.ts";
import { failAs, HttpError } from "./http/errors.ts";
import { json, type Reply } from "./http/reply.ts";
import { contains } from "./mysql/like.ts";
import { pageHeaders, readPage, windowOf } from "./pagination.ts";
import type { AuditQuery } from "./store/audit-table.ts";
import type { AuditRow } from "./store/rows.ts";

const SCOPES: Record<string, string[]> = {
  author: ["actor_email", "actor_name"],
  action: ["action"],
  type: ["log_type"],
};

/** `GET /admin/audit`: a bare array, newest first, of all audiences. */
export async function adminAuditLog(call: AdminCall): Promise<Reply> {
  const page = readPage(call);
  const search = readSearch(textOfBytes(firstValue(call.request.query, "query") ?? ""));
  const window = await failAs(500, "Error searching for audit logs", () => windowOf(page));
  const { rows, total } = call.app.store.audit().page({ search, ...window });
  return json(200, `[${rows.map(entryJson).join(",")}]`, pageHeaders(call, page, total));
}

/** `scope:text`, split at the first colon; an empty text searches nothing. */
function readSearch(query: string): AuditQuery | undefined {
  if (query === "") return undefined;
  const colon = query.indexOf(":");
  const scope = query.slice(0, Math.max(colon, 0));
  const keys = colon >= 0 && Object.hasOwn(SCOPES, scope) ? SCOPES[scope] : undefined;
  if (!keys) throw new HttpError(400, `Invalid query scope: ${query}`);
  const text = query.slice(colon + 1);
  return text === "" ? undefined : { keys, matcher: contains(text) };
}

function entryJson({ id, payload, created_at }: AuditRow): string {
  return encodeStruct({ id, payload: { raw: payload }, created_at: formatTime(created_at * 1000) });
}
