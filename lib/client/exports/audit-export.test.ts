import Papa from "papaparse";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AuditEntry } from "#lib/contract/audit.ts";
import { exportAudit } from "#lib/contract/audit-export.ts";
import type { Rank } from "#lib/contract/policy.ts";
import { peopleIn } from "#lib/testing/people-in.ts";
import { startWorld, type World } from "#lib/testing/world.ts";
import { auditFile } from "./audit-file.ts";
import { fromSafeCell } from "./format.ts";

const REASON = '=HYPERLINK("https://evil.example")';
const NAME = '-1, "quoted"\r\nand 👩‍👩‍👧';

let world: World;
let person: string;
beforeAll(async () => {
  world = await startWorld();
  const people = peopleIn(world);
  person = await people.add({ user_metadata: { full_name: "" } });
  await world.api("PUT", `/users/${person}/name`, { as: "admin", body: { name: "Ann", expected: "" } });
  await world.api("PUT", `/users/${person}/name`, { as: "admin", body: { name: "Bea", expected: "Ann" } });
  await world.api("POST", `/users/${person}/suspend`, { as: "admin", body: { reason: REASON } });
  await world.api("POST", `/users/${person}/restore`, { as: "admin", body: { reason: NAME } });
});
afterAll(() => world.close());

let runs = 0;
const newRun = () => {
  runs += 1;
  return runs.toString(16).padStart(32, "0");
};
const ask = (as: Rank, query: string) => world.api("GET", `/audit/export?run=${newRun()}&${query}`, { as });
const idsOf = (entries: readonly AuditEntry[]) => entries.map(({ id }) => id);

async function exported(filter: string): Promise<AuditEntry[]> {
  const { status, body } = await ask("admin", `format=csv&${filter}`);
  expect(status).toBe(200);
  return exportAudit.response.parse(body).entries;
}

/** By the list, a few at a time. */
async function listed(filter: string): Promise<AuditEntry[]> {
  const entries: AuditEntry[] = [];
  let cursor = "";
  do {
    const { body } = await world.api("GET", `/audit?limit=2&${filter}${cursor}`, { as: "admin" });
    entries.push(...body.entries);
    cursor = body.next ? `&cursor=${body.next}` : "";
  } while (cursor);
  return entries;
}

describe("an export of the audit", () => {
  it("S51 holds what the list holds, with the same filters and from any cursor on", async () => {
    for (const filter of [
      `target=${person}`,
      "action=details",
      "action=suspended&outcome=done&kind=staff",
      "action=roles",
    ]) {
      const wanted = idsOf(await listed(filter));
      expect(idsOf(await exported(filter))).toEqual(wanted);
      for (const [index, cursor] of wanted.entries()) {
        expect(idsOf(await exported(`${filter}&cursor=${cursor}`))).toEqual(wanted.slice(index + 1));
      }
    }
    const everything = idsOf(await listed(""));
    expect(everything.length).toBeGreaterThan(4);
    expect(idsOf(await exported(""))).toEqual(everything);
  });

  it("S51 leaves the format, the filters and the count in the audit, and nothing of itself in the file", async () => {
    const entries = await exported(`target=${person}&from=2026-01-01`);
    expect(entries.map(({ action }) => action)).not.toContain("exports.run");
    const [own] = await listed("action=exports.run");
    expect(own).toMatchObject({
      outcome: "done",
      batch: runs.toString(16).padStart(32, "0"),
      after: { of: "audit", format: "csv", target: person, count: entries.length },
    });
  });

  it("S49 S50 gives back in CSV what anybody wrote, with no cell a formula", async () => {
    const entries = await exported(`target=${person}`);
    const text = auditFile(entries, "csv").join("");
    const { data, meta } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
    expect(data.flatMap((row) => Object.values(row)).filter((cell) => /^[=+\-@\t\r]/.test(cell))).toEqual([]);
    expect(meta.fields?.[0]).toBe("id");
    expect(data.map((row) => row.id)).toEqual(idsOf(entries));
    const reasons = data.map((row) => fromSafeCell(row.reason ?? ""));
    expect(reasons).toEqual(entries.map(({ reason }) => reason ?? ""));
    expect(reasons).toContain(REASON);
    const lines = auditFile(entries, "ndjson").join("").trimEnd().split("\n");
    expect(lines.map((line) => JSON.parse(line))).toEqual(entries);
  });

  it.each(["viewer", "support"] as const)("S51 is refused to a %s, and the attempt is recorded", async (rank) => {
    const { status, body } = await ask(rank, "format=csv");
    expect([status, body.error.code]).toEqual([403, "forbidden"]);
    const [newest] = await listed("action=exports.run&outcome=refused");
    expect(newest?.actor.email).toContain(rank);
  });

  it("refuses another format, a cursor of no page and a run without a name", async () => {
    for (const query of ["format=xlsx", "format=csv&cursor=abc", "format=csv&limit=100000"]) {
      expect((await ask("admin", query)).status).toBe(422);
    }
    expect((await world.api("GET", "/audit/export?format=csv", { as: "admin" })).status).toBe(422);
  });
});
