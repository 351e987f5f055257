import type { AuditEntry } from "#lib/contract/audit.ts";
import { log } from "#lib/server/log.ts";
import { type Audit, index, parseEntry } from "./audit.ts";
import type { Facts } from "./facts.ts";

/** An entry by its id. The outcome tells all that the intent does; without one the intent stands alone. */
export async function readEntry({ store, keys }: Audit, id: string): Promise<AuditEntry | undefined> {
  const record = (await store.get(keys.part(id, "outcome"))) ?? (await store.get(keys.part(id, "intent")));
  return record === undefined ? undefined : parseEntry(record);
}

/** The entry behind facts. Where those were left behind by a store that failed between the two, they are written anew. */
export async function readFound(audit: Audit, { entryId, outcome }: Facts): Promise<AuditEntry | undefined> {
  const entry = await readEntry(audit, entryId);
  if (entry && entry.outcome !== outcome) {
    await index(audit, entry).catch((error: unknown) => log("warn", "audit_unindexed", { entry: entryId }, error));
  }
  return entry;
}
