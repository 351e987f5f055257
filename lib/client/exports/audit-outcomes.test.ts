import Papa from "papaparse";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { exportAudit } from "#lib/contract/audit-export.ts";
import { type ShakyDesk, startShakyDesk } from "#lib/testing/shaky-desk.ts";
import { auditFile } from "./audit-file.ts";

let desk: ShakyDesk;
beforeAll(async () => {
  desk = await startShakyDesk();
});
afterAll(() => desk.close());
afterEach(() => {
  desk.identity.clear();
  desk.blobs.clear();
  vi.useRealTimers();
});

let count = 0;
async function somebody(): Promise<string> {
  count += 1;
  const email = `exported${count}@example.org`;
  desk.world.local.identity.people.add([{ email, app_metadata: { roles: [] } }]);
  return desk.world.idOf(email);
}

const giveRole = (id: string) =>
  desk.call("PUT", `/users/${id}/roles`, { as: "admin", body: { roles: ["member"], expected: [] } });

/** The outcome is lost, and it was so long ago that nobody is going to write it any more. */
async function giveRoleAndLoseOutcome(id: string): Promise<void> {
  desk.blobs.on("PUT", /\.outcome$/, { kind: "drop" });
  await giveRole(id);
  desk.blobs.clear();
  vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ["Date"] });
}

let runs = 0;
async function fileAbout(id: string) {
  runs += 1;
  const run = runs.toString(16).padStart(32, "0");
  const path = `/audit/export?run=${run}&format=csv&target=${id}`;
  const { status, body } = await desk.call("GET", path, { as: "admin" });
  expect(status).toBe(200);
  const { entries } = exportAudit.response.parse(body);
  const csv = auditFile(entries, "csv").join("");
  const { data } = Papa.parse<Record<string, string>>(csv, { header: true, skipEmptyLines: true });
  return { entries, data };
}

describe("how a change ended, in an export of the audit", () => {
  it("S86 is told by the account where nobody wrote it down", async () => {
    const id = await somebody();
    await giveRoleAndLoseOutcome(id);
    expect((await fileAbout(id)).data).toMatchObject([{ action: "users.set_roles", outcome: "done" }]);
  });

  it("S86 is said to be unknown where the account is neither as before nor as after", async () => {
    const id = await somebody();
    await giveRoleAndLoseOutcome(id);
    await desk.world.operator("PUT", `/admin/users/${id}`, { app_metadata: { roles: ["subscriber"] } });
    const { entries, data } = await fileAbout(id);
    expect(data).toMatchObject([{ outcome: "outcome unknown" }]);
    expect(entries).toMatchObject([{ outcome: "unknown" }]);
  });

  it("R04 S86 is said to be unknown, and all the rest is there, while Identity does not answer for accounts", async () => {
    const id = await somebody();
    await giveRoleAndLoseOutcome(id);
    desk.identity.on("GET", /\/admin\/users\//, { kind: "hang" });
    const began = performance.now();
    expect((await fileAbout(id)).data).toMatchObject([{ outcome: "outcome unknown" }]);
    expect(performance.now() - began).toBeLessThan(8_000);
  });

  it("names the entry that took it back, and that one names it", async () => {
    const id = await somebody();
    const { entry } = (await giveRole(id)).body;
    const undo = await desk.call("POST", `/audit/${entry}/undo`, { as: "admin", body: {} });
    expect(undo.status).toBe(200);
    const { data, entries } = await fileAbout(id);
    expect(data).toMatchObject([
      { id: undo.body.entry, undoes: entry, undoneBy: "" },
      { id: entry, undoes: "", undoneBy: undo.body.entry },
    ]);
    expect(entries.map(({ undone }) => undone)).toEqual([undefined, undo.body.entry]);
  });
});
