import type { Input, Output } from "#lib/contract/endpoint.ts";
import type { listNotes, Note, removeNote, writeNote } from "#lib/contract/notes.ts";
import { recorded } from "#lib/server/audit/audit.ts";
import { newEntryId } from "#lib/server/audit/key.ts";
import type { Deps } from "#lib/server/deps.ts";
import { AppError } from "#lib/server/errors.ts";
import { authorize, refusal } from "#lib/server/policy/policy.ts";
import { existing } from "#lib/server/users/change.ts";
import { dropNote, type KeptNote, keepNote, MOST_NOTES, noteIds, readNote } from "./note-store.ts";

/** What staff noted about somebody, newest first. */
export async function list({ params }: Input<typeof listNotes>, deps: Deps): Promise<Output<typeof listNotes>> {
  const { id } = await existing(params.id, deps);
  const ids = await noteIds(deps.state, id);
  const notes = await Promise.all(
    ids.slice(0, MOST_NOTES).map(async (note) => {
      const kept = await readNote(deps.state, id, note);
      return kept && asNote(note, kept, deps);
    }),
  );
  return { notes: notes.filter((note) => note !== undefined) };
}

function asNote(id: string, kept: KeptNote, deps: Deps): Note {
  return { id, ...kept, removable: !deps.deploy.readOnly && whyKept(kept, deps) === undefined };
}

/** Why the caller may not take a note away, or undefined. */
function whyKept(kept: KeptNote, { rules, actor }: Pick<Deps, "rules" | "actor">): string | undefined {
  const action = kept.by.id === actor.id ? "notes.write" : "notes.remove_any";
  return refusal(rules, { actor, action });
}

/**
 * Notes something about somebody. Our audit outlives the note and the person, so it holds the note's id and never its words.
 * @throws AppError `not_found`, `forbidden`, `invalid` naming `text` where somebody has too many notes.
 */
export async function write({ params, body }: Input<typeof writeNote>, deps: Deps): Promise<Output<typeof writeNote>> {
  const { rules, actor, audit, state } = deps;
  const account = await existing(params.id, deps);
  const permit = authorize(rules, { actor, action: "notes.write", target: account });
  if ((await noteIds(state, account.id)).length >= MOST_NOTES) {
    const message = `There are ${MOST_NOTES} notes about this person already. Remove what is settled first.`;
    throw new AppError("invalid", message, { field: "text" });
  }
  const now = Date.now();
  const note = newEntryId(now);
  const kept: KeptNote = {
    at: new Date(now).toISOString(),
    by: { id: actor.id, email: actor.email },
    text: body.text,
  };
  return recorded(audit, permit, { after: { note } }, async () => {
    await keepNote(state, account.id, note, kept);
    return { value: asNote(note, kept, deps) };
  });
}

/** Takes a note away, for good. @throws AppError `not_found`, `forbidden`. */
export async function remove({ params }: Input<typeof removeNote>, deps: Deps): Promise<Output<typeof removeNote>> {
  const { rules, actor, audit, state } = deps;
  const account = await existing(params.id, deps);
  const kept = await readNote(state, account.id, params.note);
  if (!kept) throw new AppError("not_found", "This note is gone already.");
  const action = kept.by.id === actor.id ? "notes.write" : "notes.remove_any";
  const permit = authorize(rules, { actor, action, target: account });
  return recorded(audit, permit, { before: { note: params.note }, after: {} }, async () => {
    await dropNote(state, account.id, params.note);
    return { value: { removed: params.note } };
  });
}

/** Takes all notes about somebody away, where a person is erased; whoever does that has the permit and the audit entry. */
export async function eraseNotes({ state }: Pick<Deps, "state">, accountId: string): Promise<void> {
  for (;;) {
    const ids = await noteIds(state, accountId);
    if (ids.length === 0) return;
    await Promise.all(ids.map((note) => dropNote(state, accountId, note)));
  }
}
