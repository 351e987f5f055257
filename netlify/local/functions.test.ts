import { createHash, createHmac } from "node:crypto";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { rawRequest } from "#netlify/identity/testing/raw-request.ts";
import { type Local, startLocal } from "./start-local.ts";
import { type FixtureFunctions, fixtureFunctions } from "./testing/fixture-functions.ts";

const SECRET = "a secret of this test, thirty-two and more";

const SOURCES = {
  echo: `
    export default async (request, context) => {
      const body = await request.text();
      return Response.json({
        method: request.method, url: request.url, body, params: context.params, ip: context.ip,
        headers: Object.fromEntries(request.headers), deploy: context.deploy, site: context.site,
        requestId: context.requestId, identity: globalThis.netlifyIdentityContext,
      });
    };
    export const config = { path: ["/api/echo", "/api/echo/:name", "/api/files/*"] };`,
  plain: `
    export default async (request) => new Response("at the default address " + request.method);`,
  picky: `
    export default async () => new Response("ok");
    export const config = { path: "/api/picky", method: "POST" };`,
  whoami: `
    let calls = 0;
    export default async (request) => {
      const call = ++calls;
      const before = globalThis.netlifyIdentityContext.user?.email;
      await new Promise((done) => setTimeout(done, Math.random() * 40));
      return Response.json({ before, after: globalThis.netlifyIdentityContext.user?.email, call });
    };
    export const config = { path: "/api/whoami" };`,
  cookies: `
    export default async (request, context) => {
      context.cookies.set({ name: "a", value: context.cookies.get("seen") ?? "none", httpOnly: true });
      context.cookies.set("b", "2");
      return new Response("done");
    };
    export const config = { path: "/api/cookies" };`,
  stream: `
    export default async () => new Response(new ReadableStream({
      async start(controller) {
        for (const part of ["one ", "two ", "three"]) {
          controller.enqueue(new TextEncoder().encode(part));
          await new Promise((done) => setTimeout(done, 250));
        }
        controller.close();
      },
    }));
    export const config = { path: "/api/stream" };`,
  throws: `
    export default async () => { throw new Error("a reason with CANARY-REASON in it"); };
    export const config = { path: "/api/throws" };`,
  crashes: `
    export default async () => { setTimeout(() => { throw new Error("out of nowhere"); }, 5); return new Promise(() => {}); };
    export const config = { path: "/api/crashes" };`,
  exits: `
    export default async () => process.exit(3);
    export const config = { path: "/api/exits" };`,
  leaves: `
    export default async () => {
      setTimeout(() => process.exit(4), 1_000);
      console.log("about to leave");
      return new Promise(() => {});
    };
    export const config = { path: "/api/leaves" };`,
  posts: `
    import { parentPort } from "node:worker_threads";
    export default async () => {
      for (const message of [null, 5, "text", {}, [], { id: 1 }]) parentPort.postMessage(message);
      return new Response("posted");
    };
    export const config = { path: "/api/posts" };`,
  breaks: `
    export default async () => new Response(new ReadableStream({
      async start(controller) {
        controller.enqueue(new TextEncoder().encode("half of it"));
        await new Promise((done) => setTimeout(done, 250));
        controller.error(new Error("the source dried up"));
      },
    }));
    export const config = { path: "/api/breaks" };`,
  frames: `
    export default async () => new Response("0123456789", {
      headers: { "content-length": "300", connection: "close", "transfer-encoding": "chunked", "x-mine": "1" },
    });
    export const config = { path: "/api/frames" };`,
  nothing: `
    export default async () => undefined;
    export const config = { path: "/api/nothing" };`,
  prints: `
    export default async (request) => {
      console.log("first\\nsecond\\r\\u001b[2K " + globalThis.netlifyIdentityContext.token);
      return new Response("ok");
    };
    export const config = { path: "/api/prints" };`,
  notes: `
    import { getStore, getDeployStore } from "@netlify/blobs";
    export default async () => {
      const store = getStore({ name: "notes", consistency: "strong" });
      await store.setJSON("k", { said: "hello" });
      const again = await store.set("k", "x", { onlyIfNew: true });
      await getDeployStore("notes").set("k", "of the deploy");
      return Response.json([await store.get("k", { type: "json" }), again.modified]);
    };
    export const config = { path: "/api/notes" };`,
  environment: `
    export default async () => Response.json(process.env);
    export const config = { path: "/api/environment" };`,
  "identity-validate": `
    let runs = 0;
    export default async (request) => {
      const { event, user } = await request.json();
      runs += 1;
      if (user.email.startsWith("no")) return new Response("no", { status: 403 });
      return Response.json({ user_metadata: { seenBy: event, header: request.headers.get("x-netlify-event"), runs } });
    };`,
  subscriber: `
    export default {
      userSignup(event) { return { user: { ...event.user, roles: ["greeted"] } }; },
    };`,
};

