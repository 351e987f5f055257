import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { startIdentity, type Wire } from "../testing/start.ts";
import { JournalError } from "./journal-error.ts";

let folder: string;
let journal: string;
let snapshot: string;
const open: Wire[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "identity-compaction-"));
  journal = join(folder, "identity.journal");
  snapshot = `${journal}.snapshot`;
});
afterEach(async () => {
  for (const wire of open.splice(0)) await wire.close();
  rmSync(folder, { recursive: true });
});

/** Compacts after about ten invitations. */
async function start({ compactAfter = 10_000, log }: { compactAfter?: number; log?: (line: string) => void } = {}) {
  const wire = await startIdentity({}, { journal, compactAfter, log });
  open.push(wire);
  return wire;
}

const stop = async () => open.pop()?.close();
/** Keeps an account, its mail and an entry of the log. */
const invite = (wire: Wire, email: string) => wire.call("POST /invite", { body: { email } });
const inviteMany = async (wire: Wire, prefix: string, count: number) => {
  for (let index = 0; index < count; index += 1) await invite(wire, `${prefix}.${index}@x.io`);
};

async function everything(wire: Wire): Promise<unknown> {
  const pages = ["GET /admin/users?per_page=10000", "GET /admin/audit?per_page=10000"];
  return [await Promise.all(pages.map(async (page) => (await wire.call(page)).text)), wire.identity.mails.list()];
}

async function untilCompacted(): Promise<void> {
  for (let waited = 0; waited < 200 && !existsSync(snapshot); waited += 1) await sleep(10);
  // The journal follows in the same turn.
  await sleep(0);
}

const headOf = (path: string) => readFileSync(path, "latin1").split("\n", 1)[0]?.split(" ");

describe("compaction", () => {
  it("R39 begins the journal anew behind a snapshot, while answers go on, and loses nothing", async () => {
    const wire = await start();
    await Promise.all([1, 2, 3, 4].map((writer) => inviteMany(wire, `w${writer}`, 30)));
    await untilCompacted();
    const seen = await everything(wire);
    await stop();
    expect(Number(headOf(journal)?.[4])).toBeGreaterThan(1);
    expect(readFileSync(journal).length).toBeLessThan(readFileSync(snapshot).length);
    const again = await start();
    expect(await everything(again)).toEqual(seen);
    expect(again.identity.people.count()).toBe(120);
  });

  it("leaves a small journal alone, and compacts a large one when it starts and when it ends", async () => {
    await inviteMany(await start({ compactAfter: 1_000_000 }), "a", 8);
    await stop();
    expect(existsSync(snapshot)).toBe(false);
    await start({ compactAfter: 20_000 });
    await untilCompacted();
    expect(headOf(journal)?.[4]).toBe("1");
    await stop();
    const wire = await start({ compactAfter: 1000 });
    wire.identity.people.add(Array.from({ length: 500 }, (_, index) => ({ email: `b.${index}@x.io` })));
    await stop();
    expect(readFileSync(journal).length).toBeLessThan(100);
    expect((await start()).identity.people.count()).toBe(508);
  });

  it("R39 recovers from a crash between any two steps, and takes away what lies there half written", async () => {
    await inviteMany(await start({ compactAfter: 1_000_000 }), "a", 12);
    const seen = await everything(open[0] ?? (await start()));
    await stop();
    const before = readFileSync(journal);
    await start({ compactAfter: 1000 });
    await untilCompacted();
    await stop();
    const after = readFileSync(journal);
    const whole = readFileSync(snapshot);
    const crashes: Record<string, Buffer>[] = [
      { "": before, ".snapshot.compacting": whole.subarray(0, 700) },
      { "": before, ".snapshot.compacting": whole },
      { "": before, ".snapshot": whole },
      { "": before, ".snapshot": whole, ".new": after.subarray(0, 20) },
      { "": before, ".snapshot": whole, ".new": after },
      { "": after, ".snapshot": whole },
    ];
    for (const files of crashes) {
      for (const file of readdirSync(folder)) rmSync(join(folder, file));
      for (const [ending, bytes] of Object.entries(files)) writeFileSync(`${journal}${ending}`, bytes);
      const wire = await start({ compactAfter: 1_000_000 });
      expect(await everything(wire)).toEqual(seen);
      await invite(wire, "later@x.io");
      await stop();
      const leftOver = readdirSync(folder).filter((file) => /new|compacting/.test(file));
      expect(leftOver).toEqual([]);
      expect((await start()).identity.people.count()).toBe(13);
      await stop();
    }
  });

  it("takes over a journal of the first version, after a crash in the middle of that, too", async () => {
    const wire = await start({ compactAfter: 1_000_000 });
    await inviteMany(wire, "a", 3);
    const seen = await everything(wire);
    await stop();
    const lines = readFileSync(journal);
    const old = Buffer.concat([
      Buffer.from("local-identity journal 1\n"),
      lines.subarray(lines.indexOf("\n") + 1),
      Buffer.from("0123"),
    ]);
    for (const restart of [1, 2]) {
      writeFileSync(journal, old);
      if (restart === 1) rmSync(snapshot, { force: true });
      const logged: string[] = [];
      expect(await everything(await start({ log: (line) => logged.push(line) }))).toEqual(seen);
      expect(logged).toEqual([`${journal}: dropped 4 bytes of a write that was cut short`]);
      await stop();
      expect(headOf(journal)?.slice(0, 3)).toEqual(["local-identity", "journal", "2"]);
    }
    expect(await everything(await start())).toEqual(seen);
  });

  it("puts a reset and a restored image in the place of everything, in the middle of a compaction", async () => {
    const wire = await start({ compactAfter: 1000 });
    await inviteMany(wire, "a", 3);
    const image = await wire.identity.image();
    wire.identity.people.add(Array.from({ length: 5000 }, (_, index) => ({ email: `b.${index}@x.io` })));
    await wire.identity.reset();
    await invite(wire, "c@x.io");
    await stop();
    const again = await start({ compactAfter: 1000 });
    expect([again.identity.people.count(), again.identity.mails.list().length]).toEqual([1, 1]);
    again.identity.people.add(Array.from({ length: 5000 }, (_, index) => ({ email: `b.${index}@x.io` })));
    await again.identity.restore(image);
    expect([again.identity.people.count(), again.identity.mails.list().length]).toEqual([3, 3]);
    await stop();
    expect((await start()).identity.people.count()).toBe(3);
  });
});

