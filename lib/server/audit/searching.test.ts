import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { AuditEntry } from "#lib/contract/audit.ts";
import { ActorKind, type AuditFilter, actionGroups, isActionGroup, Outcome } from "#lib/contract/audit-filter.ts";
import { type Action, Action as Actions } from "#lib/contract/policy.ts";
import { type AuditStore, startAuditStore } from "#lib/testing/audit-store.ts";
import { newEntryId } from "./key.ts";
import { type Search, search } from "./searching.ts";

const DAY_MS = 86_400_000;
const NOW = Date.parse("2026-11-23T12:00:00Z");

const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

/** Spread over `days`, a different mixture of everything in each. */
function entries(count: number, days: number): AuditEntry[] {
  return Array.from({ length: count }, (_, index): AuditEntry => {
    const at = NOW - Math.floor((index * days * DAY_MS) / count);
    const action: Action = Actions.options[(index * 7) % Actions.options.length] ?? "desk.open";
    const person = index % 17;
    return {
      id: newEntryId(at),
      at: new Date(at).toISOString(),
      actor: {
        kind: ActorKind.options[index % 3] ?? "staff",
        id: uuid(index % 5),
        email: `Staff${index % 5}@example.com`,
      },
      action,
      target: index % 4 === 0 ? undefined : { id: uuid(100 + person), email: `person${person}@example.org` },
      outcome: Outcome.options[(index * 5) % 4] ?? "done",
      ...(index % 11 === 0 && { batch: `run-${index % 3}` }),
      deploy: { context: "production", id: "5f0000000000000000000001" },
    };
  });
}

/** What the filter means, said once more in the plainest way. */
function plainly(all: readonly AuditEntry[], filter: AuditFilter): AuditEntry[] {
  const actions = filter.action?.flatMap((name): readonly string[] =>
    isActionGroup(name) ? actionGroups[name] : [name],
  );
  const same = (wanted: AuditFilter["actor"], who: { id?: string; email?: string } | undefined) =>
    wanted === undefined ||
    ("id" in wanted ? who?.id === wanted.id : who?.email?.toLowerCase() === wanted.email.toLowerCase());
  return all
    .filter((entry) => same(filter.actor, entry.actor) && same(filter.target, entry.target))
    .filter((entry) => actions === undefined || actions.includes(entry.action))
    .filter((entry) => filter.kind === undefined || filter.kind.includes(entry.actor.kind))
    .filter((entry) => filter.outcome === undefined || filter.outcome.includes(entry.outcome))
    .filter((entry) => filter.from === undefined || Date.parse(entry.at) >= filter.from)
    .filter((entry) => filter.to === undefined || Date.parse(entry.at) < filter.to)
    .filter((entry) => filter.batch === undefined || entry.batch === filter.batch)
    .toSorted((a, b) => (a.id < b.id ? -1 : 1));
}

let store: AuditStore | undefined;
afterEach(() => store?.close());

async function holding(all: readonly AuditEntry[], isOld?: (entry: AuditEntry) => boolean): Promise<AuditStore> {
  store = await startAuditStore(all, isOld);
  return store;
}

/** So that a request is about searching: each day is looked through once for entries without keys, as it always was. */
async function indexed(audit: AuditStore["audit"], requests: AuditStore["requests"]): Promise<void> {
  await allPages(audit, { filter: { batch: "no-such-run" }, limit: 50 });
  requests.length = 0;
}

/** Page after page until there is no next. */
async function allPages(audit: AuditStore["audit"], wanted: Search): Promise<{ ids: string[]; pages: number }> {
  const ids: string[] = [];
  let after: string | undefined;
  for (let pages = 1; ; pages += 1) {
    const page = await search(audit, { ...wanted, after });
    expect(page.entries.length).toBeLessThanOrEqual(wanted.limit);
    ids.push(...page.entries.map((entry) => entry.id));
    if (page.next === undefined) return { ids, pages };
    expect(page.next > (after ?? "")).toBe(true);
    after = page.next;
  }
}

/** A clock that is read once at the beginning, and by then is far behind. */
function beginAndThenLate(): () => number {
  const real = performance.timeOrigin + performance.now();
  let reads = 0;
  return () => {
    reads += 1;
    return reads === 1 ? real : real + 60_000;
  };
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 1 });
const someone = (id: number, email: string) => fc.constantFrom({ id: uuid(id) }, { email });
const moment = fc.integer({ min: NOW - 135 * DAY_MS, max: NOW + DAY_MS });

const filters: fc.Arbitrary<AuditFilter> = fc.record({
  actor: maybe(someone(3, "STAFF3@example.com")),
  target: maybe(someone(107, "person7@example.org")),
  kind: maybe(fc.uniqueArray(fc.constantFrom(...ActorKind.options), { minLength: 1 })),
  action: maybe(fc.uniqueArray(fc.constantFrom("roles", "deleted", "users.rename", "desk.open"), { minLength: 1 })),
  outcome: maybe(fc.uniqueArray(fc.constantFrom(...Outcome.options), { minLength: 1 })),
  from: maybe(moment),
  to: maybe(moment),
  batch: maybe(fc.constantFrom("run-1", "run-9")),
});