let fixtures: FixtureFunctions;
let local: Local;
const lines: string[] = [];

beforeAll(async () => {
  fixtures = await fixtureFunctions(SOURCES);
  local = await startLocal({
    port: 0,
    functionsDir: fixtures.directory,
    people: 0,
    bcryptCost: 4,
    env: { GREETING: "hi", DESK_OWNERS: "mine@example.com" },
    identity: { GOTRUE_JWT_SECRET: SECRET, GOTRUE_MAILER_AUTOCONFIRM: "true" },
    log: (line) => lines.push(line),
  });
});

afterAll(async () => {
  await local.close();
  await fixtures.remove();
});

async function bearerOf(rank: string, password: string): Promise<string> {
  const body = new URLSearchParams({ grant_type: "password", username: `${rank}@example.com`, password });
  const response = await fetch(`${local.url}/.netlify/identity/token`, { method: "POST", body });
  const { access_token } = await response.json();
  return `Bearer ${access_token}`;
}

function signed(
  body: string,
  { secret = SECRET, iat = Date.now() / 1000, head = '{"alg":"HS256","typ":"JWT"}', claims = {} } = {},
) {
  const sha256 = createHash("sha256").update(body).digest("hex");
  const whole = { iat: Math.floor(iat), iss: "gotrue", sub: "00000000-0000-0000-0000-000000000000", sha256, ...claims };
  const text = `${Buffer.from(head).toString("base64url")}.${Buffer.from(JSON.stringify(whole)).toString("base64url")}`;
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
}

const PAYLOAD = JSON.stringify({ event: "validate", user: { email: "x@example.org" } });

function deliver(headers: Record<string, string>, body = PAYLOAD, name = "identity-validate"): Promise<Response> {
  return fetch(`${local.url}/.netlify/functions/${name}`, { method: "POST", body, headers });
}

it("gives a function the whole request, its path's parameters and what Netlify adds", async () => {
  const response = await fetch(`${local.url}/api/echo/J%C3%B6rg?q=1&q=2`, {
    method: "PUT",
    body: "grüß",
    headers: { "x-mine": "1" },
  });
  const seen = await response.json();
  expect(seen).toMatchObject({
    method: "PUT",
    url: `${local.url}/api/echo/J%C3%B6rg?q=1&q=2`,
    body: "grüß",
    params: { name: "J%C3%B6rg" },
    ip: "127.0.0.1",
    deploy: { context: "production", published: true },
    site: { url: local.url },
    requestId: response.headers.get("x-nf-request-id"),
  });
  expect(seen.deploy.id).toMatch(/^\w{24}$/);
  expect(seen.headers["x-mine"]).toBe("1");
  expect(seen.identity).toEqual({ url: `${local.url}/.netlify/identity`, token: expect.any(String) });
  expect((await fetch(`${local.url}/api/files/a/b.txt`).then((r) => r.json())).params).toEqual({ 0: "a/b.txt" });
});

it("hands out an operator token that the Identity takes, and the claims of a good bearer only", async () => {
  const authorization = await bearerOf("admin", "copper kettle sings low");
  const { identity } = await fetch(`${local.url}/api/echo`, { headers: { authorization } }).then((r) => r.json());
  expect(identity.user).toMatchObject({ email: "admin@example.com", app_metadata: { roles: ["desk:admin"] } });
  const users = await fetch(`${identity.url}/admin/users`, { headers: { authorization: `Bearer ${identity.token}` } });
  expect(users.status).toBe(200);
  const tampered = `${authorization.slice(0, -3)}AAA`;
  const other = await fetch(`${local.url}/api/echo`, { headers: { authorization: tampered } }).then((r) => r.json());
  expect(other.identity.user).toBeUndefined();
});

