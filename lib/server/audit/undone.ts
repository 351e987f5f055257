import type { AuditEntry } from "#lib/contract/audit.ts";
import type { Deps } from "#lib/server/deps.ts";
import { refusal } from "#lib/server/policy/policy.ts";
import { policyTable } from "#lib/server/policy/table.ts";
import { kindOf } from "#lib/server/users/changes/kinds.ts";
import type { Audit } from "./audit.ts";
import { dayOf, readKey, timeOf } from "./key.ts";

const DAYS_30_MS = 30 * 86_400_000;

const gone: Partial<Record<AuditEntry["action"], string>> = {
  "users.send_recovery": "A mail cannot be taken back.",
  "users.invite": "A mail cannot be taken back. Delete the person instead.",
  "users.create": "A creation is not taken back but deleted: move the person to the bin.",
  "users.set_password": "Nobody but its owner knows the password before, so it cannot come back.",
  "users.confirm": "Identity cannot take a confirmation back.",
  "users.erase": "The account is gone from Identity, and what the desk kept of it is erased.",
};

type Asking = Pick<Deps, "rules" | "actor" | "deploy">;

/** Why nobody can take an entry back; undefined where that depends on who, and on how the fields are now. */
export function whyFinal(entry: AuditEntry): string | undefined {
  const { id, action, outcome, target, before, after, undone } = entry;
  if (outcome !== "done") return "Nothing was changed by this.";
  if (undone) return "This has been taken back already.";
  if (entry.erased) return "The person was deleted for good, and what this was is erased with them.";
  if (gone[action]) return gone[action];
  if (!kindOf(action) || !before || !after || target?.id === undefined) return "This leaves nothing to take back.";
  return Date.now() - timeOf(id) > DAYS_30_MS ? "This is more than 30 days ago." : undefined;
}

/** Why this caller cannot take an entry back, as far as the entry tells; undefined where they may try. */
function whyNot(entry: AuditEntry, { rules, actor, deploy }: Asking): string | undefined {
  const final = whyFinal(entry);
  if (final !== undefined) return final;
  const { action, target } = entry;
  if (deploy.readOnly) return "This deploy of the desk changes nothing.";
  if (target?.id === actor.id && !policyTable[action].onSelf) return "This is about your own account.";
  return refusal(rules, { actor, action });
}

/** Which of these entries were taken back, by their ids, and by which entry. One list request for each day they are of. */
export async function undoneIn(
  entries: readonly AuditEntry[],
  { store, keys }: Pick<Audit, "store" | "keys">,
): Promise<Map<string, string>> {
  const young = entries.filter(
    ({ id, action, outcome }) => outcome === "done" && kindOf(action) && Date.now() - timeOf(id) < 2 * DAYS_30_MS,
  );
  const days = [...new Set(young.map(({ id }) => dayOf(id)))];
  const marks = await Promise.all(
    days.map((day) => store.keys(keys.undoneOfDay(day), { atLeast: Number.POSITIVE_INFINITY })),
  );
  return new Map(
    marks.flat().map((key): [string, string] => {
      const { entryId, part } = readKey(key);
      return [entryId, part];
    }),
  );
}

/** Adds to each entry whether it was taken back, and whether this caller may do so. */
export async function withUndo(entries: readonly AuditEntry[], deps: Deps): Promise<AuditEntry[]> {
  const undone = await undoneIn(entries, deps.audit);
  return entries.map((entry) => {
    const told = { ...entry, undone: undone.get(entry.id) };
    const why = whyNot(told, deps);
    return { ...told, undo: { can: why === undefined, why } };
  });
}
