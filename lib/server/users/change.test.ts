import { afterAll, beforeAll, beforeEach, expect, it, vi } from "vitest";
import type { AuditEntry } from "#lib/contract/audit.ts";
import { type ShakyDesk, startShakyDesk } from "#lib/testing/shaky-desk.ts";

const ONE = /^\/\.netlify\/identity\/admin\/users\/[0-9a-f-]{36}$/;

let desk: ShakyDesk;
let id: string;
beforeAll(async () => {
  desk = await startShakyDesk();
  id = await desk.world.idOf("member@example.com");
});
afterAll(() => desk.close());
beforeEach(() => desk.identity.clear());

const rename = (name: string, expected: string) =>
  desk.call("PUT", `/users/${id}/name`, { as: "support", body: { name, expected } });
async function newest(): Promise<AuditEntry> {
  return (await desk.call("GET", `/audit?target=${id}&limit=1`, { as: "viewer" })).body.entries[0];
}

it("R03 R11 a change whose answer is lost each time is read back, and is done", async () => {
  desk.identity.on("PUT", ONE, { kind: "lose" });
  const reply = await rename("Mona Lost", "Mona Member");
  expect(reply.status).toBe(200);
  expect(reply.body.user.name).toBe("Mona Lost");
  expect(await newest()).toMatchObject({ action: "users.rename", outcome: "done" });
});

it("R03 a change that never arrives says so, stays open, and is settled as failed by reading the account", async () => {
  desk.identity.on("PUT", ONE, { kind: "drop" });
  expect((await rename("Mona Dropped", "Mona Lost")).body.error.code).toBe("identity_unavailable");
  expect(await newest()).toMatchObject({ outcome: "unknown", after: { name: "Mona Dropped" } });
  desk.identity.clear();
  vi.useFakeTimers({ now: Date.now() + 61_000, toFake: ["Date"] });
  try {
    expect(await newest()).toMatchObject({ outcome: "failed" });
  } finally {
    vi.useRealTimers();
  }
});
