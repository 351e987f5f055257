import { useSearchParams } from "next/navigation";
import { useEffect, useRef } from "react";
import useSWR, { type SWRResponse } from "swr";
import { listBin } from "#lib/contract/bin.ts";
import type { Output } from "#lib/contract/endpoint.ts";
import { type Erased, emptyBin, emptyChunk, eraseUser } from "#lib/contract/erasing.ts";
import type { User } from "#lib/contract/users.ts";
import { useAccount } from "./account.ts";
import { call } from "./api.ts";
import type { ApiError } from "./api-error.ts";
import type { BulkTask } from "./bulk.ts";
import { forgetRecentPerson } from "./recent-people.ts";
import { useRefresh } from "./users.ts";

/** What the address of the list says. */
export interface BinView {
  q: string;
  page: number;
}

/** One page of the people in the bin; while the next one loads, the last one stays. */
export function useBin({ q, page }: BinView): SWRResponse<Output<typeof listBin>, ApiError> {
  const account = useAccount();
  const query = { ...(q && { q }), page: String(page) };
  return useSWR(account ? [listBin.name, query] : null, () => call(listBin, { query }), { keepPreviousData: true });
}

/** The view as text: "" for the first page of all. */
export function printBinView({ q, page }: BinView): string {
  const search = new URLSearchParams({ ...(q && { q }), ...(page > 1 && { page: String(page) }) }).toString();
  return search && `?${search}`;
}

export function useBinView(): [BinView, (view: BinView) => void] {
  const search = useSearchParams();
  const page = search.get("page") ?? "1";
  const show = (view: BinView) => {
    window.history.replaceState(null, "", window.location.pathname + printBinView(view));
  };
  return [{ q: search.get("q") ?? "", page: /^[1-9]\d{0,8}$/.test(page) ? Number(page) : 1 }, show];
}

/** Deletes each for good who is in the bin then. */
export function erasing(reason: string): BulkTask {
  return {
    most: emptyChunk,
    async send(ids, batch) {
      const part = await call(emptyBin, { body: { ids, batch, reason: reason.trim() || undefined } });
      for (const { id, outcome } of part.results) if (outcome === "done") forgetRecentPerson(id);
      return part;
    },
  };
}

interface Wish {
  /** The address as it was typed. */
  confirm: string;
  reason: string;
}

/**
 * Deletes one person for good, and asks again until nothing is left of them; `tell` hears how far it is. It ends when the
 * component goes away; what is left then shows on the list of the deleted.
 */
export function useErase({ id, status }: Pick<User, "id" | "status">) {
  const refresh = useRefresh();
  const isAway = useRef(false);
  useEffect(() => {
    isAway.current = false;
    return () => {
      isAway.current = true;
    };
  }, []);
  return async ({ confirm, reason }: Wish, tell: (answer: Erased) => void): Promise<Erased> => {
    const body = { confirm, reason: reason.trim() || undefined, ...(status !== "deleted" && { now: true }) };
    const first = await call(eraseUser, { params: { id }, body });
    forgetRecentPerson(id);
    let answer = first;
    while (!answer.complete && !isAway.current) {
      tell(answer);
      answer = await call(eraseUser, { params: { id }, body });
    }
    await refresh();
    return { ...answer, bitesBy: first.bitesBy };
  };
}
