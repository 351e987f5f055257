import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ExportColumn, type ExportRow, exportUsers } from "#lib/contract/exports.ts";
import type { Rank } from "#lib/contract/policy.ts";
import { type ShakyDesk, startShakyDesk } from "#lib/testing/shaky-desk.ts";

let desk: ShakyDesk;
beforeAll(async () => {
  desk = await startShakyDesk();
  desk.world.local.identity.people.add(
    Array.from({ length: 1_203 }, (_, index) => ({
      email: `many${String(index).padStart(4, "0")}@export.io`,
      confirmed_at: "2026-01-02T03:04:05Z",
      user_metadata: { full_name: `=Person ${index}`, deep: { number: index } },
    })),
  );
});
afterAll(() => desk.close());

const batchOf = (number: number) => number.toString(16).padStart(32, "0");
const columns: ExportColumn[] = ["id", "email", "name", "userMetadata"];
const request = (as: Rank, body: Record<string, unknown>) =>
  desk.call("POST", "/exports", { as, body: { columns, format: "csv", batch: batchOf(1), ...body } });

/** All parts of one export, by id. */
async function everybody(of: { q: string } | { ids: string[] }, batch: string) {
  const rows = new Map<unknown, ExportRow>();
  let cursor: { page: number; perPage: number } | undefined;
  do {
    const { status, body } = await request("admin", { ...of, batch, cursor });
    expect(status).toBe(200);
    const part = exportUsers.response.parse(body);
    for (const row of part.rows) rows.set(row.id, row);
    cursor = part.next;
  } while (cursor);
  return { rows };
}
const audited = async (batch: string) => {
  const { body } = await desk.call("GET", "/audit?limit=100", { as: "admin" });
  return body.entries.filter((entry: { batch?: string }) => entry.batch === batch);
};

describe("an export", () => {
  it("S51 reads everybody whom a search finds, and leaves the count in the audit", async () => {
    const { rows } = await everybody({ q: "@export.io" }, batchOf(2));
    expect(rows.size).toBe(1_203);
    expect(rows.values().next().value).toMatchObject({ email: "many0000@export.io", name: "=Person 0" });
    const entries = await audited(batchOf(2));
    expect(entries).toMatchObject([
      { action: "exports.run", outcome: "done", after: { count: 1_203, search: "@export.io" } },
    ]);
  });

  it("reads chosen people by hundreds, and leaves out who is gone", async () => {
    const { rows } = await everybody({ q: "many000" }, batchOf(3));
    const gone = "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed";
    const chosen = await everybody({ ids: [...rows.keys(), gone].map(String) }, batchOf(4));
    expect([...chosen.rows.keys()].sort()).toEqual([...rows.keys()].sort());
    expect(await audited(batchOf(4))).toMatchObject([{ after: { count: 10, chosen: 11 } }]);
  });

  it("S15 S51 is refused below rank admin, and that is recorded", async () => {
    for (const rank of ["viewer", "support"] as const) {
      expect((await request(rank, { q: "" })).status).toBe(403);
    }
    const { body } = await desk.call("GET", "/audit?limit=20", { as: "admin" });
    const refused = body.entries.filter((entry: { outcome: string }) => entry.outcome === "refused");
    expect(refused.map((entry: { action: string }) => entry.action)).toContain("exports.run");
  });

  it("S51 refuses more people, or other columns, than a part may hold", async () => {
    const ids = Array.from({ length: 101 }, (_, index) => `1b9d6bcd-bbfd-4b2d-9b5d-${String(index).padStart(12, "0")}`);
    expect((await request("admin", { ids })).status).toBe(422);
    expect((await request("admin", { q: "", columns: ["encryptedPassword"] })).status).toBe(422);
    expect((await request("admin", { q: "", cursor: { page: 1, perPage: 501 } })).status).toBe(422);
  });

  const LIST = /admin\/users\?/;
  it.each([
    ["refuses more than a hundred at once", /per_page=[2-5]\d\d/, { kind: "answer", status: 422, body: "{}" }],
    ["does not say how many there are", LIST, { kind: "amend", headers: { "x-total-count": undefined } }],
    ["says too few", LIST, { kind: "amend", headers: { "x-total-count": "7" } }],
    ["says too many", LIST, { kind: "amend", headers: { "x-total-count": "99999" } }],
  ] as const)("R35 S51 reads everybody from an Identity that %s", async (_, path, fault) => {
    desk.identity.on("GET", path, fault);
    const { rows } = await everybody({ q: "@export.io" }, batchOf(9));
    desk.identity.clear();
    expect(rows.size).toBe(1_203);
  });

  it("holds when somebody was seen last, with a snapshot and without", async () => {
    const id = await desk.world.idOf("many0003@export.io");
    const { noteSeen } = await import("#lib/server/snapshot/note.ts");
    const { openState } = await import("#lib/server/state.ts");
    await noteSeen({ state: openState({ instance: desk.instance, secret: "x", deadlineMs: 1000 }) }, id);
    const seen = async () => {
      const { body } = await request("admin", { q: "many000", columns: ["email", "lastSeenAt"] });
      return body.rows.filter(({ lastSeenAt }: ExportRow) => lastSeenAt);
    };
    const without = await seen();
    expect(without).toMatchObject([{ id, email: "many0003@export.io" }]);
    for (let state = ""; state !== "ready"; ) {
      state = (await desk.call("POST", "/snapshot", { as: "viewer", body: {} })).body.state;
    }
    expect(await seen()).toEqual(without);
    const { body } = await request("admin", { ids: [id], columns: ["lastSeenAt"] });
    expect(body.rows).toEqual([{ id, lastSeenAt: without[0].lastSeenAt }]);
  });

  it("hands out nothing while the audit cannot be written", async () => {
    desk.blobs.on("PUT", /audit/, { kind: "answer", status: 500 });
    const { status, text } = await request("admin", { q: "@export.io" });
    desk.blobs.clear();
    expect(status).toBe(503);
    expect(text).not.toContain("many0000@export.io");
  });
});
