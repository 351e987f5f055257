import type { AuditEntry } from "#lib/contract/audit.ts";
import type { AuditFormat } from "#lib/contract/audit-export.ts";
import { csvLine } from "./format.ts";

const columns: Record<string, (entry: AuditEntry) => unknown> = {
  id: ({ id }) => id,
  at: ({ at }) => at,
  outcome: ({ outcome }) => (outcome === "unknown" ? "outcome unknown" : outcome),
  action: ({ action }) => action,
  actorKind: ({ actor }) => actor.kind,
  actorId: ({ actor }) => actor.id,
  actorEmail: ({ actor }) => actor.email,
  targetId: ({ target }) => target?.id,
  targetEmail: ({ target }) => target?.email,
  before: ({ before }) => before,
  after: ({ after }) => after,
  reason: ({ reason }) => reason,
  message: ({ message }) => message,
  batch: ({ batch }) => batch,
  undoes: ({ undoes }) => undoes,
  undoneBy: ({ undone }) => undone,
  erased: ({ erased }) => erased,
  deployContext: ({ deploy }) => deploy.context,
  deployId: ({ deploy }) => deploy.id,
};

function cell(value: unknown): string {
  if (value === undefined) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Entries as a file in pieces: texts as they are, what was before and after as JSON. In CSV no cell is a formula. */
export function auditFile(entries: readonly AuditEntry[], format: AuditFormat): string[] {
  if (format === "ndjson") return entries.map((entry) => `${JSON.stringify(entry)}\n`);
  const lines = entries.map((entry) => csvLine(Object.values(columns).map((of) => cell(of(entry)))));
  // With the mark, spreadsheet programs read it as UTF-8.
  return [`\ufeff${csvLine(Object.keys(columns))}`, ...lines];
}