describe("a search in the audit", () => {
  it("gives on its pages together what the filter means, each entry once and newest first", async () => {
    const all = entries(120, 130);
    const { audit } = await holding(all);
    await fc.assert(
      fc.asyncProperty(filters, fc.integer({ min: 5, max: 60 }), async (filter, limit) => {
        const { ids } = await allPages(audit, { filter, limit });
        expect(ids).toEqual(plainly(all, filter).map((entry) => entry.id));
      }),
      { numRuns: 15 },
    );
  }, 120_000);

  it("of 10,000 entries asks for no more than their keys and the entries it gives", async () => {
    const all = entries(10_000, 60);
    const { audit, requests } = await holding(all);
    await indexed(audit, requests);
    const filter: AuditFilter = { actor: { email: "staff3@example.com" }, action: ["roles"] };
    const { entries: found, next } = await search(audit, { filter, limit: 50 });
    const expected = plainly(all, filter);
    expect(found.map((entry) => entry.id)).toEqual(expected.slice(0, 50).map((entry) => entry.id));
    expect(next).toBe(found.at(-1)?.id);
    // Three lists for the days, one for each day, and no more reads than are shown, but for the rest of a handful.
    expect(requests.length).toBeLessThan(3 + 60 + 50 + 30);
    requests.length = 0;
    const nobody = await search(audit, { filter: { actor: { email: "nobody@example.com" } }, limit: 50 });
    expect(nobody).toEqual({ entries: [] });
    expect(requests.length).toBeLessThanOrEqual(3 + 61);
  }, 60_000);

  it("stops after a bounded stretch of days and says where to go on", async () => {
    const all = entries(400, 400);
    const { audit, requests } = await holding(all);
    await indexed(audit, requests);
    const filter: AuditFilter = { batch: "no-such-run" };
    const first = await search(audit, { filter, limit: 50 });
    expect(first.entries).toEqual([]);
    expect(first.next).toBeDefined();
    expect(requests.length).toBeLessThanOrEqual(3 + 127);
    expect(await allPages(audit, { filter, limit: 50 })).toEqual({ ids: [], pages: 4 });
  });

  it("finds entries of days before there were facts in keys, and of the day they came in; later by keys alone", async () => {
    const all = entries(300, 20);
    const cameIn = NOW - 7.5 * DAY_MS;
    const { audit, requests } = await holding(all, (entry) => Date.parse(entry.at) < cameIn);
    const asked: AuditFilter[] = [
      { actor: { email: "staff3@example.com" }, outcome: ["done"] },
      { target: { email: "person7@example.org" } },
      { target: { id: uuid(107) } },
      { batch: "run-1", to: NOW - 12 * DAY_MS },
      { action: ["roles", "deleted"], kind: ["event"], from: cameIn - 3 * DAY_MS, to: cameIn + DAY_MS },
    ];
    for (const filter of asked) {
      const expected = plainly(all, filter).map((entry) => entry.id);
      expect(expected.length).toBeGreaterThan(0);
      expect((await allPages(audit, { filter, limit: 25 })).ids).toEqual(expected);
    }
    requests.length = 0;
    expect(await search(audit, { filter: { batch: "no-such-run" }, limit: 25 })).toEqual({ entries: [] });
    expect(requests.length).toBeLessThanOrEqual(3 + 21);
  });

  it("says where to go on when there are more entries without facts than it has time to read", async () => {
    const all = entries(40, 4);
    const { audit } = await holding(all, () => true);
    vi.spyOn(Date, "now").mockImplementation(beginAndThenLate());
    const first = await search(audit, { filter: { kind: ["staff"] }, limit: 50 });
    vi.restoreAllMocks();
    expect(first.entries).toEqual([]);
    const rest = await search(audit, { filter: { kind: ["staff"] }, limit: 50, after: first.next });
    expect(rest.entries.map(({ id }) => id)).toEqual(plainly(all, { kind: ["staff"] }).map(({ id }) => id));
  });

  it("about one person asks for one folder only", async () => {
    const all = entries(2_000, 300);
    const { audit, requests } = await holding(all);
    const filter: AuditFilter = { target: { id: uuid(103) }, outcome: ["refused"] };
    const { entries: found } = await search(audit, { filter, limit: 10 });
    expect(found.map((entry) => entry.id)).toEqual(
      plainly(all, filter)
        .slice(0, 10)
        .map((entry) => entry.id),
    );
    expect(requests.filter((call) => call.path.includes("prefix=")).length).toBe(1);
  });
});
