import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Account } from "#lib/server/account.ts";
import { openState, type State } from "#lib/server/state.ts";
import { startBlobsServer } from "#lib/testing/blobs-server.ts";
import { type FaultProxy, startFaultProxy } from "#lib/testing/fault-proxy.ts";
import { readChange, readSighting, shardOf, snapshotKeys } from "./keys.ts";
import { noteAccount, noteAsk, noteGone, noteSeen } from "./note.ts";
import { pack, rowOf, unpack } from "./row.ts";

let proxy: FaultProxy;
let state: State;
let close: () => Promise<void>;
beforeAll(async () => {
  const blobs = await startBlobsServer();
  proxy = await startFaultProxy(blobs.url);
  Reflect.set(globalThis, "netlifyBlobsContext", blobs.contextAt(proxy.url));
  state = openState({ instance: "site", secret: "x".repeat(32), deadlineMs: 1000 });
  close = async () => {
    Reflect.deleteProperty(globalThis, "netlifyBlobsContext");
    await proxy.close();
    await blobs.close();
  };
});
afterAll(() => close());

const id = "3f5c2d10-8a51-4c0e-9a55-000000000001";
const account: Account = {
  id,
  audience: "",
  email: "ada@x.io",
  pendingEmail: undefined,
  confirmedAt: "2026-01-02T03:04:05.000Z",
  invitedAt: undefined,
  confirmationSentAt: undefined,
  recoverySentAt: undefined,
  emailChangeSentAt: undefined,
  createdAt: "0001-01-01T00:00:00.000Z",
  appMetadata: { provider: "gitlab", roles: ["member"], desk: { status: "suspended", until: "2027-01-01" }, plan: 7 },
  userMetadata: { full_name: "Ada 🦄", phone: "1" },
};

const changesOf = async (who: string) =>
  (await state.store.entries(snapshotKeys(state).changes, 5))
    .map(({ key }) => readChange(key))
    .filter((change) => change?.id === who);

describe("what the snapshot is told", () => {
  it("R27 keeps what a list shows of a person, years before any e-mail too, and nothing else of their metadata", () => {
    const row = unpack(JSON.parse(JSON.stringify(pack(rowOf(account, 5)))));
    expect(row).toEqual(rowOf(account, 5));
    expect(JSON.stringify(row)).not.toContain("phone");
    expect(JSON.stringify(row)).not.toContain("plan");
  });

  it("holds a row for each change of ours, newest first", async () => {
    await noteAccount({ state }, account);
    await noteAsk({ state }, id);
    const kinds = (await changesOf(id)).map((change) => change?.kind);
    expect(kinds.toSorted()).toEqual(["ask", "row"]);
  });

  it("forgets a person at once: the changes that name them, the row in the shard, and when they were seen", async () => {
    const keys = snapshotKeys(state);
    const other = { ...account, id: "3f5c2d10-8a51-4c0e-9a55-0000000000ff" };
    const shard = keys.shard("g", shardOf(id));
    await state.store.set(keys.head, { generation: "g", audience: "", asOf: 1, people: 2 });
    await state.store.set(shard, [pack(rowOf(account, 1)), pack(rowOf(other, 1))]);
    await noteSeen({ state }, id);
    await noteGone({ state }, id);
    expect((await changesOf(id)).map((change) => change?.kind)).toEqual(["gone"]);
    expect(JSON.stringify(await state.store.get(shard))).not.toContain(id);
    expect(JSON.stringify(await state.store.get(shard))).toContain(other.id);
    expect(await state.store.get(keys.lastSeen(id))).toBeUndefined();
  });

  it("says when somebody was seen in the key itself, so that no reader has to fetch it", async () => {
    const before = Date.now();
    await noteSeen({ state }, account.id);
    const [entry] = await state.store.entries(snapshotKeys(state).seen, 1);
    const sighting = readSighting(entry?.key ?? "");
    expect(sighting?.id).toBe(account.id);
    expect(sighting?.at).toBeGreaterThanOrEqual(before);
  });

  it("never fails a change for a store that is down", async () => {
    proxy.on("PUT", /./, { kind: "answer", status: 500 });
    await noteAccount({ state }, account);
    await noteGone({ state }, id);
    await noteSeen({ state }, id);
    proxy.clear();
  });
});

describe("a conditional write", () => {
  it("is refused when somebody was quicker, be the value there or not", async () => {
    const first = await state.store.replace("k", 1, undefined);
    expect(first).not.toBe(false);
    expect(await state.store.replace("k", 2, undefined)).toBe(false);
    const held = await state.store.getTagged("k");
    expect(await state.store.replace("k", 2, held?.tag)).not.toBe(false);
    expect(await state.store.replace("k", 3, held?.tag)).toBe(false);
    expect(await state.store.get("k")).toBe(2);
  });

  it("is never taken for done when the store refuses", async () => {
    proxy.on("PUT", /./, { kind: "answer", status: 403 }, 1);
    await expect(state.store.replace("k2", 1, undefined)).rejects.toMatchObject({ code: "store_unavailable" });
    expect(await state.store.getTagged("k2")).toBeUndefined();
  });
});
