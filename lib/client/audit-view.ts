import { useSearchParams } from "next/navigation";
import type { listAudit } from "#lib/contract/audit.ts";
import type { Call } from "#lib/contract/endpoint.ts";

const keys = ["actor", "kind", "target", "action", "outcome", "from", "to", "batch"] as const;
export type FilterKey = (typeof keys)[number];

/** What the audit list is narrowed to, as the address says it; `from` and `to` are days of the reader's calendar. */
export type AuditView = Partial<Record<FilterKey, string>>;

/** Reads the address; empty values count as absent. */
export function parseAuditView(search: URLSearchParams): AuditView {
  const given = keys.map((key) => [key, search.get(key)?.trim()] as const);
  return Object.fromEntries(given.filter(([, value]) => value));
}

/** The same as text: "" for everything. */
export function printAuditView(view: AuditView): string {
  const search = new URLSearchParams();
  for (const key of keys) if (view[key]) search.set(key, view[key]);
  const text = search.toString();
  return text && `?${text}`;
}

export function isNarrowed(view: AuditView): boolean {
  return keys.some((key) => view[key] !== undefined);
}

const DAY = /^(\d{4})-(\d{2})-(\d{2})$/;

/** Where a day of the reader's calendar begins, or the one after it; what is no day is left for the server to refuse. */
function beginOfDay(text: string, later: number): string {
  const [, year, month, day] = DAY.exec(text)?.map(Number) ?? [];
  if (year === undefined || month === undefined || day === undefined) return text;
  const time = new Date(year, month - 1, day + later);
  return Number.isNaN(time.getTime()) ? text : time.toISOString();
}

/** What to ask for: days become moments, since the server does not know the reader's time zone. */
export function auditQuery({ from, to, ...view }: AuditView): NonNullable<Call<typeof listAudit>["query"]> {
  return {
    ...view,
    ...(from && { from: beginOfDay(from, 0) }),
    ...(to && { to: beginOfDay(to, 1) }),
  };
}

/** The list's state as the address says, and how to change it; each change can be gone Back from. */
export function useAuditView(): [AuditView, (view: AuditView) => void] {
  const search = useSearchParams();
  const show = (view: AuditView) => {
    window.history.pushState(null, "", window.location.pathname + printAuditView(view));
  };
  return [parseAuditView(new URLSearchParams(search)), show];
}
