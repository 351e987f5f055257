import type { AuditEntry } from "#lib/contract/audit.ts";
import type { Erased } from "#lib/server/audit/redacting.ts";
import type { Deps } from "#lib/server/deps.ts";
import { forgetWriter } from "#lib/server/notes/note-store.ts";
import { eraseNotes } from "#lib/server/notes/notes.ts";
import { type Permit, requireGenuine } from "#lib/server/policy/policy.ts";
import { eraseFromSnapshot } from "#lib/server/snapshot/note.ts";
import type { State } from "#lib/server/state.ts";
import { forgetEndsOf } from "#lib/server/users/suspension-ends.ts";
import { type Audits, entriesAbout, hashesIn, type Progress, redactAbout, redactElsewhere } from "./audits.ts";
import { endJob, type Job, keepJob } from "./job.ts";

interface Records {
  id: string;
  audits: Audits;
  until: number;
  job: Job;
}

/**
 * Erases all that the desk keeps of somebody but ids. What is about them in the audit comes last, for it tells the addresses
 * by which the rest is found. Where the time was not enough, the next call goes on.
 */
export async function eraseRecords(
  permit: Permit<"users.erase">,
  { id, audits, until, job }: Records,
  deps: Deps,
): Promise<Progress> {
  requireGenuine(permit);
  const { state } = deps;
  await eraseFromSnapshot(deps, id);
  await Promise.all([eraseNotes(deps, id), forgetEndsOf(state, id), ...job.keys.map((key) => forgetAt(state, key))]);
  const known = hashesIn(await entriesAbout(audits, id), state.secret);
  const erased: Erased = { id, hashes: new Set([...job.hashes, ...known]) };
  const onEntry = (entry: AuditEntry) => forgetInNote(state, erased, entry);
  const progress = await redactElsewhere(audits, erased, { after: job.day, until, onEntry });
  if (!progress.complete) {
    await keepJob(state, id, { ...job, hashes: [...erased.hashes], day: progress.day });
    return progress;
  }
  await redactAbout(audits, erased);
  await endJob(state, id);
  return progress;
}

async function forgetAt({ store }: State, beginning: string): Promise<void> {
  const keys = await store.keys(beginning, { atLeast: Number.POSITIVE_INFINITY });
  await Promise.all(keys.map((key) => store.delete(key)));
}

/** A note that they wrote about somebody else stays, without their address. */
async function forgetInNote(state: State, { id }: Erased, { actor, action, target, after }: AuditEntry): Promise<void> {
  const note = after?.note;
  if (action !== "notes.write" || actor.id !== id || target?.id === undefined || typeof note !== "string") return;
  await forgetWriter(state, target.id, note);
}
