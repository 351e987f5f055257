import useSWR from "swr";
import { type AddressCheck, checkAddress } from "#lib/contract/check.ts";
import type { LookAlike } from "#lib/contract/new-user.ts";
import type { UserDetail } from "#lib/contract/users.ts";
import { call } from "./api.ts";
import type { ApiError } from "./api-error.ts";
import { useSession } from "./session.ts";

/** Other accounts with somebody's address or one that looks like it; asked by those who may check addresses. */
export function useAlike({ id, email }: Pick<UserDetail, "id" | "email">): LookAlike[] {
  const mayCheck = useSession().data?.can.includes("checks.run");
  const { data } = useSWR<AddressCheck, ApiError>(
    mayCheck ? [checkAddress.name, "people", email] : null,
    () => call(checkAddress, { query: { address: email, directory: "skip" } }),
    { revalidateOnFocus: false },
  );
  if (!data) return [];
  const twins = data.account ? [{ ...data.account, why: "the same address" }] : [];
  return [...twins, ...data.lookAlikes].filter((person) => person.id !== id);
}
