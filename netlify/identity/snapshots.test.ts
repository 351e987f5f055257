import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withConsole } from "./dev/console.ts";
import { listen } from "./listen.ts";
import type { SnapshotPart } from "./snapshots/bundle.ts";
import { SnapshotError } from "./snapshots/snapshot-error.ts";
import { openSnapshots } from "./snapshots.ts";
import { startIdentity, type Wire } from "./testing/start.ts";

let folder: string;
const open: (() => Promise<void>)[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "identity-snapshots-"));
});
afterEach(async () => {
  for (const close of open.splice(0)) await close();
  rmSync(folder, { recursive: true });
});

type Console = Wire & { snapshots: (change?: Record<string, string>) => Promise<{ status: number; json: unknown }> };

async function start(journal?: string): Promise<Console> {
  const wire = await startIdentity({}, { journal });
  const server = await listen(withConsole(wire.identity), 0);
  open.push(server.close, wire.close);
  const address = `http://127.0.0.1:${server.port}/__dev/snapshots`;
  return {
    ...wire,
    async snapshots(change) {
      const answer = await fetch(address, change && { method: "POST", body: JSON.stringify(change) });
      return { status: answer.status, json: await answer.json() };
    },
  };
}

const stop = async () => {
  for (const close of open.splice(0)) await close();
};
const signIn = async (wire: Wire) =>
  (await wire.form({ grant_type: "password", username: "a@x.io", password: "secret-1" })).json;
const everything = (wire: Wire) =>
  Promise.all(["GET /admin/users", "GET /admin/audit"].map(async (page) => (await wire.call(page)).text));

describe("/__dev/snapshots", () => {
  it("brings back accounts, passwords, sessions, the log and mails as they were, after a restart, too", async () => {
    const journal = join(folder, "identity.journal");
    const wire = await start(journal);
    await wire.call("POST /admin/users", { body: { email: "a@x.io", password: "secret-1", confirm: true } });
    await wire.call("POST /invite", { body: { email: "b@x.io" } });
    const { refresh_token } = await signIn(wire);
    const [seen, mails] = [await everything(wire), wire.identity.mails.list()];
    const saved = await wire.snapshots({ save: "two" });
    expect(saved).toMatchObject({ status: 200, json: [{ name: "two", people: 2 }] });
    await wire.identity.reset();
    await wire.call("POST /signup", { bearer: null, body: { email: "later@x.io", password: "secret-2" } });
    expect((await wire.snapshots({ load: "two" })).status).toBe(200);
    expect([await everything(wire), wire.identity.mails.list()]).toEqual([seen, mails]);
    await stop();
    const again = await start(journal);
    expect([await everything(again), again.identity.mails.list()]).toEqual([seen, mails]);
    expect(await again.snapshots()).toEqual(saved);
    expect((await again.form({ grant_type: "refresh_token", refresh_token })).status).toBe(200);
    await again.snapshots({ load: "two" });
    expect((await signIn(again)).refresh_token).toBeDefined();
  });

  it("keeps them in memory when nothing is kept, replaces one of the same name, and removes", async () => {
    const wire = await start();
    await wire.snapshots({ save: "now" });
    wire.identity.people.add([{ email: "a@x.io" }]);
    expect((await wire.snapshots({ save: "now" })).json).toMatchObject([{ name: "now", people: 1 }]);
    await wire.snapshots({ save: "other.1" });
    expect((await wire.snapshots({ remove: "now" })).json).toMatchObject([{ name: "other.1" }]);
    expect(await wire.snapshots({ load: "now" })).toEqual({
      status: 404,
      json: { error: "There is no snapshot called now." },
    });
    expect((await wire.snapshots({ remove: "now" })).status).toBe(404);
  });

  it("refuses names that could be paths, and asks for one thing at a time", async () => {
    const wire = await start(join(folder, "identity.journal"));
    const names = ["", " ", ".", "..", "../x", "a/b", "a\\b", "a\0b", "C:x", ".hidden", "a.", "x".repeat(61), "ä"];
    for (const save of names) {
      expect((await wire.snapshots({ save })).status).toBe(422);
      expect((await wire.snapshots({ load: save })).status).toBe(422);
    }
    expect((await wire.snapshots({ save: "a", load: "b" })).status).toBe(422);
    expect((await wire.snapshots({ drop: "a" })).status).toBe(422);
    expect(readdirSync(folder).sort()).toEqual(["identity.journal", "identity.journal.lock"]);
  });

  it("R40 lists a damaged or foreign one as such, refuses to load it, and changes neither it nor anything else", async () => {
    const wire = await start(join(folder, "identity.journal"));
    wire.identity.people.add([{ email: "a@x.io" }]);
    await wire.snapshots({ save: "good" });
    const whole = readFileSync(join(folder, "snapshots/good.snapshot"));
    const flipped = Buffer.from(whole);
    flipped[whole.indexOf("a@x.io")] = 0x62;
    const bad = {
      flipped,
      short: whole.subarray(0, -1),
      foreign: Buffer.from("SQLite format 3\0"),
      empty: Buffer.alloc(0),
    };
    for (const [name, bytes] of Object.entries(bad)) writeFileSync(join(folder, `snapshots/${name}.snapshot`), bytes);
    await wire.identity.reset();
    for (const [name, bytes] of Object.entries(bad)) {
      const refused = await wire.snapshots({ load: name });
      expect([refused.status, JSON.stringify(refused.json)]).toEqual([422, expect.stringContaining(name)]);
      expect(readFileSync(join(folder, `snapshots/${name}.snapshot`))).toEqual(bytes);
    }
    expect(wire.identity.people.count()).toBe(0);
    const { json } = await wire.snapshots();
    expect(json).toContainEqual({ name: "foreign", problem: expect.stringContaining("damaged") });
    expect((await wire.snapshots({ load: "good" })).status).toBe(200);
    expect(wire.identity.people.count()).toBe(1);
  });
});

