import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeAll, expect, it } from "vitest";
import { refuseProduction } from "./config.ts";
import { startLegacyDirectory } from "./legacy-directory.ts";
import { demoPeople } from "./seeds/demo-people.ts";
import { staff } from "./seeds.ts";
import { type Local, type LocalOptions, startLocal } from "./start-local.ts";
import { type FixtureFunctions, fixtureFunctions } from "./testing/fixture-functions.ts";

const HELLO = `
  import { getStore } from "@netlify/blobs";
  export default async (request, context) => {
    const store = getStore({ name: "kept", consistency: "strong" });
    const before = await store.get("k");
    await store.set("k", "here");
    return Response.json({ before, deploy: context.deploy });
  };
  export const config = { path: "/api/hello" };`;

let fixtures: FixtureFunctions;
const running: Local[] = [];
const folders: string[] = [];

beforeAll(async () => {
  fixtures = await fixtureFunctions({ hello: HELLO });
  return fixtures.remove;
});

afterEach(async () => {
  for (const local of running.splice(0)) await local.close();
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folder(): string {
  const path = mkdtempSync(join(tmpdir(), "desk-local-"));
  folders.push(path);
  return path;
}

async function start(options: Partial<LocalOptions> = {}): Promise<Local> {
  const local = await startLocal({ port: 0, functionsDir: fixtures.directory, bcryptCost: 4, people: 0, ...options });
  running.push(local);
  return local;
}

async function stop(local: Local): Promise<void> {
  running.splice(running.indexOf(local), 1);
  await local.close();
}

const hello = (local: Local) => fetch(`${local.url}/api/hello`).then((response) => response.json());

it("seeds the staff and the demo people, or as many as asked for, always the same ones", async () => {
  const addresses = async (people?: number) => {
    const { identity, url } = await start({ people });
    const headers = { authorization: `Bearer ${identity.operatorToken()}` };
    const response = await fetch(`${url}/.netlify/identity/admin/users?per_page=500`, { headers });
    const { users } = await response.json();
    return users.map(({ email }: { email: string }) => email).sort();
  };
  expect(await addresses(0)).toHaveLength(staff.length);
  expect(await addresses()).toHaveLength(staff.length + demoPeople.length);
  const sixty = await addresses(60);
  expect(new Set(sixty).size).toBe(staff.length + 60);
  expect(await addresses(60)).toEqual(sixty);
});

it("S80 refuses NODE_ENV=production and every other sign of a deploy", () => {
  expect(() => refuseProduction({ NODE_ENV: "production" })).toThrow(/NODE_ENV=production/);
  expect(() => refuseProduction({ NETLIFY: "true" })).toThrow(/NETLIFY is true.*does not start there/);
  expect(() => refuseProduction({ AWS_LAMBDA_FUNCTION_NAME: "users" })).toThrow(/AWS_LAMBDA_FUNCTION_NAME is set/);
  expect(() => refuseProduction({})).not.toThrow();
});

it("S80 listens on the loopback address only", async () => {
  const { port } = await start();
  const outside = Object.values(networkInterfaces())
    .flat()
    .find((address) => address && !address.internal && address.family === "IPv4");
  if (!outside) return;
  await expect(fetch(`http://${outside.address}:${port}/.netlify/identity/health`)).rejects.toThrow();
});

it("R39 keeps accounts, Blobs and secrets over a restart, and nothing without a directory", async () => {
  const dataDir = folder();
  const first = await start({ dataDir });
  const body = JSON.stringify({ email: "stays@example.org", password: "long enough" });
  await fetch(`${first.url}/.netlify/identity/signup`, { method: "POST", body });
  expect((await hello(first)).before).toBeNull();
  await stop(first);
  expect(statSync(join(dataDir, "secrets.json")).mode & 0o077).toBe(0);

  const second = await start({ dataDir });
  expect(second.identity.people.count()).toBe(staff.length + 1);
  expect((await hello(second)).before).toBe("here");
  await stop(second);
  const third = await start({ dataDir, reset: true });
  expect(third.identity.people.count()).toBe(staff.length);
  expect((await hello(third)).before).toBeNull();
});

it("resets while it runs: accounts, mails and Blobs", async () => {
  const local = await start();
  await hello(local);
  await fetch(`${local.url}/.netlify/identity/signup`, {
    method: "POST",
    body: '{"email":"a@example.org","password":"long enough"}',
  });
  await local.reset();
  expect([local.identity.people.count(), local.identity.mails.list().length]).toEqual([staff.length, 0]);
  expect((await hello(local)).before).toBeNull();
});

it("seeds everybody once when two reset at once", async () => {
  const { url, identity } = await start();
  const reset = () => fetch(`${url}/__dev/reset`, { method: "POST", headers: { accept: "application/json" } });
  const answers = await Promise.all([reset(), reset(), reset()]);
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(identity.people.count()).toBe(staff.length);
});

it("tells functions which deploy they are", async () => {
  expect((await hello(await start())).deploy).toMatchObject({ context: "production", published: true });
  const preview = await hello(await start({ context: "deploy-preview" }));
  expect(preview.deploy).toMatchObject({ context: "deploy-preview", published: false });
});

it("R40 says in a sentence why it cannot start, and leaves everything as it was", async () => {
  const { port } = await start();
  await expect(start({ port })).rejects.toThrow(`Port ${port} is taken.`);

  const dataDir = folder();
  const holder = await start({ dataDir });
  await expect(start({ dataDir })).rejects.toThrow(/in use by this process/);
  await stop(holder);
  writeFileSync(join(dataDir, "lock"), String(process.ppid));
  await expect(start({ dataDir })).rejects.toThrow(`in use by process ${process.ppid}`);

  for (const [file, words] of [
    ["identity.journal", /identity\.journal/],
    ["secrets.json", /secrets\.json/],
    ["blobs.journal", /blobs\.journal/],
  ] as const) {
    const broken = folder();
    writeFileSync(join(broken, file), "this is not what we wrote\n");
    await expect(start({ dataDir: broken }), file).rejects.toThrow(words);
    expect(readFileSync(join(broken, file), "utf8")).toBe("this is not what we wrote\n");
    expect(existsSync(join(broken, "lock"))).toBe(false);
  }
  await expect(start({ functionsDir: join(dataDir, "absent") })).rejects.toThrow(/no built functions/);
  await expect(start({ siteDir: join(dataDir, "absent") })).rejects.toThrow(/no built site/);
  const bad = await fixtureFunctions({ bad: 'throw new Error("desk.config.ts: appRoles must be a list");' });
  await expect(start({ functionsDir: bad.directory })).rejects.toThrow(
    "The function bad does not load: Error: desk.config.ts: appRoles must be a list",
  );
  await bad.remove();
});

it("takes over the lock of a process that is gone", async () => {
  const dataDir = folder();
  writeFileSync(join(dataDir, "lock"), "999999999");
  expect((await start({ dataDir })).port).toBeGreaterThan(0);
});

it("plays the providers that it is told, and is as strict as it is told", async () => {
  const ask = async (local: Local, path: string) => {
    const headers = { authorization: `Bearer ${local.identity.operatorToken()}` };
    return fetch(`${local.url}/.netlify/identity${path}`, { headers, redirect: "manual" });
  };
  const local = await start({ providers: "google, github", strict: "per_page_cap" });
  const { external } = await (await ask(local, "/settings")).json();
  expect(external).toMatchObject({ google: true, github: true, gitlab: false });
  const back = new URL((await ask(local, "/authorize?provider=google")).headers.get("location") ?? "").searchParams;
  expect(back.get("redirect_uri")).toBe(`${local.url}/.netlify/identity/callback`);
  expect((await ask(local, "/admin/users?per_page=501")).status).toBe(400);
  expect((await ask(await start(), "/admin/users?per_page=501")).status).toBe(200);
  await expect(start({ providers: "myspace" })).rejects.toThrow(/^--providers knows google, .* not "myspace"\.$/);
  await expect(start({ strict: "everything" })).rejects.toThrow(/^There is no strictness "everything"/);
});

it("answers nothing before it is ready", async () => {
  const probe = createServer().listen(0, "127.0.0.1");
  await new Promise((done) => probe.once("listening", done));
  const { port } = Object(probe.address());
  await new Promise((done) => probe.close(done));
  const order: string[] = [];
  const starting = start({ port }).then(() => order.push("ready"));
  const asking = async (): Promise<void> => {
    const response = await fetch(`http://127.0.0.1:${port}/.netlify/identity/health`).catch(() => undefined);
    if (!response) return asking();
    order.push("answer");
  };
  await Promise.all([starting, asking()]);
  expect(order).toEqual(["ready", "answer"]);
});

it("loads functions again after a rebuild, and keeps the old ones when the new do not load", async () => {
  const changing = await fixtureFunctions({ say: 'export default async () => new Response("one");' });
  const lines: string[] = [];
  const local = await start({ functionsDir: changing.directory, watch: true, log: (line) => lines.push(line) });
  const say = () => fetch(`${local.url}/.netlify/functions/say`).then((response) => response.text());
  const until = async (done: () => boolean | Promise<boolean>) => {
    for (let tries = 0; tries < 100 && !(await done()); tries += 1) await new Promise((wait) => setTimeout(wait, 50));
  };
  expect(await say()).toBe("one");
  await changing.write({ say: 'export default async () => new Response("two");' });
  await until(async () => (await say()) === "two");
  expect(await say()).toBe("two");
  await changing.write({ say: 'throw new Error("half written");' });
  await until(() => lines.some((line) => line.includes("half written")));
  expect(lines.some((line) => line.includes("half written"))).toBe(true);
  expect(await say()).toBe("two");
  await stop(local);
  await changing.remove();
});

it("has a stand-in directory that knows a few addresses and asks for its key", async () => {
  const directory = await startLegacyDirectory("the-key");
  const ask = (email: string, headers: Record<string, string>) =>
    fetch(directory.urlTemplate.replace("{email}", encodeURIComponent(email)), { headers });
  const key = { "x-api-key": "the-key" };
  expect(await (await ask("KNOWN@example.com ", key)).json()).toEqual({
    found: true,
    person: { id: "L-1003", email: "known@example.com", name: "Kim Known" },
  });
  expect(await (await ask("nobody@example.com", key)).json()).toEqual({ found: false });
  expect((await ask("known@example.com", {})).status).toBe(401);
  expect((await ask("known@example.com", { "x-api-key": "the-kez" })).status).toBe(401);
  await directory.close();
});
