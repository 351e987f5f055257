import { appendFileSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startIdentity, type Wire } from "../testing/start.ts";
import { JournalError } from "./journal-error.ts";

let folder: string;
let journal: string;
const open: Wire[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "identity-journal-"));
  journal = join(folder, "identity.journal");
});
afterEach(async () => {
  for (const wire of open.splice(0)) await wire.close();
  rmSync(folder, { recursive: true });
});

async function start(log?: (line: string) => void): Promise<Wire> {
  const wire = await startIdentity({}, { journal, log });
  open.push(wire);
  return wire;
}

async function restart(log?: (line: string) => void): Promise<Wire> {
  await open.pop()?.close();
  return start(log);
}

const create = (wire: Wire, email: string) =>
  wire.call("POST /admin/users", { body: { email, password: "secret-1", confirm: true, user_metadata: { a: "é\n" } } });

describe("the journal", () => {
  it("brings back people, sessions and the log after a restart", async () => {
    const before = await start();
    await create(before, "a@x.io");
    const gone = (await create(before, "gone@x.io")).json.id;
    await before.call(`DELETE /admin/users/${gone}`);
    const { refresh_token } = (await before.form({ grant_type: "password", username: "a@x.io", password: "secret-1" }))
      .json;
    const pages = ["GET /admin/users", "GET /admin/audit"];
    const seen = await Promise.all(pages.map(async (page) => (await before.call(page)).text));
    const after = await restart();
    expect(await Promise.all(pages.map(async (page) => (await after.call(page)).text))).toEqual(seen);
    expect((await after.form({ grant_type: "refresh_token", refresh_token })).status).toBe(200);
  });

  it("R39 drops a write that was cut short, says so, and goes on after what was whole", async () => {
    await create(await start(), "a@x.io");
    await open.pop()?.close();
    const whole = readFileSync(journal);
    for (const torn of ["0", "0123abcd [{", `${whole.toString().split("\n")[1]}`]) {
      writeFileSync(journal, whole);
      appendFileSync(journal, torn);
      const lines: string[] = [];
      const wire = await start((line) => lines.push(line));
      expect(lines).toEqual([`${journal}: dropped ${Buffer.byteLength(torn)} bytes of a write that was cut short`]);
      expect(wire.identity.people.count()).toBe(1);
      await open.pop()?.close();
      expect(readFileSync(journal)).toEqual(whole);
    }
    const wire = await start();
    await create(wire, "b@x.io");
    expect((await restart()).identity.people.count()).toBe(2);
  });

  it("R39 starts afresh when the very first write was cut short", async () => {
    for (const begun of ["", "local-ident"]) {
      writeFileSync(journal, begun);
      await create(await start(), "a@x.io");
      expect((await restart()).identity.people.count()).toBe(1);
      await open.pop()?.close();
      rmSync(journal);
    }
  });

  it("R40 refuses a damaged or foreign file by its name and leaves it as it is", async () => {
    await create(await start(), "a@x.io");
    await open.pop()?.close();
    const whole = readFileSync(journal);
    const flipped = Buffer.from(whole);
    flipped[whole.indexOf("a@x.io")] = 0x62;
    const foreign = [
      flipped,
      Buffer.from("SQLite format 3\0"),
      Buffer.from('{"users":[]}\n'),
      Buffer.from("local-identity journal 2\n"),
    ];
    for (const bytes of foreign) {
      writeFileSync(journal, bytes);
      await expect(start()).rejects.toThrow(JournalError);
      await expect(start()).rejects.toThrow(journal);
      expect(readFileSync(journal)).toEqual(bytes);
    }
  });

  it("R40 refuses a second server on the same file, and takes over the lock of a dead one", async () => {
    await start();
    await expect(start()).rejects.toThrow("is in use by process");
    await open.pop()?.close();
    writeFileSync(`${journal}.lock`, "1");
    await expect(start()).rejects.toThrow("is in use by process 1");
    writeFileSync(`${journal}.lock`, "999999999");
    await expect(start()).resolves.toBeDefined();
  });

  it("is empty after a reset, on the disk too", async () => {
    const wire = await start();
    await create(wire, "a@x.io");
    await wire.identity.reset();
    expect(wire.identity.people.count()).toBe(0);
    await create(wire, "b@x.io");
    const again = await restart();
    expect(again.identity.people.count()).toBe(1);
    expect((await again.call("GET /admin/users?filter=a@x.io")).headers.get("x-total-count")).toBe("0");
  });

  it("refuses what no server before it could have written", async () => {
    await create(await start(), "a@x.io");
    await open.pop()?.close();
    truncateSync(journal, readFileSync(journal).length - 1);
    const lines: string[] = [];
    const wire = await start((line) => lines.push(line));
    expect(lines).toHaveLength(1);
    expect(wire.identity.people.count()).toBe(0);
  });
});

describe("seeding", () => {
  it("adds ten thousand people with one password in about a second", async () => {
    const wire = await start();
    const people = Array.from({ length: 10_000 }, (_, index) => ({
      email: `person.${index}@example.com`,
      password: "secret-1",
      created_at: new Date(Date.UTC(2026, 0, 1) - (index % 977) * 3_600_000).toISOString(),
      confirmed_at: "2026-01-01T00:00:00Z",
      user_metadata: { full_name: `Person ${index}` },
    }));
    const began = process.cpuUsage();
    wire.identity.people.add(people);
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1e6).toBeLessThan(1.5);
    expect((await wire.call("GET /admin/users?filter=Person%209999")).json.users[0].email).toBe(
      "person.9999@example.com",
    );
    expect(
      (await wire.form({ grant_type: "password", username: "person.7@example.com", password: "secret-1" })).status,
    ).toBe(200);
    expect((await restart()).identity.people.count()).toBe(10_000);
  });

  it("refuses an id that is taken, and then adds nobody", async () => {
    const wire = await start();
    const id = "5a0c1b2d-3e4f-4a5b-8c6d-7e8f90a1b2c3";
    wire.identity.people.add([{ id, email: "a@x.io" }]);
    expect(() => wire.identity.people.add([{ email: "b@x.io" }, { id, email: "c@x.io" }])).toThrow(id);
    expect(wire.identity.people.count()).toBe(1);
  });
});
