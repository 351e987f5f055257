import { useSWRConfig } from "swr";
import type { Changed } from "#lib/contract/user-changes.ts";
import { deleteUser, restoreUser, suspendUser } from "#lib/contract/user-state.ts";
import { getUser, type UserDetail } from "#lib/contract/users.ts";
import { call } from "./api.ts";
import { useRefresh } from "./users.ts";

/** Suspends, restores or moves one person to the bin, and shows them everywhere as they are then. */
export function useUserStates({ id }: Pick<UserDetail, "id">) {
  const { mutate } = useSWRConfig();
  const refresh = useRefresh();
  const params = { id };

  async function shown(work: Promise<Changed>): Promise<Changed> {
    const answer = await work;
    await mutate([getUser.name, id], answer.user, { revalidate: false });
    await refresh();
    return answer;
  }

  return {
    suspend: (reason: string, until: string | undefined) =>
      shown(call(suspendUser, { params, body: { reason, until } })),
    restore: (reason: string) => shown(call(restoreUser, { params, body: { reason: reason.trim() || undefined } })),
    moveToBin: (reason: string) => shown(call(deleteUser, { params, body: { reason: reason.trim() || undefined } })),
  };
}

/** The end somebody chose in their own time zone, as the wire has it; undefined for none. */
export function endOf(local: string): string | undefined {
  const time = new Date(local);
  return local === "" || Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
