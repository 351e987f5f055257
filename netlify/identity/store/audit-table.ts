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
}

interface Entry {
  row: AuditRow;
  /** Forms for LIKE by payload key, made when first searched. */
  searched: Map<string, string> | undefined;
}

export function createAuditTable(): AuditTable {
  const entries: Entry[] = [];
  let inOrder = true;
  return {
    insert(row) {
      const last = entries.at(-1);
      if (last && last.row.created_at > row.created_at) inOrder = false;
      entries.push({ row, searched: undefined });
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
