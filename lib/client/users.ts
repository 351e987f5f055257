import useSWR, { type SWRResponse, useSWRConfig } from "swr";
import type { Call, Output } from "#lib/contract/endpoint.ts";
import { createUser } from "#lib/contract/new-user.ts";
import { setRoles } from "#lib/contract/user-changes.ts";
import { getUser, listUsers, type UserDetail } from "#lib/contract/users.ts";
import { useAccount } from "./account.ts";
import { call } from "./api.ts";
import type { ApiError } from "./api-error.ts";

/** One user; a null id asks for nothing. */
export function useUser(id: string | null): SWRResponse<UserDetail, ApiError> {
  const account = useAccount();
  return useSWR(account && id ? [getUser.name, id] : null, () => call(getUser, { params: { id: id ?? "" } }));
}

export type NewUser = Call<typeof createUser>["body"];
export type CreatedUser = Output<typeof createUser>;

/** Creates an account; every list shown later asks again. */
export function useCreateUser(): (body: NewUser) => Promise<CreatedUser> {
  const refresh = useRefresh();
  return async (body) => {
    const created = await call(createUser, { body });
    await refresh();
    return created;
  };
}

type RoleChoice = Call<typeof setRoles>["body"];

/** Replaces the roles of a user; `expected` are the ones the person saw. Answers the user as they are now, and notices. */
export function useSetRoles(id: string): (choice: RoleChoice) => Promise<Output<typeof setRoles>> {
  const { mutate } = useSWRConfig();
  const refresh = useRefresh();
  return async (body) => {
    const answer = await call(setRoles, { params: { id }, body });
    await mutate([getUser.name, id], answer.user, { revalidate: false });
    await refresh();
    return answer;
  };
}

/** Reads a user once more, past everything that is kept; undefined once they are gone, and wherever they show, it says so. */
export function useFreshUser(id: string): () => Promise<UserDetail | undefined> {
  const { mutate } = useSWRConfig();
  return () => mutate<UserDetail>([getUser.name, id]);
}

const lists: unknown[] = [listUsers.name, "listAudit", "listBin"];

/** Makes lists and the audit trail ask again: at once where they are shown, else when they are next. */
export function useRefresh(): () => Promise<unknown> {
  const { mutate } = useSWRConfig();
  return () => mutate((key) => Array.isArray(key) && lists.includes(key[0]), undefined, { revalidate: true });
}
