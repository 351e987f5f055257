import { createHash, createHmac } from "node:crypto";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { type FixtureFunctions, fixtureFunctions } from "../testing/fixture-functions.ts";
import { startGotrue, type TestGotrue } from "../testing/gotrue.ts";
import { type Remote, startRemote } from "./start-remote.ts";

const SOURCES = {
  "identity-validate": `
    export default async (request) => {
      const { user } = await request.json();
      if (user.email.startsWith("no")) return new Response("not this one", { status: 403 });
      return new Response(null, { status: 204 });
    };`,
  // In the order of their names: first, second, third.
  "first-listener": `
    export default {
      userSignup(event) { return { user: { ...event.user, roles: ["first"], userMetadata: { ...event.user.userMetadata, first: true } } }; },
    };`,
  "identity-signup": `
    export default async (request) => {
      const { user } = await request.json();
      if (user.email.startsWith("slow")) await new Promise((done) => setTimeout(done, 30_000));
      if (user.email.startsWith("odd")) return new Response("not JSON at all");
      if (user.email.startsWith("nosignup")) return new Response("no", { status: 401 });
      return Response.json({ app_metadata: { ...user.app_metadata, saw: user.user_metadata, key: process.env.IDENTITY_WEBHOOK_SECRET } });
    };`,
  "third-listener": `
    export default { userSignup(event) { if (event.user.email.startsWith("deny")) event.deny(); } };`,
  environment: `
    export default async () => Response.json({ env: process.env, identity: globalThis.netlifyIdentityContext });
    export const config = { path: "/api/environment" };`,
};
const ZERO = "00000000-0000-0000-0000-000000000000";

let fixtures: FixtureFunctions;
let gotrue: TestGotrue;
let remote: Remote;
const lines: string[] = [];

beforeAll(async () => {
  [fixtures, gotrue] = await Promise.all([fixtureFunctions(SOURCES), startGotrue({ GOTRUE_JWT_AUD: "blue" })]);
  const options = { port: 0, functionsDir: fixtures.directory, log: (line: string) => void lines.push(line) };
  remote = await startRemote({ ...options, gotrue, publicUrl: "https://desk.example.com" });
});
beforeEach(() => {
  lines.length = 0;
});
afterAll(async () => {
  await remote?.close();
  await gotrue.close();
  await fixtures.remove();
});

const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");

interface Forgery {
  secret?: string;
  iat?: number;
  claims?: Record<string, unknown>;
  head?: Record<string, unknown>;
}

function signed(body: string, { secret = gotrue.webhookSecret, iat, claims, head }: Forgery = {}): string {
  const sha256 = createHash("sha256").update(body).digest("hex");
  const whole = { iss: "gotrue", sub: ZERO, iat: Math.floor(iat ?? Date.now() / 1000), sha256, ...claims };
  const text = `${part({ alg: "HS256", typ: "JWT", ...head })}.${part(whole)}`;
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
}

function payload(event: string, email: string, more: Record<string, unknown> = {}): string {
  const user = {
    id: ZERO,
    aud: "",
    role: "",
    email,
    app_metadata: { provider: "email" },
    user_metadata: null,
    ...more,
  };
  const stamped = { ...user, created_at: "2026-01-02T03:04:05Z", updated_at: "2026-01-02T03:04:05Z" };
  return JSON.stringify({ event, instance_id: ZERO, user: stamped });
}

function post(body: string | Buffer, headers: Record<string, string>): Promise<Response> {
  return fetch(`${remote.url}/.netlify/identity-events`, {
    method: "POST",
    body: new Uint8Array(Buffer.from(body)),
    headers,
  });
}

function deliver(event: string, email: string, more: Record<string, unknown> = {}): Promise<Response> {
  const body = payload(event, email, more);
  return post(body, { "x-netlify-event": `identity_${event}`, "x-webhook-signature": signed(body) });
}

it("names its address by the public URL, and the events that functions listen to", () => {
  expect(remote.eventsUrl).toBe("https://desk.example.com/.netlify/identity-events");
  expect([...remote.events].sort()).toEqual(["signup", "validate"]);
});

it("dispatches by event: a yes is a yes, a refusal is passed on", async () => {
  expect((await deliver("validate", "yes@example.org")).status).toBe(204);
  const refused = await deliver("validate", "no@example.org");
  expect([refused.status, await refused.text()]).toEqual([403, "not this one"]);
});

it("hands each listener what the one before it answered, and GoTrue the outcome of all", async () => {
  const answer = await deliver("signup", "ann@example.org", {
    user_metadata: { full_name: "Ann" },
  });
  expect(answer.headers.get("content-type")).toBe("application/json");
  const { app_metadata, user_metadata, ...rest } = await answer.json();
  expect(rest).toEqual({});
  expect(user_metadata).toMatchObject({ full_name: "Ann", first: true });
  expect(app_metadata).toMatchObject({ provider: "email", roles: ["first"], saw: user_metadata });
  expect(lines.filter((line) => line.startsWith("GoTrue: signup")).map((line) => line.split(" ")[4])).toEqual([
    "first-listener,",
    "identity-signup,",
    "third-listener,",
  ]);
});

