import { useSWRConfig } from "swr";
import { type AuditEntry, getAuditEntry, undoChange } from "#lib/contract/audit.ts";
import type { Changed } from "#lib/contract/user-changes.ts";
import { getUser } from "#lib/contract/users.ts";
import { call } from "./api.ts";
import { ApiError } from "./api-error.ts";
import { useRefresh } from "./users.ts";

/**
 * Takes the change of an audit entry back, and shows the person everywhere as they are then.
 * @throws ApiError, with `current` where somebody changed the same since.
 */
export function useUndo(): (entry: string, reason?: string) => Promise<Changed> {
  const { mutate } = useSWRConfig();
  const refresh = useRefresh();
  return async (entry, reason) => {
    const answer = await call(undoChange, { params: { id: entry }, body: { reason } });
    await mutate([getUser.name, answer.user.id], answer.user, { revalidate: false });
    await refresh();
    return answer;
  };
}

/** Why an undo was refused: what the change had left, and what stands there by now. */
export interface Moved {
  left: Record<string, unknown>;
  now: Record<string, unknown>;
}

/** Undefined where it was refused for anything else. */
export function movedSince({ after }: Pick<AuditEntry, "after">, error: unknown): Moved | undefined {
  const now = error instanceof ApiError && error.code === "changed_meanwhile" ? error.current : undefined;
  if (!now || !after) return undefined;
  // Beside the fields an entry may hold what led to them.
  const left = Object.fromEntries(Object.keys(now).map((name) => [name, after[name]]));
  return { left, now };
}

/** The same for who has the id of the entry alone; undefined also where it cannot be read. */
export async function movedSinceEntry(id: string, error: unknown): Promise<Moved | undefined> {
  if (!(error instanceof ApiError) || !error.current) return undefined;
  const found = await call(getAuditEntry, { params: { id } }).catch(() => undefined);
  return found && movedSince(found.entry, error);
}

/** What an open session keeps after an undo, as the sentences of a toast say it. */
export const keptByUndo = "what it had";
