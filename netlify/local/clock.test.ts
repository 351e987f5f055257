import { copyFileSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, expect, inject, it, vi } from "vitest";
import { type Local, startLocal } from "./start-local.ts";
import { type FixtureFunctions, fixtureFunctions } from "./testing/fixture-functions.ts";

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const NOW = `
  class Later extends Date { constructor() { super(Date.now() + 1000); } }
  export default async () => {
    const begun = performance.now();
    await new Promise((done) => setTimeout(done, 30));
    const elapsed = performance.now() - begun;
    const made = new Date();
    return Response.json({
      now: Date.now(), made: made.getTime(), said: Date.parse(Date()), elapsed,
      fixed: [new Date(0).getTime(), new Date(2026, 0).getFullYear(), Date.UTC(2026, 0)],
      kind: [made instanceof Date, made.constructor === Date, Date.name, new Date(made).getTime() === made.getTime()],
      later: new Later() - Date.now() > 500, isLater: new Later() instanceof Later && new Later() instanceof Date,
      left: new Date().toISOString(),
    });
  };
  export const config = { path: "/api/now" };`;
const CRASH = `
  export default async () => { setTimeout(() => { throw new Error("out of nowhere"); }, 5); return new Promise(() => {}); };
  export const config = { path: "/api/crash" };`;
const ADMIN = `
  export default async () => {
    const { url, token } = globalThis.netlifyIdentityContext;
    const ask = () => fetch(url + "/admin/users", { headers: { authorization: "Bearer " + token } }).then((r) => r.status);
    return Response.json(await ask());
  };
  export const config = { path: "/api/admin" };`;

let fixtures: FixtureFunctions;
let local: Local;

/** The desk's own functions, as they are deployed, and a few that tell the time. */
beforeAll(async () => {
  fixtures = await fixtureFunctions({ now: NOW, crash: CRASH, admin: ADMIN });
  const bundles = inject("functionsDir");
  for (const file of readdirSync(bundles)) copyFileSync(join(bundles, file), join(fixtures.directory, file));
  local = await startLocal({ port: 0, functionsDir: fixtures.directory, people: 0, bcryptCost: 4 });
});

afterAll(async () => {
  await local.close();
  await fixtures.remove();
});

afterEach(() => local.reset());

const there = () => fetch(`${local.url}/api/now`).then((response) => response.json());
const identity = (path: string, init: RequestInit = {}) => fetch(`${local.url}/.netlify/identity${path}`, init);
const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
  identity(path, { method: "POST", body: JSON.stringify(body), headers });
const operator = () => ({ authorization: `Bearer ${local.identity.operatorToken()}` });

function tokenTo(email: string): string {
  return local.identity.mails.list({ to: email }).at(-1)?.links[0]?.split("=")[1] ?? "";
}

it("shifts every way of asking a function for the date, and neither timers nor performance", async () => {
  local.identity.clock.advance(20 * MINUTE);
  const expected = Date.now() + 20 * MINUTE;
  const seen = await there();
  for (const time of [seen.now, seen.made, seen.said, Date.parse(seen.left)]) {
    expect(Math.abs(time - expected)).toBeLessThan(10_000);
  }
  expect(seen.elapsed).toBeGreaterThan(25);
  expect(seen.elapsed).toBeLessThan(5000);
  expect(seen.fixed).toEqual([0, 2026, Date.UTC(2026, 0)]);
  expect(seen.kind).toEqual([true, true, "Date", true]);
  expect([seen.later, seen.isLater]).toEqual([true, true]);
});

it("stands still in functions while it is frozen, and is real again after a reset", async () => {
  local.identity.clock.freeze();
  local.identity.clock.set(Date.parse("2030-01-01T00:00:00Z"));
  expect([(await there()).left, (await there()).left]).toEqual([
    "2030-01-01T00:00:00.000Z",
    "2030-01-01T00:00:00.000Z",
  ]);
  await local.reset();
  expect(Math.abs((await there()).now - Date.now())).toBeLessThan(10_000);
});