it("stops at the first no, whoever says it", async () => {
  expect((await deliver("signup", "nosignup@example.org")).status).toBe(401);
  expect(lines.filter((line) => line.startsWith("GoTrue:"))).toHaveLength(2);
  expect((await deliver("signup", "deny@example.org")).status).toBe(401);
});

it("passes on an answer that GoTrue cannot read, for GoTrue to say so", async () => {
  const odd = await deliver("signup", "odd@example.org");
  expect([odd.status, await odd.text()]).toEqual([200, "not JSON at all"]);
});

it("answers within GoTrue's 5 s when a function does not", async () => {
  const begun = performance.now();
  const late = await deliver("signup", "slow@example.org");
  expect([late.status, await late.json()]).toEqual([504, { error: "identity-signup gave no answer" }]);
  expect(performance.now() - begun).toBeLessThan(5_000);
});

it("answers 204 at once to an event that nobody listens to", async () => {
  expect((await deliver("userdeleted", "ann@example.org")).status).toBe(204);
  expect((await deliver("login", "ann@example.org")).status).toBe(204);
});

it("S65 S66 runs nothing for a delivery that is unsigned, foreign, altered, old, oversized or of another event", async () => {
  const body = payload("validate", "yes@example.org");
  const event = { "x-netlify-event": "identity_validate" };
  const now = Date.now() / 1000;
  const forged: Record<string, string>[] = [
    {},
    event,
    { "x-webhook-signature": signed(body) },
    { ...event, "x-webhook-signature": "not.a.signature" },
    { ...event, "x-webhook-signature": `${signed(body).split(".").slice(0, 2).join(".")}.` },
    ...[
      signed(`${body} `),
      signed(body, { secret: gotrue.jwtSecret }),
      signed(body, { secret: "another secret of a stranger" }),
      signed(body, { iat: now - 3600 }),
      signed(body, { iat: now + 3600 }),
      signed(body, { claims: { iat: "now" } }),
      signed(body, { claims: { iss: "somebody" } }),
      signed(body, { head: { alg: "none" } }),
    ].map((signature) => ({ ...event, "x-webhook-signature": signature })),
    { "x-netlify-event": "identity_login", "x-webhook-signature": signed(body) },
    { "x-netlify-event": "identity_nothing", "x-webhook-signature": signed(body) },
  ];
  for (const headers of forged) expect((await post(body, headers)).status, JSON.stringify(headers)).toBe(401);
  for (const strange of ["", "null", "[]", "{}", '{"event":"validate"}', "garbage"]) {
    const headers = { ...event, "x-webhook-signature": signed(strange) };
    expect((await post(strange, headers)).status, strange).toBe(401);
  }
  const large = Buffer.alloc(6 * 1024 * 1024 + 1, 32);
  const oversized = await post(large, { ...event, "x-webhook-signature": signed(large.toString()) });
  expect(oversized.status).toBe(401);
  expect(lines.filter((line) => line.startsWith("GoTrue:"))).toEqual([]);
  expect((await fetch(`${remote.url}/.netlify/identity-events`)).status).toBe(405);
});

it("lets nobody call an event function past the address, GoTrue's own signature included", async () => {
  const body = payload("validate", "yes@example.org");
  const headers = { "x-netlify-event": "identity_validate", "x-webhook-signature": signed(body) };
  const past = await fetch(`${remote.url}/.netlify/functions/identity-validate`, { method: "POST", body, headers });
  expect(past.status).toBe(403);
});

it("S75 gives functions a token for two minutes, and none of GoTrue's secrets", async () => {
  const bearer = gotrue.identity.operatorToken();
  const answer = await fetch(`${remote.url}/api/environment`, { headers: { authorization: `Bearer ${bearer}` } });
  const text = await answer.text();
  for (const secret of [gotrue.operatorToken, gotrue.jwtSecret, gotrue.webhookSecret])
    expect(text).not.toContain(secret);
  const { env, identity } = JSON.parse(text);
  expect(env).toMatchObject({ URL: "https://desk.example.com", DESK_AUDIENCE: "blue" });
  expect(env.DESK_OWNERS).toBeUndefined();
  const claims = JSON.parse(Buffer.from(identity.token.split(".")[1], "base64url").toString());
  expect(claims).toEqual({ exp: expect.any(Number), sub: "0" });
  expect(claims.exp - Date.now() / 1000).toBeLessThanOrEqual(120);
  expect(identity.user).toMatchObject({ sub: "0" });
  expect(identity.url).toBe(`${remote.url}/.netlify/identity`);
  const people = await fetch(`${identity.url}/admin/users`, { headers: { authorization: `Bearer ${identity.token}` } });
  expect(people.status).toBe(200);
});
