import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { readOnlyFolder, smallDisk } from "./testing/small-disk.ts";
import { type Bundle, bundleIdentity, type Spawned } from "./testing/spawn-identity.ts";

let bundle: Bundle;
const undo: (() => void)[] = [];
const running: Spawned[] = [];
beforeAll(async () => {
  bundle = await bundleIdentity();
});
afterAll(() => bundle.remove());
afterEach(async () => {
  for (const server of running.splice(0)) await server.stop();
  for (const step of undo.splice(0).reverse()) step();
});

function start(folder: string, { through, more = [] }: { through?: string[]; more?: string[] } = {}): Spawned {
  const server = bundle.run(["--port", "0", "--data", folder, ...more], { through });
  running.push(server);
  return server;
}

function smallDiskForThisTest() {
  const disk = smallDisk();
  undo.push(disk.remove);
  return disk;
}

function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "identity-faults-"));
  undo.push(() => rmSync(folder, { recursive: true }));
  return folder;
}

async function expectOneLine(server: Spawned, ...words: string[]): Promise<void> {
  expect(await server.exit).toBe(1);
  for (const word of words) expect(server.err()).toContain(word);
  expect(server.err().trim().split("\n")).toHaveLength(1);
  expect(server.out()).not.toContain("Ready");
}

const headers = { Authorization: "Bearer op" };
const post = (url: string, path: string, body: unknown) =>
  fetch(`${url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
const invite = (url: string, email: string) => post(url, "/invite", { email });

/** Addresses of accounts and of mails. */
async function kept(url: string): Promise<{ accounts: string[]; mails: string[] }> {
  const { users } = await (await fetch(`${url}/admin/users?per_page=1000`, { headers })).json();
  const mails = await (await fetch(`${url}/__dev/mails`)).json();
  return {
    accounts: users.map(({ email }: { email: string }) => email).sort(),
    mails: mails.map(({ to }: { to: string[] }) => to[0]).sort(),
  };
}

/** Files of a good store. */
async function goodFiles(): Promise<Record<string, Buffer>> {
  const folder = newFolder();
  const server = start(folder);
  await invite(await server.ready(), "a@x.io");
  await server.stop();
  return Object.fromEntries(readdirSync(folder).map((name) => [name, readFileSync(join(folder, name))]));
}

describe("a disk that refuses", () => {
  it("R40 on a full disk the server does not start, and says so in one line", async () => {
    const disk = smallDiskForThisTest();
    disk.fill();
    await expectOneLine(
      start(disk.folder, { through: disk.throughWhenFull }),
      disk.folder,
      "or choose another directory",
    );
  });

  it("R40 a read-only directory stops the start in one line, with data in it and without", async () => {
    const empty: Record<string, Buffer> = {};
    for (const files of [empty, await goodFiles()]) {
      const { folder, remove } = readOnlyFolder(files);
      undo.push(remove);
      await expectOneLine(start(folder), `--data cannot be ${folder}`, "can only be read", "choose another directory");
      for (const [name, bytes] of Object.entries(files)) expect(readFileSync(join(folder, name))).toEqual(bytes);
    }
  });

  it("R40 a directory in place of a file stops the start in one line that names it", async () => {
    for (const name of ["identity.journal", "identity.journal.snapshot", "identity.journal.mails"]) {
      const folder = newFolder();
      mkdirSync(join(folder, name));
      await expectOneLine(start(folder), join(folder, name), "there is a directory of that name");
    }
  });

  it("R40 while the disk is full writes are answered 500 and not kept, and work again once there is room", async () => {
    const disk = smallDiskForThisTest();
    const server = start(disk.folder);
    const url = await server.ready();
    expect((await invite(url, "before@x.io")).status).toBe(200);
    disk.fill(server.child);
    const accepted = ["before@x.io"];
    // What the last block of the file still has room for may be kept.
    while ((await invite(url, `${accepted.length}@x.io`)).status === 200) accepted.push(`${accepted.length}@x.io`);
    const refused = await invite(url, "full@x.io");
    expect(refused.status).toBe(500);
    expect(await refused.json()).toMatchObject({ code: 500, msg: expect.any(String) });
    expect((await post(url, "/__dev/snapshots", { save: "full" })).status).toBe(422);
    accepted.sort();
    expect(await kept(url)).toEqual({ accounts: accepted, mails: accepted });
    expect(server.out()).toContain("cannot write the journal");
    disk.free(server.child);
    expect((await invite(url, "after@x.io")).status).toBe(200);
    expect((await post(url, "/__dev/snapshots", { save: "roomy" })).status).toBe(200);
    server.child.kill("SIGKILL");
    await server.exit;
    const again = await start(disk.folder).ready();
    accepted.push("after@x.io");
    accepted.sort();
    expect(await kept(again)).toEqual({ accounts: accepted, mails: accepted });
    expect(readdirSync(join(disk.folder, "snapshots"))).toEqual(["roomy.snapshot"]);
  });

  it("R40 a compaction that finds no room leaves the journal as it is, and is tried again", async () => {
    const folder = newFolder();
    const first = start(folder, { more: ["--compact-after", "100000000"] });
    const lines = Array.from({ length: 300 }, (_, index) =>
      JSON.stringify({ email: `p${index}@x.io`, user_metadata: { note: "x".repeat(1000) } }),
    );
    const url = await first.ready();
    expect((await fetch(`${url}/__dev/people/import`, { method: "POST", body: lines.join("\n") })).status).toBe(200);
    await first.stop();
    const { size } = statSync(join(folder, "identity.journal"));
    const compactNow = ["--compact-after", "100000"];
    // The snapshot will be a tenth longer than the journal.
    const limited = start(folder, { through: ["prlimit", `--fsize=${size + 6000}:unlimited`], more: compactNow });
    const there = await limited.ready();
    while (!limited.out().includes("it will be tried again")) await sleep(10);
    expect((await invite(there, "a@x.io")).status).toBe(200);
    expect(readdirSync(folder).sort()).toEqual(["identity.journal", "identity.journal.lock"]);
    limited.child.kill("SIGKILL");
    await limited.exit;
    const last = start(folder, { more: compactNow });
    expect((await kept(await last.ready())).accounts).toHaveLength(301);
    await last.stop();
    expect(readdirSync(folder).sort()).toEqual(["identity.journal", "identity.journal.snapshot"]);
    expect(statSync(join(folder, "identity.journal")).size).toBeLessThan(100);
  });
});
