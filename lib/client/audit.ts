import useSWR, { type SWRResponse } from "swr";
import useSWRInfinite, { type SWRInfiniteResponse } from "swr/infinite";
import { listAudit } from "#lib/contract/audit.ts";
import type { Output } from "#lib/contract/endpoint.ts";
import { useAccount } from "./account.ts";
import { call } from "./api.ts";
import type { ApiError } from "./api-error.ts";

type AuditPage = Output<typeof listAudit>;

const perPage = "30";

/** The audit trail page by page, newest first; `setSize` asks for more. A target narrows it to one user. */
export function useAudit(target: string | undefined): SWRInfiniteResponse<AuditPage, ApiError> {
  const account = useAccount();
  return useSWRInfinite(
    (index: number, previous: AuditPage | null) => {
      if (!account || (index > 0 && !previous?.next)) return null;
      return [listAudit.name, { target, cursor: previous?.next, limit: perPage }] as const;
    },
    ([, query]) => call(listAudit, { query }),
    { keepPreviousData: true },
  );
}

/** The newest entries about one user. */
export function useRecentAudit(target: string, limit: number): SWRResponse<AuditPage, ApiError> {
  const account = useAccount();
  const query = { target, limit: String(limit) };
  return useSWR(account ? [listAudit.name, query] : null, () => call(listAudit, { query }));
}
