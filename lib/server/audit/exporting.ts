import { setTimeout as sleep } from "node:timers/promises";
import type { AuditEntry } from "#lib/contract/audit.ts";
import type { exportAudit } from "#lib/contract/audit-export.ts";
import type { AuditFilter } from "#lib/contract/audit-filter.ts";
import type { Input, Output } from "#lib/contract/endpoint.ts";
import type { Deps } from "#lib/server/deps.ts";
import { authorize } from "#lib/server/policy/policy.ts";
import { recorded } from "./audit.ts";
import { timeOf } from "./key.ts";
import { readPage, requireCursor, settleSome } from "./reading.ts";
import { undoneIn } from "./undone.ts";

/** A function may answer 6 MB within 10 s; each entry is a read or two of the store. */
const MOST_ENTRIES = 1_000;
const PER_READ = 100;
const ENOUGH_BYTES = 2_500_000;
const BEGIN_WITHIN_MS = 4_000;
/** Each asks Identity for an account. */
const MOST_SETTLED = 25;
const SETTLE_WITHIN_MS = 3_000;

type Part = Output<typeof exportAudit>;
type Exporting = Pick<Deps, "rules" | "actor" | "audit" | "identity">;

/** Only filters that were given, as words: who reads the entry wants to know what left the house. */
function filterInWords({ actor, target, from, to, ...filter }: AuditFilter): Record<string, unknown> {
  const person = (given: AuditFilter["actor"]) => given && ("id" in given ? given.id : given.email);
  const moment = (given: number | undefined) => (given === undefined ? undefined : new Date(given).toISOString());
  const words = { ...filter, actor: person(actor), target: person(target), from: moment(from), to: moment(to) };
  return Object.fromEntries(Object.entries(words).filter(([, value]) => value !== undefined));
}

/** A part of an export of the audit: recorded before an entry leaves, and again with how many did. */
export function run({ query }: Pick<Input<typeof exportAudit>, "query">, deps: Exporting): Promise<Part> {
  const permit = authorize(deps.rules, { actor: deps.actor, action: "exports.run" });
  const { format, run: batch, cursor, ...filter } = query;
  requireCursor(cursor);
  const asked = { of: "audit", format, ...filterInWords(filter) };
  return recorded(deps.audit, permit, { batch, after: asked }, async (own) => {
    // The first part begins behind its own entry, so that a file never tells of itself.
    const part = await read(filter, cursor ?? own, deps);
    const entries = await asTheyStand(part.entries, deps);
    return { value: { ...part, entries }, after: { ...asked, count: entries.length } };
  });
}

/** With what became of them since: how they ended, where nobody wrote that down, and which entry took them back. */
async function asTheyStand(entries: AuditEntry[], deps: Exporting): Promise<AuditEntry[]> {
  const late = sleep(SETTLE_WITHIN_MS, entries, { ref: false });
  const settled = await Promise.race([settleSome(entries, deps, MOST_SETTLED), late]);
  const undone = await undoneIn(settled, deps.audit);
  return settled.map((entry) => ({ ...entry, undone: undone.get(entry.id) }));
}

async function read(filter: AuditFilter, from: string, { audit }: Pick<Exporting, "audit">): Promise<Part> {
  const begun = Date.now();
  const entries: AuditEntry[] = [];
  let bytes = 0;
  for (let after = from; ; ) {
    const page = await readPage(audit, { filter, after, limit: PER_READ });
    entries.push(...page.entries);
    bytes += JSON.stringify(page.entries).length;
    const { next } = page;
    if (next === undefined) return { entries };
    const full = entries.length + PER_READ > MOST_ENTRIES || bytes > ENOUGH_BYTES;
    if (full || Date.now() - begun > BEGIN_WITHIN_MS) {
      return { entries, next, searchedTo: new Date(timeOf(next)).toISOString() };
    }
    after = next;
  }
}