it("answers a function with a path there only, others at the default address, and keeps to their methods", async () => {
  const status = async (path: string, method = "GET") => (await fetch(`${local.url}${path}`, { method })).status;
  expect(await status("/.netlify/functions/echo")).toBe(404);
  expect(await status("/.netlify/functions/absent")).toBe(404);
  expect(await status("/api/echo/")).toBe(200);
  expect(await status("/api/echo/a/b")).toBe(404);
  expect(await status("/api/picky", "POST")).toBe(200);
  expect(await status("/api/picky")).toBe(405);
  expect(await (await fetch(`${local.url}/.netlify/functions/plain`)).text()).toBe("at the default address GET");
  expect((await fetch(`${local.url}/api/nothing`)).status).toBe(204);
});

it("R43 keeps the identity of 20 parallel calls apart", async () => {
  const bearers = await Promise.all([
    bearerOf("owner", "quiet harbour at dawn"),
    bearerOf("admin", "copper kettle sings low"),
    bearerOf("support", "green bicycle by the gate"),
    bearerOf("viewer", "seven lanterns on the hill"),
  ]);
  const calls = Array.from({ length: 20 }, async (_, index) => {
    const authorization = bearers[index % 4] ?? "";
    const seen = await fetch(`${local.url}/api/whoami`, { headers: { authorization } }).then((r) => r.json());
    const expected = ["owner", "admin", "support", "viewer"][index % 4];
    expect([seen.before, seen.after]).toEqual([`${expected}@example.com`, `${expected}@example.com`]);
    return seen.call;
  });
  expect(new Set(await Promise.all(calls)).size).toBe(20);
});

it("S82 marks nothing as storable that a function did not", async () => {
  expect((await fetch(`${local.url}/api/whoami`)).headers.get("cache-control")).toBe("no-cache");
  for (const path of [
    "/api/throws",
    "/api/picky",
    "/.netlify/functions/absent",
    "/.netlify/functions/identity-validate",
  ]) {
    expect((await fetch(`${local.url}${path}`)).headers.get("cache-control"), path).toBe("no-store");
  }
});

it("sets and reads cookies", async () => {
  const response = await fetch(`${local.url}/api/cookies`, { headers: { cookie: "seen=yes" } });
  expect(response.headers.getSetCookie()).toEqual(["a=yes; HttpOnly", "b=2"]);
});

it("streams an answer as it comes", async () => {
  const response = await fetch(`${local.url}/api/stream`);
  const reader = response.body?.getReader();
  const first = await reader?.read();
  expect(new TextDecoder().decode(first?.value)).toBe("one ");
  await reader?.cancel();
  expect(await (await fetch(`${local.url}/api/stream`)).text()).toBe("one two three");
});

it("compresses JSON for who can read it, as Netlify's edge does", async () => {
  const ask = (encoding: string, query = "x".repeat(600)) =>
    fetch(`${local.url}/api/echo?${query}`, { headers: { "accept-encoding": encoding } });
  for (const encoding of ["br", "gzip"]) {
    const response = await ask(encoding);
    expect([response.headers.get("content-encoding"), (await response.json()).method]).toEqual([encoding, "GET"]);
    expect(response.headers.get("vary")).toContain("Accept-Encoding");
  }
  expect((await ask("identity")).headers.get("content-encoding")).toBeNull();
});

it("S77 answers a throw with 500 and the request's id, the stack only in the log", async () => {
  const response = await fetch(`${local.url}/api/throws`);
  const text = await response.text();
  const id = response.headers.get("x-nf-request-id") ?? "";
  expect(response.status).toBe(500);
  expect(text).toContain(id);
  expect(text).not.toMatch(/CANARY|at .*:\d+/);
  expect(response.headers.get("cache-control")).toBe("no-store");
  expect(lines.find((line) => line.includes(id) && line.includes("CANARY-REASON"))).toMatch(/\.mjs/);
});

it("survives a function that brings its process down, as Netlify starts another one", async () => {
  expect((await fetch(`${local.url}/api/crashes`)).status).toBe(500);
  await vi.waitFor(async () => expect((await fetch(`${local.url}/api/nothing`)).status).toBe(204));
  expect(lines.some((line) => line.includes("out of nowhere"))).toBe(true);
});

