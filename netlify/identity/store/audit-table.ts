import type { Json } from "../go/json-decode.ts";
import { likeForm, type Matcher } from "../mysql/like.ts";
import { columnText } from "./column-text.ts";
import type { AuditRow } from "./rows.ts";

export interface AuditQuery {
  /** Payload keys of which one has to match. */
  keys: string[];
  matcher: Matcher;
}

export interface AuditTable {
  insert(row: AuditRow): void;
  /** One page, newest first, and how many entries there are in all. */
  page(query: { search: AuditQuery | undefined; offset: number; limit: number }): { rows: AuditRow[]; total: number };
  /** All rows in the order in which they came. */
  list(): AuditRow[];
}

interface Entry {
  row: AuditRow;
  /** Forms for LIKE by payload key, made when first searched. */
  searched: Map<string, string> | undefined;
}

const MAX_KEPT = 20_000;
/** Forgetting many at once: moving the others down costs as much for one. */
const FORGOTTEN_AT_ONCE = 1000;

/** The newest 20,000 entries, give or take; upstream keeps all, which a process that runs for weeks cannot. */
export function createAuditTable(): AuditTable {
  const entries: Entry[] = [];
  let inOrder = true;
  return {
    insert(row) {
      const last = entries.at(-1);
      if (last && last.row.created_at > row.created_at) inOrder = false;
      entries.push({ row, searched: undefined });
      if (entries.length >= MAX_KEPT + FORGOTTEN_AT_ONCE) entries.splice(0, FORGOTTEN_AT_ONCE);
    },
    page({ search, offset, limit }) {
      if (!inOrder) entries.sort((a, b) => a.row.created_at - b.row.created_at);
      inOrder = true;
      const found = search ? entries.filter((entry) => isMatch(entry, search)) : entries;
      const rows: AuditRow[] = [];
      for (let index = found.length - 1 - offset; index >= 0 && rows.length < limit; index -= 1) {
        const entry = found[index];
        if (entry) rows.push(entry.row);
      }
      return { rows, total: found.length };
    },
    list: () => entries.map(({ row }) => row),
  };
}

function isMatch(entry: Entry, { keys, matcher }: AuditQuery): boolean {
  entry.searched ??= searchForms(entry.row);
  const { searched } = entry;
  return keys.some((key) => {
    const text = searched.get(key);
    return text !== undefined && matcher.test(text);
  });
}

function searchForms(row: AuditRow): Map<string, string> {
  const payload = Object.entries(JSON.parse(row.payload) as Record<string, Json>);
  return new Map(payload.map(([key, value]) => [key, likeForm(columnText(value))]));
}