it("is kept by functions that crash and start again", async () => {
  local.identity.clock.advance(-DAY);
  expect((await fetch(`${local.url}/api/crash`)).status).toBe(500);
  const isKept = async () => expect(Math.abs((await there()).now - Date.now() + DAY)).toBeLessThan(10_000);
  await vi.waitFor(isKept, { timeout: 15_000 });
});

it.each([
  ["20 minutes on", 20 * MINUTE],
  ["8 days on", 8 * DAY],
  ["3 hours back", -3 * HOUR],
])("lets a sign-up pass the desk's validate %s: signature, guard and function agree", async (_, ms) => {
  local.identity.clock.advance(ms);
  const answer = await post("/signup", { email: "new@example.org", password: "long enough" });
  expect([answer.status, local.identity.deliveries().map(({ status }) => status)]).toEqual([200, [204]]);
  expect(await fetch(`${local.url}/api/admin`).then((response) => response.json())).toBe(200);
});

it("leaves an invite good after 8 days, as upstream does, but not one with a sign-up on top of it", async () => {
  for (const email of ["plain@example.org", "doubled@example.org"]) {
    expect((await post("/invite", { email }, operator())).status).toBe(200);
  }
  await post("/signup", { email: "doubled@example.org", password: "long enough" });
  local.identity.clock.advance(8 * DAY);
  const accept = (email: string) => post("/verify", { type: "signup", token: tokenTo(email), password: "long enough" });
  expect((await accept("plain@example.org")).status).toBe(200);
  expect(await (await accept("doubled@example.org")).json()).toEqual({ code: 422, msg: "Confirmation token expired" });
});

it("refuses an access token after an hour, everywhere, and a refresh works", async () => {
  const password = { grant_type: "password", username: "owner@example.com", password: "quiet harbour at dawn" };
  const tokens = (form: Record<string, string>) =>
    identity("/token", { method: "POST", body: new URLSearchParams(form) });
  const first = await (await tokens(password)).json();
  const session = (token: string) =>
    fetch(`${local.url}/api/session`, { headers: { authorization: `Bearer ${token}` } }).then(({ status }) => status);
  expect(await session(first.access_token)).toBe(200);
  local.identity.clock.advance(HOUR);
  expect(await session(first.access_token)).toBe(401);
  const renewed = await (await tokens({ grant_type: "refresh_token", refresh_token: first.refresh_token })).json();
  expect(await session(renewed.access_token)).toBe(200);
});

it("passes the 15 minutes between two mails", async () => {
  const email = "owner@example.com";
  expect((await post("/recover", { email })).status).toBe(200);
  expect((await post("/recover", { email })).status).toBe(429);
  local.identity.clock.advance(15 * MINUTE + 1000);
  expect((await post("/recover", { email })).status).toBe(200);
});

it("starts real again, while what was written ahead of time keeps its dates", async () => {
  const dataDir = mkdtempSync(join(tmpdir(), "desk-clock-"));
  const start = () => startLocal({ port: 0, functionsDir: fixtures.directory, people: 0, bcryptCost: 4, dataDir });
  const first = await start();
  first.identity.clock.advance(DAY);
  const body = JSON.stringify({ email: "ahead@example.org", password: "long enough" });
  const signedUp = await fetch(`${first.url}/.netlify/identity/signup`, { method: "POST", body });
  const { id } = await signedUp.json();
  await first.close();

  const second = await start();
  expect(second.identity.clock.state()).toMatchObject({ offsetMs: 0, frozen: false });
  const headers = { authorization: `Bearer ${second.identity.operatorToken()}` };
  const read = await fetch(`${second.url}/.netlify/identity/admin/users/${id}`, { headers });
  expect(Date.parse((await read.json()).created_at) - Date.now()).toBeGreaterThan(DAY - MINUTE);
  await second.close();
  rmSync(dataDir, { recursive: true });
});