describe("a journal and a snapshot", () => {
  /** Files of a store with a snapshot and a few lines after it. */
  async function filesOfTwo(prefix: string): Promise<{ journal: Buffer; snapshot: Buffer }> {
    const wire = await start({ compactAfter: 1000 });
    await inviteMany(wire, prefix, 4);
    await untilCompacted();
    await stop();
    await invite(await start({ compactAfter: 1_000_000 }), `${prefix}.last@x.io`);
    await stop();
    const files = { journal: readFileSync(journal), snapshot: readFileSync(snapshot) };
    rmSync(journal);
    rmSync(snapshot);
    return files;
  }

  async function expectRefused(files: { journal?: Buffer; snapshot?: Buffer }, words: string): Promise<void> {
    const given = Object.entries({ [journal]: files.journal, [snapshot]: files.snapshot });
    for (const [path, bytes] of given) {
      rmSync(path, { force: true });
      if (bytes) writeFileSync(path, bytes);
    }
    const refusal: unknown = await start().catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(JournalError);
    expect(String(refusal)).toContain(words);
    for (const [path, bytes] of given) expect(existsSync(path) ? readFileSync(path) : undefined).toEqual(bytes);
  }

  it("R40 are refused by name and left alone wherever a byte of the snapshot is another or missing", async () => {
    const good = await filesOfTwo("a");
    for (let at = 0; at < good.snapshot.length; at += 211) {
      const flipped = Buffer.from(good.snapshot);
      flipped[at] = (flipped[at] ?? 0) ^ 0x04;
      await expectRefused({ ...good, snapshot: flipped }, snapshot);
      await expectRefused({ ...good, snapshot: good.snapshot.subarray(0, at) }, snapshot);
    }
    const longer = Buffer.concat([good.snapshot, Buffer.from("x\n")]);
    await expectRefused({ ...good, snapshot: longer }, `${snapshot} is damaged`);
  });

  it("R40 are refused by name and left alone wherever a byte of the journal is another", async () => {
    const good = await filesOfTwo("a");
    for (let at = 0; at < good.journal.length - 1; at += 67) {
      const flipped = Buffer.from(good.journal);
      flipped[at] = (flipped[at] ?? 0) ^ 0x04;
      await expectRefused({ ...good, journal: flipped }, journal);
    }
  });

  it("R40 are refused when one of them is missing, another's, foreign or of a newer version", async () => {
    const good = await filesOfTwo("a");
    const other = await filesOfTwo("b");
    const newer = (bytes: Buffer) => Buffer.from(bytes.toString("latin1").replace(/ \d /, " 9 "), "latin1");
    const foreign = Buffer.from("SQLite format 3\0");
    await expectRefused({ journal: good.journal }, `${snapshot} is missing`);
    await expectRefused({ snapshot: good.snapshot }, `${journal} is missing`);
    await expectRefused({ ...good, snapshot: other.snapshot }, "do not belong together");
    await expectRefused({ ...good, snapshot: foreign }, `${snapshot} is not a snapshot of the local Identity`);
    await expectRefused({ ...good, journal: foreign }, `${journal} is not a journal of the local Identity`);
    await expectRefused({ ...good, journal: Buffer.alloc(0) }, `${journal} is damaged at its beginning`);
    await expectRefused({ ...good, snapshot: newer(good.snapshot) }, `${snapshot} was written by a newer version`);
    await expectRefused({ ...good, journal: newer(good.journal) }, `${journal} was written by a newer version`);
  });
});

describe("an image", () => {
  it("R40 is refused when it is foreign, damaged or of a newer version, and nothing changes", async () => {
    const wire = await start();
    await invite(wire, "a@x.io");
    const image = await wire.identity.image();
    await invite(wire, "b@x.io");
    const seen = await everything(wire);
    const flipped = Buffer.from(image);
    flipped[image.indexOf("a@x.io")] = 0x62;
    const newer = Buffer.from(image.toString("latin1").replace(" 1 ", " 2 "), "latin1");
    const bad: [Buffer, string][] = [
      [flipped, "the image is damaged at byte"],
      [image.subarray(0, -1), "the image was cut short at byte"],
      [Buffer.from("nonsense"), "this is no image of the local Identity"],
      [newer, "the image was written by a newer version"],
    ];
    for (const [bytes, words] of bad) await expect(wire.identity.restore(bytes)).rejects.toThrow(words);
    expect(await everything(wire)).toEqual(seen);
    await wire.identity.restore(image);
    expect(wire.identity.people.count()).toBe(1);
  });
});
