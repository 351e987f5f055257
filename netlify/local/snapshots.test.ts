import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, describe, expect, it } from "vitest";
import { type BlobStore, openBlobStore } from "./blobs/blob-store.ts";
import { type Local, startLocal } from "./start-local.ts";
import { type FixtureFunctions, fixtureFunctions } from "./testing/fixture-functions.ts";

/** Counts in a blob, and in its memory. */
const COUNT = `
  import { getStore } from "@netlify/blobs";
  let calls = 0;
  export default async () => {
    const store = getStore({ name: "counts", consistency: "strong" });
    const kept = Number(await store.get("calls") ?? 0) + 1;
    await store.set("calls", String(kept), { metadata: { of: "ü" } });
    return Response.json({ kept, remembered: (calls += 1) });
  };
  export const config = { path: "/api/count" };`;

let fixtures: FixtureFunctions;
const running: Local[] = [];
const folders: string[] = [];

beforeAll(async () => {
  fixtures = await fixtureFunctions({ count: COUNT });
  return fixtures.remove;
});
afterEach(async () => {
  for (const local of running.splice(0)) await local.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "desk-snapshots-"));
  folders.push(path);
  return path;
}

async function start(dataDir?: string, reset?: boolean): Promise<Local> {
  const local = await startLocal({
    port: 0,
    functionsDir: fixtures.directory,
    bcryptCost: 4,
    people: 0,
    dataDir,
    reset,
  });
  running.push(local);
  return local;
}

const count = (local: Local) => fetch(`${local.url}/api/count`).then((response) => response.json());
const change = (local: Local, body: Record<string, string>) =>
  fetch(`${local.url}/__dev/snapshots`, { method: "POST", body: JSON.stringify(body) });

describe("snapshots behind the front door", () => {
  it("hold accounts and Blobs together, and functions start afresh when one is loaded", async () => {
    const local = await start();
    await count(local);
    local.identity.people.add([{ email: "a@example.org" }]);
    const people = local.identity.people.count();
    expect((await change(local, { save: "one" })).status).toBe(200);
    expect(await count(local)).toEqual({ kept: 2, remembered: 2 });
    await local.reset();
    expect(local.identity.people.count()).toBe(people - 1);
    expect((await change(local, { load: "one" })).status).toBe(200);
    expect(local.identity.people.count()).toBe(people);
    expect(await count(local)).toEqual({ kept: 2, remembered: 1 });
  });

  it("R39 outlive a restart and a reset of the data, and change nothing when the Blobs in them are damaged", async () => {
    const dataDir = folder();
    const first = await start(dataDir);
    await count(first);
    await change(first, { save: "one" });
    await running.pop()?.close();
    const again = await start(dataDir, true);
    const people = again.identity.people.count();
    again.identity.people.add([{ email: "later@example.org" }]);
    const file = join(dataDir, "snapshots/one.snapshot");
    const whole = readFileSync(file);
    const damaged = Buffer.from(whole);
    damaged.write("X", damaged.indexOf('"calls"'));
    writeFileSync(file, damaged);
    expect((await change(again, { load: "one" })).status).toBe(422);
    expect([again.identity.people.count(), (await count(again)).kept]).toEqual([people + 1, 1]);
    writeFileSync(file, whole);
    expect((await change(again, { load: "one" })).status).toBe(200);
    expect([again.identity.people.count(), (await count(again)).kept]).toEqual([people, 2]);
    await running.pop()?.close();
    expect((await count(await start(dataDir))).kept).toBe(3);
  });
});

describe("an image of the Blobs", () => {
  const state = (store: BlobStore) =>
    store.stores().map((name) =>
      [...(store.shelf(name)?.entries ?? [])].map(([key, entry]) => {
        const { etag, metadata, contentType, at } = entry;
        return { name, key, etag, metadata, contentType, at, data: store.data(entry).toString() };
      }),
    );

  it("brings back content, tags, metadata and times, on the disk and in memory", () => {
    const stores = [openBlobStore(join(folder(), "blobs.journal")), openBlobStore()];
    for (const store of stores) {
      store.set("a", "k/1", { data: Buffer.from("one\n"), metadata: "b64;eyJhIjoxfQ==", contentType: "text/plain" });
      store.set("b", "ü", { data: Buffer.alloc(0) });
      store.delete("a", "gone");
      const [before, image] = [state(store), store.image()];
      store.deleteAll("a");
      store.set("c", "new", { data: Buffer.from("new") });
      store.restore(image);
      expect(state(store)).toEqual(before);
      store.set("a", "k/1", { data: Buffer.from("two") });
      expect(store.get("a", "k/1")?.size).toBe(3);
      store.close();
    }
  });

  it("is refused when a byte of it is another, or when it stops early, and nothing changes", () => {
    const path = join(folder(), "blobs.journal");
    const store = openBlobStore(path);
    store.set("a", "k", { data: Buffer.from("one") });
    const image = store.image();
    store.set("a", "k", { data: Buffer.from("two") });
    const flipped = Buffer.from(image);
    flipped[image.length - 2] = 0x58;
    for (const bad of [flipped, image.subarray(0, -3), Buffer.from("nonsense")]) {
      expect(() => store.restore(bad)).toThrow("the blobs are damaged at byte 0");
    }
    const entry = store.get("a", "k");
    expect(entry && store.data(entry).toString()).toBe("two");
    expect(existsSync(`${path}.new`)).toBe(false);
    store.close();
  });
});