it("starts the functions again after one of them called process.exit", async () => {
  expect((await fetch(`${local.url}/api/exits`)).status).toBe(500);
  expect(await fetch(`${local.url}/.netlify/functions/plain`).then((r) => r.text())).toContain(
    "at the default address",
  );
  await vi.waitFor(() => expect(lines.join("\n")).toContain("process.exit(3) was called"));
});

it("starts nothing anew for a thread that was replaced already when it died", async () => {
  const call = fetch(`${local.url}/api/leaves`);
  await vi.waitFor(() => expect(lines.join("\n")).toContain("about to leave"), { timeout: 5_000 });
  await local.reset();
  const before = lines.length;
  expect((await call).status).toBe(500);
  expect((await fetch(`${local.url}/api/nothing`)).status).toBe(204);
  expect(lines.slice(before).join("\n")).not.toContain("started again");
});

it("takes nothing of what a function posts to the thread above it", async () => {
  for (const _ of [1, 2]) expect(await fetch(`${local.url}/api/posts`).then((r) => r.text())).toBe("posted");
});

it("frames an answer itself, whatever the function says of its length and connection", async () => {
  const answer = await fetch(`${local.url}/api/frames`);
  expect(await answer.text()).toBe("0123456789");
  expect(answer.headers.get("x-mine")).toBe("1");
});

it("breaks an answer off at once when its stream fails", async () => {
  const answer = await fetch(`${local.url}/api/breaks`, { signal: AbortSignal.timeout(5_000) });
  await expect(answer.text()).rejects.toThrow("terminated");
  await vi.waitFor(() => expect(lines.join("\n")).toContain("the source dried up"));
});

it("S81 lets no header of a client pass for the platform's", async () => {
  const forged = Buffer.from(
    JSON.stringify({ url: "http://evil.example", token: "forged", user: { email: "forged" } }),
  );
  const headers = {
    "x-nf-identity-info": forged.toString("base64"),
    "x-nf-deploy-context": "deploy-preview",
    "x-nf-deploy-published": "0",
    "x-nf-client-connection-ip": "6.6.6.6",
    "x-nf-site-id": "another",
    "x-nf-request-id": "forged",
    "x-netlify-event": "identity_validate",
    "x-forwarded-host": "evil.example",
    "x-forwarded-for": "6.6.6.6",
    "client-ip": "6.6.6.6",
    forwarded: "for=6.6.6.6;host=evil.example",
    "x-middleware-subrequest": "middleware",
  };
  const seen = await fetch(`${local.url}/api/echo`, { headers }).then((r) => r.json());
  expect(JSON.stringify(seen)).not.toMatch(/forged|evil|6\.6\.6\.6|another|middleware|netlify-event|deploy-preview/);
  expect(seen.url).toBe(`${local.url}/api/echo`);
  const answer = await rawRequest(local.port, ["GET http://evil.example/api/echo HTTP/1.1", "Host: evil.example"]);
  expect(answer).toContain(`"url":"${local.url}/api/echo"`);
});

it("S28 S29 refuses methods that no Request can have, and drops the body of a GET", async () => {
  for (const method of ["TRACE", "TRACK"]) {
    const answer = await rawRequest(local.port, [
      `${method} /api/echo HTTP/1.1`,
      "Host: localhost",
      "Content-Length: 0",
    ]);
    expect(answer).toMatch(/^HTTP\/1\.1 40[05]/);
  }
  const overridden = [
    "GET /api/echo HTTP/1.1",
    "Host: localhost",
    "X-HTTP-Method-Override: DELETE",
    "Content-Length: 2",
  ];
  const answer = await rawRequest(local.port, overridden, "{}");
  expect(answer).toMatch(/^HTTP\/1\.1 200[\s\S]*"method":"GET"[\s\S]*"body":""/);
});

it("takes a body of up to 6 MB and answers 413 beyond", async () => {
  const post = (size: number) =>
    fetch(`${local.url}/.netlify/functions/plain`, { method: "POST", body: Buffer.alloc(size) });
  expect((await post(6 * 1024 * 1024)).status).toBe(200);
  expect((await post(6 * 1024 * 1024 + 1)).status).toBe(413);
});

