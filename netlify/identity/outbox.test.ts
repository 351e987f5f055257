import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { openOutbox } from "./outbox.ts";
import { JournalError } from "./store/journal-error.ts";
import { startIdentity, tokenOfMail, type Wire } from "./testing/start.ts";

let folder: string;
let journal: string;
let file: string;
const open: Wire[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "identity-outbox-"));
  journal = join(folder, "identity.journal");
  file = `${journal}.mails`;
});
afterEach(async () => {
  for (const wire of open.splice(0)) await wire.close();
  rmSync(folder, { recursive: true });
});

async function restart(log?: (line: string) => void): Promise<Wire> {
  await open.pop()?.close();
  const wire = await startIdentity({}, { journal, log });
  open.push(wire);
  return wire;
}

const signUp = (wire: Wire, email: string) =>
  wire.call("POST /signup", { bearer: null, body: { email, password: "secret-1" } });

it("R39 brings mails back after a restart, and their links still work", async () => {
  const before = await restart();
  await signUp(before, "a@x.io");
  await before.call("POST /invite", { body: { email: "b@x.io" } });
  const seen = before.identity.mails.list();
  expect(seen).toHaveLength(2);
  const after = await restart();
  expect(after.identity.mails.list()).toEqual(seen);
  const confirm = { type: "signup", token: tokenOfMail(after, "a@x.io") };
  expect((await after.call("POST /verify", { bearer: null, body: confirm })).status).toBe(200);
  const accept = { type: "signup", token: tokenOfMail(after, "b@x.io"), password: "secret-2" };
  expect((await after.call("POST /verify", { bearer: null, body: accept })).status).toBe(200);
});

it("R39 has a mail in its file when the request is answered, readable by its owner only", async () => {
  const wire = await restart();
  await signUp(wire, "a@x.io");
  expect(readFileSync(file, "utf8")).toBe(`${JSON.stringify(wire.identity.mails.list()[0])}\n`);
  expect(statSync(file).mode & 0o077).toBe(0);
});

it("R39 drops a mail that was cut short, says so, and goes on after the whole ones", async () => {
  await signUp(await restart(), "a@x.io");
  await open.pop()?.close();
  appendFileSync(file, '{"id":"é');
  const lines: string[] = [];
  const wire = await restart((line) => lines.push(line));
  expect(lines).toEqual([`${file}: dropped 9 bytes of a mail that was cut short`]);
  await signUp(wire, "b@x.io");
  expect((await restart()).identity.mails.list().map(({ to }) => to)).toEqual([["a@x.io"], ["b@x.io"]]);
});

it("forgets mails for good when they are cleared and when everything is reset", async () => {
  const wire = await restart();
  await signUp(wire, "a@x.io");
  wire.identity.mails.clear();
  await signUp(wire, "b@x.io");
  const again = await restart();
  expect(again.identity.mails.list().map(({ to }) => to)).toEqual([["b@x.io"]]);
  await again.identity.reset();
  expect((await restart()).identity.mails.list()).toEqual([]);
});

it("keeps the newest 5000 and shortens its file to them when it is opened", () => {
  const mail = (id: number) => ({ id: String(id), to: [], from: "", subject: "", html: "é", links: [], sent_at: "" });
  const lines = Array.from({ length: 5003 }, (_, id) => `${JSON.stringify(mail(id))}\n`);
  writeFileSync(file, lines.join(""));
  const outbox = openOutbox({ path: file, log: () => undefined });
  expect([outbox.mails().length, outbox.mails()[0]?.id]).toEqual([5000, "3"]);
  expect(readFileSync(file, "utf8")).toBe(lines.slice(3).join(""));
  outbox.add(mail(5003));
  expect([outbox.mails().length, outbox.mails()[0]?.id]).toEqual([5000, "4"]);
  outbox.close();
  expect(readFileSync(file, "utf8").split("\n")).toHaveLength(5002);
});

it("R40 refuses a file that holds something else, leaves it as it is, and gives the journal back", async () => {
  for (const foreign of ["not ours\n", "null\n", '{"to":"a@x.io"}\n']) {
    writeFileSync(file, foreign);
    await expect(restart()).rejects.toThrow(JournalError);
    await expect(restart()).rejects.toThrow(`${file} holds something else than mails in line 1`);
    expect(readFileSync(file, "utf8")).toBe(foreign);
    expect(existsSync(`${journal}.lock`)).toBe(false);
  }
});
