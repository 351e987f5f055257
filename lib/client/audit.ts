import useSWR, { type SWRResponse } from "swr";
import useSWRInfinite, { type SWRInfiniteResponse } from "swr/infinite";
import { getAuditEntry, listAudit } from "#lib/contract/audit.ts";
import type { Output } from "#lib/contract/endpoint.ts";
import { useAccount } from "./account.ts";
import { call } from "./api.ts";
import type { ApiError } from "./api-error.ts";
import { type AuditView, auditQuery } from "./audit-view.ts";

type AuditPage = Output<typeof listAudit>;

const perPage = "30";

/** The audit trail page by page, newest first, narrowed as the view says; `setSize` asks for more. */
export function useAudit(view: AuditView): SWRInfiniteResponse<AuditPage, ApiError> {
  const account = useAccount();
  return useSWRInfinite(
    (index: number, previous: AuditPage | null) => {
      if (!account || (index > 0 && !previous?.next)) return null;
      return [listAudit.name, { ...auditQuery(view), cursor: previous?.next, limit: perPage }] as const;
    },
    ([, query]) => call(listAudit, { query }),
    { keepPreviousData: true },
  );
}

/** One entry; a null id asks for nothing. */
export function useAuditEntry(id: string | null): SWRResponse<Output<typeof getAuditEntry>, ApiError> {
  const account = useAccount();
  return useSWR(account && id ? [getAuditEntry.name, id] : null, () =>
    call(getAuditEntry, { params: { id: id ?? "" } }),
  );
}
