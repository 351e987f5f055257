import { listUserIds } from "#lib/contract/users.ts";
import { call } from "./api.ts";
import { useRefreshSnapshot } from "./snapshot.ts";
import { printFilters, type UsersView } from "./users-view.ts";

/** Asks for the ids of all who match, whatever page shows. Where nobody was read into the snapshot yet, that comes first. */
export function useIdsOfAll(): (view: Pick<UsersView, "q" | "filters">) => Promise<string[]> {
  const refreshSnapshot = useRefreshSnapshot();
  return async (view) => {
    const query = printFilters(view);
    const found = await call(listUserIds, { query });
    if (found.snapshot.asOf !== undefined) return found.ids;
    await refreshSnapshot();
    return (await call(listUserIds, { query })).ids;
  };
}
