import type { Output } from "#lib/contract/endpoint.ts";
import { listUserIds } from "#lib/contract/users.ts";
import { call } from "./api.ts";
import { ApiError } from "./api-error.ts";
import { useRefreshSnapshot } from "./snapshot.ts";
import { printFilters, type UsersView } from "./users-view.ts";

/** Asks for the ids of all who match, whatever page shows. Where nobody was read into the snapshot yet, that comes first. */
export function useIdsOfAll(): (view: Pick<UsersView, "q" | "filters">) => Promise<string[]> {
  const refreshSnapshot = useRefreshSnapshot();
  return async (view) => {
    const query = printFilters(view);
    const found = await call(listUserIds, { query });
    if (found.snapshot.asOf !== undefined) return whole(found);
    await refreshSnapshot();
    return whole(await call(listUserIds, { query }));
  };
}

/** Leaving somebody out in silence would be worse than doing nothing. */
function whole({ ids, total }: Output<typeof listUserIds>): string[] {
  if (ids.length >= total) return ids;
  const [most, all] = [ids.length.toLocaleString("en-GB"), total.toLocaleString("en-GB")];
  throw new ApiError("invalid", `That would be ${all} people, and at most ${most} go at once. Narrow the list first.`);
}
