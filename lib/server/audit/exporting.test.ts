import { afterEach, describe, expect, it } from "vitest";
import { deskConfig } from "#desk-config";
import type { AuditEntry } from "#lib/contract/audit.ts";
import { parseDeskConfig } from "#lib/server/desk-config.ts";
import type { Staff } from "#lib/server/policy/policy.ts";
import { type AuditStore, startAuditStore } from "#lib/testing/audit-store.ts";
import { run } from "./exporting.ts";
import { newEntryId } from "./key.ts";

const NOW = Date.parse("2026-11-20T12:00:00Z");
const uuid = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, "0")}`;

function renamed(index: number): AuditEntry {
  const at = NOW - index * 60_000;
  return {
    id: newEntryId(at),
    at: new Date(at).toISOString(),
    actor: { kind: "staff", id: uuid(1), email: "admin@example.com" },
    action: "users.rename",
    target: { id: uuid(100 + index), email: `person${index}@example.org` },
    before: { name: "Ann" },
    after: { name: `Ann ${index}` },
    outcome: "done",
    deploy: { context: "production", id: "5f0000000000000000000001" },
  };
}

let store: AuditStore | undefined;
afterEach(() => store?.close());

describe("an export of much of the audit", () => {
  it("S51 comes in several pieces, which together hold each entry once and in order, and leave one entry each", async () => {
    const all = Array.from({ length: 1_150 }, (_, index) => renamed(index));
    store = await startAuditStore(all);
    const { staffRoles, appRoles } = parseDeskConfig(deskConfig);
    const actor: Staff = { kind: "staff", id: uuid(1), email: "admin@example.com", name: "", rank: "admin" };
    const rules = { owners: [], audience: "", staffRoles, appRoles };
    // Never asked: each of these entries says how it ended.
    const identity = { url: "http://127.0.0.1:1", audience: "", operatorToken: "" };
    const deps = { audit: store.audit, actor, rules, identity };
    const filter = { format: "csv", run: "0".repeat(32), to: NOW + 1 } as const;
    const pieces: AuditEntry[][] = [];
    for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
      const part = await run({ query: { ...filter, cursor } }, deps);
      pieces.push(part.entries);
      cursor = part.next;
    }
    expect(pieces.length).toBeGreaterThan(1);
    expect(Math.max(...pieces.map((piece) => piece.length))).toBeLessThanOrEqual(1_000);
    expect(pieces.flat().map(({ id }) => id)).toEqual(all.map(({ id }) => id));
    const own = await run({ query: { ...filter, to: undefined, action: ["exports.run"] } }, deps);
    expect(own.entries.map(({ after }) => after?.count)).toEqual(pieces.map((piece) => piece.length).toReversed());
  });
});