it("gives functions a Blobs store", async () => {
  expect(await fetch(`${local.url}/api/notes`).then((r) => r.json())).toEqual([{ said: "hello" }, false]);
});

it("gives functions an environment of their own, with what the desk needs", async () => {
  const env = await fetch(`${local.url}/api/environment`).then((r) => r.json());
  expect(env).toMatchObject({
    GREETING: "hi",
    DESK_OWNERS: "mine@example.com",
    IDENTITY_WEBHOOK_SECRET: SECRET,
    URL: local.url,
  });
  expect(env.DESK_SECRET.length).toBeGreaterThanOrEqual(32);
  expect(env.DESK_DIRECTORY_HTTP_URL).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/people\?email=\{email\}$/);
  expect(Object.keys(env)).not.toContain("PATH");
});

it("S65 runs an event function for nobody but the Identity", async () => {
  const event = { "x-netlify-event": "identity_validate" };
  const tries: Record<string, string>[] = [{}, event, { "x-webhook-signature": signed(PAYLOAD) }];
  for (const headers of tries) {
    expect((await deliver(headers)).status).toBe(403);
  }
  expect((await deliver({ "x-netlify-event": "identity_login", "x-webhook-signature": signed(PAYLOAD) })).status).toBe(
    403,
  );
  expect((await fetch(`${local.url}/.netlify/functions/identity-validate`)).status).toBe(403);
  expect((await deliver({}, PAYLOAD, "subscriber")).status).toBe(403);
  const good = await deliver({ ...event, "x-webhook-signature": signed(PAYLOAD) });
  expect([good.status, (await good.json()).user_metadata.runs]).toEqual([200, 1]);
});

it("S66 refuses a signature for another body, from another Identity, too old, or of no algorithm", async () => {
  const tries = [
    signed(`${PAYLOAD} `),
    signed(PAYLOAD, { secret: "the secret of another instance, also long" }),
    signed(PAYLOAD, { claims: { sub: "5f3c1a50-0000-4000-8000-000000000000" } }),
    signed(PAYLOAD, { iat: Date.now() / 1000 - 3600 }),
    signed(PAYLOAD, { iat: Date.now() / 1000 + 3600 }),
    signed(PAYLOAD, { claims: { iat: "now" } }),
    signed(PAYLOAD, { claims: { iss: "somebody" } }),
    signed(PAYLOAD, { head: '{"alg":"none"}' }),
    `${signed(PAYLOAD).split(".").slice(0, 2).join(".")}.`,
    "not.a.signature",
  ];
  for (const signature of tries) {
    const response = await deliver({ "x-netlify-event": "identity_validate", "x-webhook-signature": signature });
    expect(response.status, signature).toBe(403);
  }
});

it("lets the Identity call event functions by name and typed ones, and takes what they answer", async () => {
  const signUp = (email: string) =>
    fetch(`${local.url}/.netlify/identity/signup`, {
      method: "POST",
      body: JSON.stringify({ email, password: "long enough" }),
    });
  const user = await (await signUp("yes@example.org")).json();
  expect(user.user_metadata).toMatchObject({ seenBy: "validate", header: "identity_validate" });
  expect(user.app_metadata).toMatchObject({ provider: "email", roles: ["greeted"] });
  expect((await signUp("no@example.org")).status).toBe(422);
  const refused = local.identity.deliveries().at(-1);
  expect(refused).toMatchObject({ event: "validate", tries: 3, status: 403 });
});

it("S75 S79 logs one line per request: no query, no token, no control characters", async () => {
  lines.length = 0;
  await fetch(`${local.url}/api/prints?email=somebody@example.org&token=secret`);
  await rawRequest(local.port, ["GET /api/echo/%0d%0aforged HTTP/1.1", "Host: localhost"]);
  await vi.waitFor(() => expect(lines.length).toBeGreaterThanOrEqual(4));
  const log = lines.join("\n");
  expect(log).not.toMatch(/somebody|secret|eyJ/);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what the test looks for.
  expect(lines.filter((line) => /[\u0000-\u001f]/.test(line))).toEqual([]);
  expect(log).toMatch(/^GET \/api\/prints 200 \d+ ms \w{26}$/m);
  expect(log).toContain("function: second\\r\\u001b[2K (token)");
});
