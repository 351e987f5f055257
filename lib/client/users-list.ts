import useSWR, { type SWRResponse } from "swr";
import type { Output } from "#lib/contract/endpoint.ts";
import { listUsers } from "#lib/contract/users.ts";
import { useAccount } from "./account.ts";
import { call } from "./api.ts";
import type { ApiError } from "./api-error.ts";
import { printFilters, type UsersView } from "./users-view.ts";

export const usersPerPage = 50;

/** One page of the list; while the next one loads, the last one stays. */
export function useUsers(view: UsersView): SWRResponse<Output<typeof listUsers>, ApiError> {
  const account = useAccount();
  const query = { ...printFilters(view), sort: view.sort, page: String(view.page), perPage: String(usersPerPage) };
  return useSWR(account ? [listUsers.name, query] : null, () => call(listUsers, { query }), { keepPreviousData: true });
}
