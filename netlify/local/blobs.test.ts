import { mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { getDeployStore, getStore } from "@netlify/blobs";
import { afterEach, expect, it } from "vitest";
import { openBlobStore } from "./blobs/blob-store.ts";
import { listPage } from "./blobs/list-page.ts";
import { type Blobs, openBlobs } from "./blobs.ts";
import { parseTarget } from "./request-target.ts";

const SITE = "10ca1000-0000-4000-8000-00000000b10b";
const open: { server: Server; blobs: Blobs }[] = [];
const folders: string[] = [];

afterEach(async () => {
  for (const { server, blobs } of open.splice(0)) {
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
    blobs.close();
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "desk-blobs-"));
  folders.push(path);
  return path;
}

async function serve(path?: string, now?: () => number) {
  const blobs = openBlobs({ siteId: SITE, token: "the-token", path, now });
  const server = createServer((request, response) => {
    const target = parseTarget(request.url);
    if (target) void blobs.handle(request, response, target);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  open.push({ server, blobs });
  const { port } = server.address() as AddressInfo;
  const { url, url_uncached, token } = JSON.parse(Buffer.from(blobs.contextFor(port), "base64").toString());
  const place = { siteID: SITE, token, edgeURL: url, uncachedEdgeURL: url_uncached };
  return { blobs, port, place, strong: getStore({ name: "audit", consistency: "strong", ...place }) };
}

it("keeps text, JSON, bytes and metadata for the real client", async () => {
  const { strong } = await serve();
  await strong.set("plain", "Grüße, 世界", { metadata: { who: "Jörg", count: 2 } });
  await strong.setJSON("a/b c.json", { deep: ["ü", 1, null] });
  await strong.set("bytes", new Uint8Array([0, 255, 10, 13]).buffer);

  expect(await strong.get("plain")).toBe("Grüße, 世界");
  expect(await strong.get("a/b c.json", { type: "json" })).toEqual({ deep: ["ü", 1, null] });
  expect(new Uint8Array(await strong.get("bytes", { type: "arrayBuffer" }))).toEqual(new Uint8Array([0, 255, 10, 13]));
  expect((await strong.getMetadata("plain"))?.metadata).toEqual({ who: "Jörg", count: 2 });
  expect(await strong.get("absent")).toBeNull();
  expect(await strong.getMetadata("absent")).toBeNull();
});

it("gives an entity tag that a later read can be conditional on", async () => {
  const { strong } = await serve();
  const { etag } = await strong.set("key", "one");
  const read = await strong.getWithMetadata("key");
  expect(read).toMatchObject({ data: "one", etag });
  expect(await strong.getWithMetadata("key", { etag })).toMatchObject({ data: null, etag });
  await strong.set("key", "two");
  expect(await strong.getWithMetadata("key", { etag })).toMatchObject({ data: "two" });
});

it("lets one of ten parallel writers be the first", async () => {
  const { strong } = await serve(join(folder(), "blobs.journal"));
  const writes = Array.from({ length: 10 }, (_, index) => strong.set("lease", `holder ${index}`, { onlyIfNew: true }));
  const won = (await Promise.all(writes)).map(({ modified }) => modified);
  expect(won.filter(Boolean)).toHaveLength(1);
  expect(await strong.get("lease")).toBe(`holder ${won.indexOf(true)}`);
});

it("lets one of ten parallel writers follow a given state", async () => {
  const { strong } = await serve();
  const { etag = "" } = await strong.setJSON("count", 0);
  const writes = Array.from({ length: 10 }, (_, index) => strong.setJSON("count", index + 1, { onlyIfMatch: etag }));
  expect((await Promise.all(writes)).filter(({ modified }) => modified)).toHaveLength(1);
  expect(await strong.set("absent", "x", { onlyIfMatch: etag })).toMatchObject({ modified: false });
});

it("lists a prefix in the order of the keys, folded into directories, page by page", async () => {
  const path = join(folder(), "blobs.journal");
  const earlier = openBlobStore(path);
  for (let index = 2_101; index > 0; index -= 1) {
    earlier.set("site:many", `many/${String(index).padStart(5, "0")}`, { data: Buffer.from("x") });
  }
  earlier.close();
  const { strong, place } = await serve(path);
  for (const key of ["b", "a/2", "a/1", "a/x/9", "a/x/8", "a0", "c"]) await strong.set(key, key);
  const keys = async (options: object) => (await strong.list(options)).blobs.map(({ key }) => key);
  expect(await keys({})).toEqual(["a/1", "a/2", "a/x/8", "a/x/9", "a0", "b", "c"]);
  expect(await keys({ prefix: "a/x" })).toEqual(["a/x/8", "a/x/9"]);
  const folded = await strong.list({ directories: true });
  expect([folded.directories, folded.blobs.map(({ key }) => key)]).toEqual([["a"], ["a0", "b", "c"]]);
  expect(await strong.list({ prefix: "a/", directories: true })).toMatchObject({ directories: ["a/x"] });

  const many = getStore({ name: "many", ...place });
  const sizes: number[] = [];
  for await (const page of many.list({ prefix: "many/", paginate: true })) sizes.push(page.blobs.length);
  expect(sizes).toEqual([1000, 1000, 101]);
});

it("deletes one and all, and keeps stores and deploys apart", async () => {
  const { strong, place } = await serve();
  const notes = getStore({ name: "notes", ...place });
  const deploy = getDeployStore({ name: "audit", deployID: "d1", region: "us-east-2", ...place });
  await Promise.all([strong.set("k", "site"), notes.set("k", "notes"), deploy.set("k", "deploy")]);
  await strong.delete("k");
  await strong.delete("k");
  expect([await strong.get("k"), await notes.get("k"), await deploy.get("k")]).toEqual([null, "notes", "deploy"]);
  await Promise.all([notes.set("l", ""), notes.set("m", "")]);
  expect(await notes.deleteAll()).toEqual({ deletedBlobs: 3 });
  expect((await notes.list()).blobs).toEqual([]);
});

it("answers nobody without its token", async () => {
  const { port, strong } = await serve();
  await strong.set("k", "secret");
  for (const authorization of ["", "Bearer ", "Bearer wrong", "the-token"]) {
    const response = await fetch(`http://127.0.0.1:${port}/${SITE}/site:audit/k`, { headers: { authorization } });
    expect([response.status, await response.text()]).toEqual([403, ""]);
  }
});

it("R42 serves stale reads when told to, and strong ones beside them", async () => {
  let time = 1_000_000;
  const { blobs, strong, place } = await serve(undefined, () => time);
  const eventual = getStore({ name: "audit", ...place });
  blobs.lagBy(60_000);
  await strong.set("k", "old");
  expect(await eventual.get("k")).toBe("old");
  await strong.set("k", "new");
  expect([await eventual.get("k"), await strong.get("k")]).toEqual(["old", "new"]);
  time += 60_001;
  expect(await eventual.get("k")).toBe("new");
});

it("R39 has everything again after a restart, and cuts off what a killed process left unfinished", async () => {
  const path = join(folder(), "blobs.journal");
  const first = openBlobStore(path);
  first.set("s", "kept", { data: Buffer.from("1"), metadata: "b64;e30=" });
  first.set("s", "gone", { data: Buffer.from("2") });
  first.delete("s", "gone");
  first.set("s", "big", { data: Buffer.alloc(3_000_000, 7) });
  first.close();
  const whole = statSync(path).size;
  const again = openBlobStore(path);
  again.set("s", "torn", { data: Buffer.from("x".repeat(500)) });
  again.close();
  truncateSync(path, statSync(path).size - 200);

  const third = openBlobStore(path);
  expect(third.get("s", "kept")).toMatchObject({ metadata: "b64;e30=", size: 1 });
  const big = third.get("s", "big");
  expect(big && third.data(big).equals(Buffer.alloc(3_000_000, 7))).toBe(true);
  expect([third.get("s", "gone"), third.get("s", "torn")]).toEqual([undefined, undefined]);
  third.close();
  expect(statSync(path).size).toBe(whole);
});

it("R40 refuses a damaged file by name and leaves it as it is", () => {
  const path = join(folder(), "blobs.journal");
  const store = openBlobStore(path);
  for (const key of ["a", "b", "c"]) store.set("s", key, { data: Buffer.from("data of it") });
  store.close();
  const bytes = readFileSync(path);
  bytes.write("XXXX", bytes.indexOf("data of it"));
  writeFileSync(path, bytes);
  expect(() => openBlobStore(path)).toThrow(/blobs\.journal is damaged at byte 0/);
  expect(readFileSync(path).equals(bytes)).toBe(true);
  writeFileSync(path, "a foreign file without a line feed");
  expect(() => openBlobStore(path)).toThrow(/blobs\.journal is damaged at byte 0/);
  expect(readFileSync(path, "utf8")).toBe("a foreign file without a line feed");
});

it("rewrites a file that is mostly history, and loses nothing", () => {
  const path = join(folder(), "blobs.journal");
  const store = openBlobStore(path);
  for (let round = 0; round < 12; round += 1) store.set("s", "same", { data: Buffer.alloc(1_000_000, round) });
  store.set("s", "other", { data: Buffer.from("kept") });
  store.close();
  const again = openBlobStore(path);
  expect(statSync(path).size).toBeLessThan(1_100_000);
  const entry = again.get("s", "other");
  expect(entry && again.data(entry).toString()).toBe("kept");
  again.close();
});

it("finds a prefix among 100,000 keys about as fast as among 1,000, after a restart, too", async () => {
  const bothTimes = await Promise.all(
    [1_000, 100_000].map(async (size) => {
      const path = join(folder(), "blobs.journal");
      const store = openBlobStore(path);
      for (let index = 0; index < size; index += 1) {
        store.set("site:audit", `by-target/${index % (size / 100)}/${index}`, { data: Buffer.from("entry") });
      }
      store.close();
      const again = openBlobStore(path);
      const query = { prefix: "by-target/7/", directories: false };
      expect(listPage(again, "site:audit", query).blobs).toHaveLength(100);
      const begun = performance.now();
      for (let round = 0; round < 300; round += 1) listPage(again, "site:audit", query);
      const ms = performance.now() - begun;
      again.close();
      return ms;
    }),
  );
  expect((bothTimes[1] ?? 0) / (bothTimes[0] ?? 1)).toBeLessThan(5);
});
