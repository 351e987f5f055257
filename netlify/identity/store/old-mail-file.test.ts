import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { startIdentity, tokenOfMail, type Wire } from "../testing/start.ts";
import { JournalError } from "./journal-error.ts";

let folder: string;
let journal: string;
let file: string;
const open: Wire[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "identity-mails-"));
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

const oldLine = (id: string) =>
  `${JSON.stringify({ id, to: ["a@x.io"], from: "", subject: "", html: "é", links: [], sent_at: "" })}\n`;

it("takes over the mails that the first version kept in a file of their own, once", async () => {
  writeFileSync(file, `${oldLine("1")}${oldLine("2")}{"id":"é`);
  const wire = await restart();
  expect(wire.identity.mails.list().map(({ id }) => id)).toEqual(["1", "2"]);
  expect(existsSync(file)).toBe(false);
  await signUp(wire, "b@x.io");
  writeFileSync(file, oldLine("2"));
  expect((await restart()).identity.mails.list().map(({ to }) => to)).toEqual([["a@x.io"], ["a@x.io"], ["b@x.io"]]);
});

it("keeps the newest 5000, after a restart, too", async () => {
  writeFileSync(file, Array.from({ length: 5003 }, (_, id) => oldLine(String(id))).join(""));
  const wire = await restart();
  expect([wire.identity.mails.list().length, wire.identity.mails.list()[0]?.id]).toEqual([5000, "3"]);
  await signUp(wire, "b@x.io");
  const again = (await restart()).identity.mails.list();
  expect([again.length, again[0]?.id, again.at(-1)?.to]).toEqual([5000, "4", ["b@x.io"]]);
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
