import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { rawRequest } from "#netlify/identity/testing/raw-request.ts";
import { KNOWN_ADDRESSES } from "./legacy-directory.ts";
import { demoPeople } from "./seeds/demo-people.ts";
import { staff } from "./seeds.ts";
import { type Local, startLocal } from "./start-local.ts";
import { type FixtureFunctions, fixtureFunctions } from "./testing/fixture-functions.ts";

const VALIDATE = `export default async () => new Response(null, { status: 204 });`;

let fixtures: FixtureFunctions;
let local: Local;

beforeAll(async () => {
  fixtures = await fixtureFunctions({ "identity-validate": VALIDATE });
  local = await startLocal({ port: 0, functionsDir: fixtures.directory, bcryptCost: 4 });
});

afterAll(async () => {
  await local.close();
  await fixtures.remove();
});

beforeEach(() => local.reset());

function dev(path: string, init: RequestInit = {}): Promise<Response> {
  return fetch(`${local.url}/__dev${path}`, { ...init, headers: { accept: "application/json", ...init.headers } });
}

async function signUp(email: string): Promise<void> {
  const body = JSON.stringify({ email, password: "long enough" });
  const response = await fetch(`${local.url}/.netlify/identity/signup`, { method: "POST", body });
  expect(response.status).toBe(200);
}

function statusOf(answer: string): number {
  return Number(answer.split(" ")[1]);
}

it("tells tests the sign-ins, one per rank, and the addresses of the stand-in directory", async () => {
  const seeds = await dev("/seeds").then((r) => r.json());
  expect(seeds.known).toEqual(KNOWN_ADDRESSES);
  expect(seeds.staff.map(({ rank }: { rank: string }) => rank)).toEqual(["owner", "admin", "support", "viewer"]);
  for (const { email, password } of seeds.staff) {
    const body = new URLSearchParams({ grant_type: "password", username: email, password });
    expect((await fetch(`${local.url}/.netlify/identity/token`, { method: "POST", body })).status).toBe(200);
  }
});

it("lists mails, oldest first, by recipient, and deliveries to event functions", async () => {
  await signUp("first@example.org");
  await signUp("second@example.org");
  const mails = await dev("/mails").then((r) => r.json());
  expect(mails.map(({ to }: { to: string[] }) => to)).toEqual([["first@example.org"], ["second@example.org"]]);
  expect(mails[0]).toMatchObject({ id: expect.any(String), from: expect.any(String), sent_at: expect.any(String) });
  expect(mails[0].links[0]).toContain(`${local.url}/#confirmation_token=`);
  expect(await dev("/mails?to=second%40example.org").then((r) => r.json())).toHaveLength(1);
  expect(await dev("/events").then((r) => r.json())).toMatchObject([
    { event: "validate", tries: 1, status: 204 },
    { event: "validate", tries: 1, status: 204 },
  ]);
});

it("starts over", async () => {
  await signUp("gone@example.org");
  const response = await dev("/reset", { method: "POST" });
  expect(await response.json()).toEqual({ people: staff.length + demoPeople.length });
  const asForm = await dev("/reset", { method: "POST", headers: { accept: "text/html", origin: local.url } });
  expect([asForm.status, await asForm.text()]).toEqual([200, expect.stringContaining("accounts were seeded")]);
  expect(await dev("/mails").then((r) => r.json())).toEqual([]);
});

it("shows people pages on which nothing can run or load, and a mail in a sealed frame", async () => {
  await signUp('"<img src=x onerror=alert(1)>"@example.org');
  for (const path of ["", "/seeds", "/mails", "/events"]) {
    const response = await dev(path, { headers: { accept: "text/html" } });
    const text = await response.text();
    expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(response.headers.get("content-security-policy")).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
    expect(text).not.toMatch(/<script|<img|src="|href="https?:(?!\/\/localhost)/);
    expect(response.headers.get("referrer-policy")).toBe("same-origin");
  }
  const mails = await (await dev("/mails", { headers: { accept: "text/html" } })).text();
  expect(mails).toContain("&lt;img src=x onerror=alert(1)&gt;");
  expect(mails).toMatch(/<a class="button" href="http:\/\/localhost:\d+\/#confirmation_token=[\w-]+">/);
  const [, one = ""] = /href="\/__dev(\/mails\/[\w-]+)"/.exec(mails) ?? [];
  expect(await (await dev(one, { headers: { accept: "text/html" } })).text()).toContain('<iframe sandbox="" title="');
});

it("S80 S83 answers only to a Host of this machine", async () => {
  const ask = async (host: string) =>
    statusOf(await rawRequest(local.port, ["GET /__dev/seeds HTTP/1.1", `Host: ${host}`]));
  for (const host of ["localhost", `localhost:${local.port}`, "127.0.0.1:1", "[::1]:8888", "LOCALHOST"]) {
    expect(await ask(host), host).toBe(200);
  }
  for (const host of [
    "evil.example",
    "localhost.evil.example",
    "127.0.0.1.nip.io",
    "0.0.0.0",
    "[::]",
    "localhost:x",
    "",
  ]) {
    expect(await ask(host), host).toBe(403);
  }
});

it("S80 S83 answers to nobody behind a proxy, and to no page of another origin", async () => {
  const port = new URL(local.url).port;
  const foreign: Record<string, string>[] = [
    { "x-forwarded-for": "1.2.3.4" },
    { "x-forwarded-host": "localhost" },
    { forwarded: "for=1.2.3.4" },
    { origin: "https://evil.example" },
    { origin: "null" },
    { origin: "http://localhost:1" },
    { origin: `https://localhost:${port}` },
    { origin: `http://127.0.0.1:${port}` },
    { "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" },
    { "sec-fetch-site": "same-site", "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" },
    { "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" },
  ];
  for (const headers of foreign) {
    const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
    const answer = await rawRequest(local.port, ["GET /__dev/seeds HTTP/1.1", `Host: localhost:${port}`, ...lines]);
    expect(statusOf(answer), lines.join()).toBe(403);
    expect(answer).not.toContain("quiet harbour");
  }
  const crossSitePost = [
    "POST /__dev/reset HTTP/1.1",
    `Host: localhost:${port}`,
    "Sec-Fetch-Site: cross-site",
    "Sec-Fetch-Mode: navigate",
    "Sec-Fetch-Dest: document",
    "Content-Length: 0",
  ];
  expect(statusOf(await rawRequest(local.port, crossSitePost))).toBe(403);
  expect((await dev("/seeds", { headers: { origin: local.url } })).status).toBe(200);
});

it("has no other page, and no other method", async () => {
  const answers = [
    await dev("/absent"),
    await dev("/../seeds"),
    await dev("/seeds/x"),
    await dev("/reset"),
    await dev("/events", { method: "DELETE" }),
  ];
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 405, 405]);
});
