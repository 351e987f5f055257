import { useSWRConfig } from "swr";
import { undoChange } from "#lib/contract/audit.ts";
import type { Changed } from "#lib/contract/user-changes.ts";
import { getUser } from "#lib/contract/users.ts";
import { call } from "./api.ts";
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
