import useSWR, { type SWRResponse, useSWRConfig } from "swr";
import type { Output } from "#lib/contract/endpoint.ts";
import { type Changed, sendLink } from "#lib/contract/user-changes.ts";
import { getCreation, type MissingStep } from "#lib/contract/user-creation.ts";
import { getUser, type User, type UserDetail } from "#lib/contract/users.ts";
import { useAccount } from "./account.ts";
import { call } from "./api.ts";
import type { ApiError } from "./api-error.ts";
import { useSetRoles } from "./users.ts";

/** What is missing of somebody's creation; asked again whenever that may have changed. */
export function useCreation(user: UserDetail): SWRResponse<Output<typeof getCreation>, ApiError> {
  const account = useAccount();
  const { id, roles, status, recoverySentAt } = user;
  const key = account && [getCreation.name, id, roles, status, recoverySentAt];
  return useSWR(key, () => call(getCreation, { params: { id } }));
}

/** Does what a creation left undone, as a change like any other. */
export function useFinishStep(user: Pick<User, "id" | "roles">): (missing: MissingStep) => Promise<Changed> {
  const { mutate } = useSWRConfig();
  const setRoles = useSetRoles(user.id);
  return async (missing) => {
    if (missing.step === "roles") return setRoles({ roles: missing.roles, expected: user.roles });
    const changed = await call(sendLink, { params: { id: user.id }, body: {} });
    await mutate([getUser.name, user.id], changed.user, { revalidate: false });
    return changed;
  };
}
