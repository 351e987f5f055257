import type { AuditEntry, undoBatch, undoChange } from "#lib/contract/audit.ts";
import type { Input, Output } from "#lib/contract/endpoint.ts";
import type { Changed } from "#lib/contract/user-changes.ts";
import type { Deps } from "#lib/server/deps.ts";
import { AppError } from "#lib/server/errors.ts";
import { log } from "#lib/server/log.ts";
import { change } from "#lib/server/users/change.ts";
import type { Fields } from "#lib/server/users/changes/kind.ts";
import { kindOf } from "#lib/server/users/changes/kinds.ts";
import { recordRefusal } from "./audit.ts";
import { requireCursor } from "./reading.ts";
import { readEntry } from "./record.ts";
import { search } from "./searching.ts";
import { undoneIn, whyFinal } from "./undone.ts";

/** The change of an entry the other way round, as what it is: judged, compared and recorded like any other. */
async function takeBack(entry: AuditEntry, reason: string | undefined, deps: Deps): Promise<Changed> {
  const { action, target, before, after, batch } = entry;
  const taken = (await undoneIn([entry], deps.audit)).get(entry.id);
  const why = whyFinal({ ...entry, undone: taken });
  const kind = kindOf(action);
  if (why !== undefined || !kind || target?.id === undefined || !before || !after) {
    throw new AppError("invalid", why ?? "The audit does not hold what was before this.");
  }
  const seen: Fields = Object.fromEntries(Object.keys(before).map((name) => [name, after[name]]));
  const wish = { id: target.id, wanted: before, expected: seen, reason, batch, undoes: entry.id, like: action };
  const changed = await change(kind, wish, deps);
  if (changed.entry !== undefined) await markUndone(entry.id, changed.entry, deps);
  return changed;
}

/** It has happened already; without the mark a second try is refused all the same, for the fields have moved. */
async function markUndone(entry: string, by: string, { audit: { store, keys } }: Deps): Promise<void> {
  try {
    await store.set(keys.undone(entry, by), {});
  } catch (error) {
    log("warn", "audit_undone_unmarked", { entry }, error);
  }
}

/**
 * Takes one change back.
 * @throws AppError `not_found`, `invalid` where it cannot be, `changed_meanwhile` with `current` where the fields moved since.
 */
export async function undo({ params, body }: Input<typeof undoChange>, deps: Deps): Promise<Output<typeof undoChange>> {
  const entry = await readEntry(deps.audit, params.id);
  if (!entry) throw new AppError("not_found", "There is no such entry in the audit of this deploy.");
  return takeBack(entry, body.reason, deps);
}

const PER_CALL = 25;

/** One chunk of a run over many, newest first; what was taken back before is passed over, so it can be asked again. */
export async function undoRun(
  { params, body }: Input<typeof undoBatch>,
  deps: Deps,
): Promise<Output<typeof undoBatch>> {
  requireCursor(body.cursor);
  const wanted = { filter: { batch: params.id }, after: body.cursor, limit: PER_CALL };
  const { entries, next } = await search(deps.audit, wanted);
  const results: Output<typeof undoBatch>["results"] = [];
  const undone = await undoneIn(entries, deps.audit);
  const open = entries.filter(({ id, outcome, undoes }) => outcome === "done" && !undoes && !undone.has(id));
  for (const entry of open) results.push(await undoRow(entry, body.reason, deps));
  return { results, next };
}

async function undoRow(entry: AuditEntry, reason: string | undefined, deps: Deps) {
  const row = { id: entry.id, target: entry.target };
  try {
    const changed = await takeBack(entry, reason, deps);
    return { ...row, outcome: "done" as const, entry: changed.entry };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    const { id, email } = deps.actor;
    if (error.attempt)
      await recordRefusal(
        deps.audit,
        { id, email, isStaff: true },
        { ...error.attempt, batch: entry.batch },
        error.message,
      );
    const refused = ["forbidden", "invalid", "changed_meanwhile", "not_found"].includes(error.code);
    return { ...row, outcome: refused ? ("refused" as const) : ("failed" as const), message: error.message };
  }
}
