import { useEffect, useState } from "react";
import useSWR from "swr";
import { type AddressCheck, checkAddress } from "#lib/contract/check.ts";
import { EmailAddress } from "#lib/contract/email-address.ts";
import { call } from "./api.ts";
import type { ApiError } from "./api-error.ts";

const pause = 400;

export type Evidence =
  | { state: "asking"; needsOverride: false }
  | { state: "failed"; message: string; needsOverride: false }
  | { state: "known"; check: AddressCheck; needsOverride: boolean };

/**
 * What stands against an address somebody is to get, asked once it is complete and its writer pauses. Only shown: the
 * server checks again when it is saved.
 * @param own the account that is to get it, which may have it spelled otherwise
 */
export function useAddressEvidence(address: string, own: string): Evidence | undefined {
  const asked = useSettled(EmailAddress.safeParse(address).success ? address : "");
  const { data, error } = useSWR<AddressCheck, ApiError>(
    asked && asked === address ? [checkAddress.name, asked] : null,
    () => call(checkAddress, { query: { address: asked } }),
    { revalidateOnFocus: false },
  );
  if (!asked || asked !== address) return undefined;
  if (error) return { state: "failed", message: error.message, needsOverride: false };
  if (!data) return { state: "asking", needsOverride: false };
  const check = data.account?.id === own ? { ...data, account: undefined } : data;
  return { state: "known", check, needsOverride: check.directory.shut.includes("create") };
}

function useSettled(value: string): string {
  const [settled, setSettled] = useState("");
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), pause);
    return () => clearTimeout(timer);
  }, [value]);
  return settled;
}
