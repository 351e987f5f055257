import { randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { freePort } from "#netlify/identity/listen.ts";
import { rawRequest } from "#netlify/identity/testing/raw-request.ts";
import { type ServerProcess, type ServerPrograms, serverPrograms } from "../testing/server-processes.ts";

const PUBLIC = "https://desk.example.com";
const OWNER = { email: "olga@example.org", password: "the password of an owner" };
const secret = () => randomBytes(24).toString("hex");
const secrets = {
  GOTRUE_OPERATOR_TOKEN: secret(),
  GOTRUE_JWT_SECRET: secret(),
  GOTRUE_WEBHOOK_SECRET: secret(),
};

let programs: ServerPrograms;
let data: string;
let port: number;
let gotrue: { process: ServerProcess; url: string };
let desk: { process: ServerProcess; url: string };

/** `npm run identity` in the part of a GoTrue that runs elsewhere: another process, which knows us by its settings only. */
async function startGotrue() {
  const process = programs.identity(["--port", "0"], {
    ...secrets,
    GOTRUE_SITE_URL: PUBLIC,
    GOTRUE_SMTP_HOST: "localhost",
    GOTRUE_WEBHOOK_URL: `http://127.0.0.1:${port}/.netlify/identity-events`,
    GOTRUE_WEBHOOK_EVENTS: "validate,signup,login",
  });
  return { process, url: await process.ready };
}

function deskArguments(url: string): string[] {
  return ["--identity", url, "--public-url", PUBLIC, "--port", String(port), "--data", data];
}

async function startDesk() {
  const process = programs.local(deskArguments(gotrue.url), { ...secrets, DESK_OWNERS: OWNER.email });
  return { process, url: await process.ready };
}

beforeAll(async () => {
  programs = await serverPrograms(inject("functionsDir"));
  data = mkdtempSync(join(tmpdir(), "desk-elsewhere-"));
  port = await freePort();
  gotrue = await startGotrue();
  await operator("POST", "/admin/users", { ...OWNER, confirm: true });
  desk = await startDesk();
});

afterAll(async () => {
  await desk?.process.stop();
  await gotrue?.process.stop();
  rmSync(data, { recursive: true, force: true });
  programs.remove();
});

/** Asks the GoTrue itself, as whoever runs it. */
async function operator(method: string, path: string, body?: unknown) {
  const headers = { authorization: `Bearer ${secrets.GOTRUE_OPERATOR_TOKEN}` };
  const response = await fetch(gotrue.url + path, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (response.status !== 200) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return response.json();
}

async function signIn({ email, password }: typeof OWNER): Promise<string> {
  const body = new URLSearchParams({ grant_type: "password", username: email, password });
  const response = await fetch(`${desk.url}/.netlify/identity/token`, { method: "POST", body });
  const answer = await response.json();
  if (response.status !== 200) throw new Error(`${email}: ${response.status} ${JSON.stringify(answer)}`);
  return answer.access_token;
}

async function api(method: string, path: string, { as = OWNER, body }: { as?: typeof OWNER; body?: unknown } = {}) {
  const headers = { authorization: `Bearer ${await signIn(as)}`, "content-type": "application/json" };
  const sent = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await fetch(`${desk.url}/api${path}`, { method, headers, ...sent });
  return { status: response.status, body: await response.json() };
}

async function signUp(email: string) {
  const body = JSON.stringify({ email, password: "long enough, really" });
  const response = await fetch(`${desk.url}/.netlify/identity/signup`, { method: "POST", body });
  return { status: response.status, body: await response.json() };
}

async function mailsTo(email: string): Promise<{ subject: string; links: string[] }[]> {
  const headers = { accept: "application/json" };
  return (await fetch(`${gotrue.url}/__dev/mails?to=${encodeURIComponent(email)}`, { headers })).json();
}

it("tells the person which GoTrue it is, and every setting that GoTrue needs", () => {
  const out = desk.process.out();
  expect(out).toContain(`Identity      ${gotrue.url} (runs elsewhere`);
  for (const line of [
    `GOTRUE_SITE_URL=${PUBLIC}`,
    `GOTRUE_WEBHOOK_URL=${PUBLIC}/.netlify/identity-events`,
    "GOTRUE_WEBHOOK_SECRET=(the same as here)",
    "GOTRUE_WEBHOOK_EVENTS=validate,signup,login",
    "GOTRUE_MAILER_URLPATHS_INVITE=/",
  ]) {
    expect(out).toContain(`    ${line}\n`);
  }
  for (const value of Object.values(secrets)) expect(out).not.toContain(value);
  expect(out).not.toMatch(/example\.com {2,}\S+|__dev|Mailbox|Sign in as/);
});

it("signs in, knows the owner, and lists the people of that GoTrue", async () => {
  const session = await api("GET", "/session");
  expect(session.body).toMatchObject({ user: { email: OWNER.email, rank: "owner" }, readOnly: false });
  const { body } = await api("GET", "/users");
  expect(body).toMatchObject({ total: 1, users: [{ email: OWNER.email, status: "active" }] });
});

it("creates people with a password, by mail and by invitation", async () => {
  const create = (email: string, access: string) =>
    api("POST", "/users", { body: { email, name: "Nora New", roles: ["member"], access } });
  const made = await create("password@example.org", "password");
  expect(made.status).toBe(201);
  expect(await signIn({ email: "password@example.org", password: made.body.password })).toMatch(/^eyJ/);
  expect((await create("mail@example.org", "mail")).status).toBe(201);
  expect((await mailsTo("mail@example.org")).at(-1)?.links[0]).toContain(`${PUBLIC}/#recovery_token=`);
  expect((await create("invite@example.org", "invite")).status).toBe(201);
  expect((await mailsTo("invite@example.org")).at(-1)?.links[0]).toContain(`${PUBLIC}/#invite_token=`);
  const { users } = await operator("GET", "/admin/users");
  const roles = users.map(({ email, app_metadata }: Record<string, Record<string, unknown>>) => [
    email,
    app_metadata?.roles,
  ]);
  for (const name of ["password", "mail", "invite"]) expect(roles).toContainEqual([`${name}@example.org`, ["member"]]);
  expect((await create("password@example.org", "password")).body.error).toMatchObject({ code: "email_taken" });
});

it("refuses at sign-up whom the directory knows, through the webhook, and lets everybody else in", async () => {
  expect(await signUp("known@example.com")).toMatchObject({
    status: 422,
    body: { msg: "Failed to handle signup webhook" },
  });
  expect(desk.process.out()).toContain("GoTrue: validate went to identity-validate, which answered 403");
  expect((await signUp("new@example.org")).status).toBe(200);
  const link = (await mailsTo("new@example.org")).at(-1)?.links[0] ?? "";
  const token = link.split("confirmation_token=")[1];
  const body = JSON.stringify({ type: "signup", token });
  const verified = await fetch(`${desk.url}/.netlify/identity/verify`, { method: "POST", body });
  expect([verified.status, Object.keys(await verified.json())]).toEqual([
    200,
    ["access_token", "token_type", "expires_in", "refresh_token"],
  ]);
  expect(desk.process.out()).toContain("GoTrue: signup went to identity-signup");
  const { users } = await operator("GET", "/admin/users?filter=known");
  expect(users).toEqual([]);
});

it("makes staff, whose rank counts at once, and names who did it in the audit", async () => {
  const { users } = await operator("GET", "/admin/users?filter=new@");
  const id = users[0].id;
  const changed = await api("PUT", `/users/${id}/roles`, { body: { roles: ["desk:viewer"], expected: [] } });
  expect(changed.status, JSON.stringify(changed.body)).toBe(200);
  const as = { email: "new@example.org", password: "long enough, really" };
  expect((await api("GET", "/session", { as })).body.user).toMatchObject({ rank: "viewer" });
  const refused = await api("POST", "/users", {
    as,
    body: { email: "x@example.org", name: "", roles: [], access: "invite" },
  });
  expect(refused.status).toBe(403);
  const { body } = await api("GET", "/audit");
  expect(JSON.stringify(body)).toContain(OWNER.email);
  expect(JSON.stringify(body)).toContain("users.create");
});

it("answers the public address as its own, and no other origin", async () => {
  const token = await signIn(OWNER);
  const ask = (...lines: string[]) =>
    rawRequest(port, ["GET /api/session HTTP/1.1", `Authorization: Bearer ${token}`, ...lines]);
  expect(await ask("Host: desk.example.com", `Origin: ${PUBLIC}`, "X-Forwarded-Proto: https")).toMatch(
    /^HTTP\/1\.1 200 /,
  );
  expect(await ask("Host: localhost", "X-Forwarded-Host: desk.example.com", `Origin: ${PUBLIC}`)).toMatch(
    /^HTTP\/1\.1 200 /,
  );
  expect(await ask("Host: desk.example.com", "Origin: https://evil.example")).toMatch(/foreign_origin/);
  expect(await ask("Host: evil.example", "Origin: http://evil.example")).toMatch(/foreign_origin/);
  expect(await rawRequest(port, ["GET / HTTP/1.1", "Host: desk.example.com"])).toContain("<title>The desk</title>");
});

it("S80 has no /__dev, for anybody and under any name", async () => {
  for (const path of ["/__dev", "/__dev/", "/__dev/mails", "/__dev/seeds", "/__dev/events"]) {
    expect((await fetch(desk.url + path)).status, path).toBe(404);
  }
  expect((await fetch(`${desk.url}/__dev/reset`, { method: "POST" })).status).toBeGreaterThanOrEqual(404);
  expect((await operator("GET", "/admin/users")).users.length).toBeGreaterThan(3);
  expect(await rawRequest(port, ["GET /__dev HTTP/1.1", "Host: desk.example.com"])).toMatch(/^HTTP\/1\.1 404 /);
});

it("keeps what it knows of this GoTrue in a folder of its own, over a restart", { timeout: 60_000 }, async () => {
  expect(readdirSync(data)).toEqual(["elsewhere"]);
  expect(readdirSync(join(data, "elsewhere"))).toHaveLength(1);
  const entries = async () => (await api("GET", "/audit")).body.entries.length;
  const before = await entries();
  expect(before).toBeGreaterThan(0);
  await desk.process.stop();
  desk = await startDesk();
  expect(await entries()).toBe(before);
});

it("S78 says in one line what is missing or wrong, and does not start", { timeout: 60_000 }, async () => {
  const other = String(await freePort());
  const nobody = `http://127.0.0.1:${await freePort()}`;
  const refusal = async (args: string[], env: Record<string, string>) => {
    const { code, out, err } = await programs.local([...args, "--port", other, "--data", data], env).exit;
    expect([code, out, err.trimEnd().split("\n")]).toEqual([1, "", [expect.any(String)]]);
    return err;
  };
  const here = ["--identity", gotrue.url];
  const refusals: [string[], Record<string, string>, RegExp][] = [
    [here, {}, /^GOTRUE_OPERATOR_TOKEN and GOTRUE_JWT_SECRET are not set/],
    [here, { ...secrets, GOTRUE_JWT_SECRET: "dev-secret" }, /^GOTRUE_JWT_SECRET is an example/],
    [here, { ...secrets, GOTRUE_OPERATOR_TOKEN: secret() }, /^GOTRUE_OPERATOR_TOKEN is not the one/],
    [here, { ...secrets, NODE_ENV: "production" }, /NODE_ENV=production/],
    [[...here, "--reset"], secrets, /^--reset does not go with --identity/],
    [["--identity", nobody], secrets, /^Nothing answers as a GoTrue/],
  ];
  const said = await Promise.all(refusals.map(([args, env]) => refusal(args, env)));
  refusals.forEach(([, , words], index) => {
    expect(said[index]).toMatch(words);
  });
});

it("says that Identity is down while it is, and goes on when it is back", async () => {
  await gotrue.process.stop();
  const gone = await fetch(`${desk.url}/.netlify/identity/settings`);
  expect([gone.status, (await gone.json()).code]).toEqual([502, 502]);
  const asked = await fetch(`${desk.url}/api/session`, {
    headers: { authorization: "Bearer eyJhbGciOiJIUzI1NiJ9.e30.x" },
  });
  expect([asked.status, (await asked.json()).error.code]).toEqual([503, "identity_unavailable"]);
});
