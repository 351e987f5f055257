import { useSearchParams } from "next/navigation";
import useSWR, { type SWRResponse } from "swr";
import type { Output } from "#lib/contract/endpoint.ts";
import { type Counted, getOverview } from "#lib/contract/overview.ts";
import { useAccount } from "./account.ts";
import { call } from "./api.ts";
import type { ApiError } from "./api-error.ts";
import { dayOf } from "./dates.ts";

export type Overview = Output<typeof getOverview>;
export type Refused = Overview["refused"][number];

export const periods = [30, 90] as const;
export type Period = (typeof periods)[number];

/** The numbers over so many days; while others are asked for, the last ones stay. */
export function useOverview(period: Period): SWRResponse<Overview, ApiError> {
  const account = useAccount();
  const query = { days: String(period) };
  return useSWR(account ? [getOverview.name, query] : null, () => call(getOverview, { query }), {
    keepPreviousData: true,
  });
}

/** How many days the address asks for, and how to change it; what makes no sense counts as 30. */
export function usePeriod(): [Period, (period: Period) => void] {
  const given = useSearchParams().get("days");
  const show = (period: Period) => {
    const search = period === periods[0] ? "" : `?days=${period}`;
    window.history.replaceState(null, "", window.location.pathname + search);
  };
  return [periods.find((period) => String(period) === given) ?? periods[0], show];
}

/** The users page as a number's query asks for it: "/users?status=active". */
export function usersLink(query: Counted["query"]): string {
  const text = new URLSearchParams(query).toString();
  return `/users${text && `?${text}`}`;
}

/** "1,204". */
export function numberOf(count: number): string {
  return count.toLocaleString("en-GB");
}

/** A day of UTC in words, whatever the reader's time zone: "2026-11-23" → "23 Nov 2026". */
export function dayName(day: string): string {
  return dayOf(new Date(`${day}T12:00`));
}

/** All days in one number, whose list reaches from the first day to the last. */
export function wholePeriod(signups: Overview["signups"]): Counted {
  const query = { createdFrom: signups[0]?.day ?? "", createdTo: signups.at(-1)?.day ?? "" };
  return { count: signups.reduce((sum, { count }) => sum + count, 0), query };
}

/** What was counted per day and reason, under one of both; those with the most first, days in the order of the calendar. */
export function refusedBy(refused: readonly Refused[], what: "day" | "reason"): [string, number][] {
  const sums = new Map<string, number>();
  for (const row of refused) sums.set(row[what], (sums.get(row[what]) ?? 0) + row.count);
  const sorted = [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
  return what === "day" ? sorted : sorted.sort(([, a], [, b]) => b - a);
}
