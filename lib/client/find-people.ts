import { useEffect, useState } from "react";
import useSWR, { type SWRResponse } from "swr";
import type { Output } from "#lib/contract/endpoint.ts";
import { listUsers } from "#lib/contract/users.ts";
import { useAccount } from "./account.ts";
import { call } from "./api.ts";
import type { ApiError } from "./api-error.ts";

const pauseMs = 200;

/** The first eight people whose name or address holds the text, once its writer pauses; asks nothing for none. */
export function useFoundPeople(text: string): SWRResponse<Output<typeof listUsers>, ApiError> & { settled: boolean } {
  const account = useAccount();
  const q = useSettled(text.trim().slice(0, 200));
  const query = { q, page: "1", perPage: "8" };
  const answer = useSWR(account && q ? [listUsers.name, query] : null, () => call(listUsers, { query }));
  return { ...answer, settled: q === text.trim().slice(0, 200) };
}

function useSettled(text: string): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), pauseMs);
    return () => clearTimeout(timer);
  }, [text]);
  return settled;
}
