import * as z from "zod/mini";
import type { State } from "#lib/server/state.ts";

/** A note as it is kept. It lies with what concerns Identity's accounts, so all deploys of the site share it. */
const Kept = z.object({
  at: z.string(),
  by: z.object({ id: z.string(), email: z.string() }),
  text: z.string(),
});
export type KeptNote = z.infer<typeof Kept>;

/** As many as one person may have, so that reading them has an end. */
export const MOST_NOTES = 200;

/** @throws Error for a record that no version of this desk wrote. */
export async function readNote({ store, keys }: State, account: string, note: string): Promise<KeptNote | undefined> {
  const record = await store.get(keys.note(account, note));
  return record === undefined ? undefined : Kept.parse(record);
}

/** Ids of the notes about somebody, newest first. */
export async function noteIds({ store, keys }: State, account: string): Promise<string[]> {
  const prefix = keys.note(account, "");
  const found = await store.keys(prefix, { atLeast: MOST_NOTES });
  return found.map((key) => key.slice(prefix.length));
}

export async function keepNote({ store, keys }: State, account: string, note: string, kept: KeptNote): Promise<void> {
  await store.set(keys.note(account, note), kept);
}

export async function dropNote({ store, keys }: State, account: string, note: string): Promise<void> {
  await store.delete(keys.note(account, note));
}

/** Leaves a note without the address of whoever wrote it. */
export async function forgetWriter(state: State, account: string, note: string): Promise<void> {
  const kept = await readNote(state, account, note);
  if (kept) await keepNote(state, account, note, { ...kept, by: { id: kept.by.id, email: "" } });
}
