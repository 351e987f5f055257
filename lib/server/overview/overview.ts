import type { Input, Output } from "#lib/contract/endpoint.ts";
import type { Counted, getOverview } from "#lib/contract/overview.ts";
import { joinValues } from "#lib/contract/user-filters.ts";
import { UserFilters, UserStatus } from "#lib/contract/users.ts";
import type { Deps } from "#lib/server/deps.ts";
import { countedRefusals } from "#lib/server/refusal-count.ts";
import type { People } from "#lib/server/snapshot/people.ts";
import { find } from "#lib/server/snapshot/query.ts";
import { readStanding } from "#lib/server/snapshot/step.ts";
import { tableOf } from "#lib/server/snapshot/table.ts";

const DAYS = 30;
const DAY_MS = 86_400_000;

/** The last days in UTC, oldest first. */
function lastDays(count: number): string[] {
  const now = Date.now();
  return Array.from({ length: count }, (_, index) =>
    new Date(now - (count - 1 - index) * DAY_MS).toISOString().slice(0, 10),
  );
}

/** A number is counted by the very query of the list behind it, so the two cannot differ. */
function counter(people: People | undefined): (query: Record<string, string>) => Counted {
  return (query) => ({ count: people ? find(tableOf(people), UserFilters.parse(query)).length : 0, query });
}

/** The values somebody has, those most people have first; no filter can ask for an empty one. */
function valuesOf(people: People | undefined, read: "roles" | "provider"): string[] {
  const counts = new Map<string, number>();
  for (const row of people?.rows.values() ?? [])
    for (const value of new Set([row[read]].flat().filter(Boolean))) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort(([a, many], [b, more]) => more - many || (a < b ? -1 : 1)).map(([value]) => value);
}

/** More roles than a chart can show; the rest are found by the filter. */
const MOST_VALUES = 50;

/** Numbers over everybody, each with the list behind it. */
export async function get({ query }: Input<typeof getOverview>, deps: Deps): Promise<Output<typeof getOverview>> {
  const days = lastDays(query.days ?? DAYS);
  const [{ people, snapshot }, refused] = await Promise.all([
    readStanding(deps),
    countedRefusals(deps.state, days[0] ?? ""),
  ]);
  const count = counter(people);
  const [roles, providers] = (["roles", "provider"] as const).map((name) =>
    valuesOf(people, name).slice(0, MOST_VALUES),
  );
  return {
    asOf: snapshot.asOf ?? new Date().toISOString(),
    snapshot,
    people: count({}),
    inReview: count({ status: "in_review" }),
    signups: days.map((day) => ({ day, ...count({ createdFrom: day, createdTo: day }) })),
    statuses: UserStatus.options.map((status) => ({ status, ...count({ status }) })),
    roles: (roles ?? []).map((role) => ({ role, ...count({ role: joinValues([role]) }) })),
    providers: (providers ?? []).map((provider) => ({ provider, ...count({ provider: joinValues([provider]) }) })),
    refused,
  };
}