describe("snapshots of several parts", () => {
  const part = (name: string, state: { is: string }, fails: () => string | undefined): SnapshotPart => ({
    name,
    image: () => Buffer.from(state.is),
    check(image) {
      if (fails() === "check") throw new Error(`${name} of ${image.length} bytes is not right`);
    },
    restore(image) {
      if (fails() === "restore" && image.toString() === "saved") throw new Error(`there is no room for ${name}`);
      state.is = image.toString();
    },
  });

  it("checks all before it restores one, and puts the first back when the second cannot be restored", async () => {
    const [first, second] = [{ is: "saved" }, { is: "saved" }];
    let trouble: string | undefined;
    const parts = [part("first", first, () => undefined), part("second", second, () => trouble)];
    let loads = 0;
    const loaded = async () => {
      loads += 1;
    };
    const snapshots = openSnapshots({ directory: folder, parts, people: () => 0, loaded });
    await snapshots.save("a");
    [first.is, second.is] = ["later", "later"];
    for (const kind of ["check", "restore"]) {
      trouble = kind;
      await expect(snapshots.load("a")).rejects.toThrow(SnapshotError);
      expect([first.is, second.is, loads]).toEqual(["later", "later", 0]);
    }
    trouble = undefined;
    await snapshots.load("a");
    expect([first.is, second.is, loads]).toEqual(["saved", "saved", 1]);
  });

  it("refuses one that holds other parts than this server keeps", async () => {
    const one = part("one", { is: "1" }, () => undefined);
    await openSnapshots({ directory: folder, parts: [one], people: () => 0 }).save("a");
    const two = openSnapshots({
      directory: folder,
      parts: [one, part("two", { is: "2" }, () => undefined)],
      people: () => 0,
    });
    await expect(two.load("a")).rejects.toThrow("The snapshot a holds one; this server keeps one and two.");
  });
});
