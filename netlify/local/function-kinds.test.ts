import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { staff } from "./seeds.ts";
import { type Local, startLocal } from "./start-local.ts";
import { type FixtureFunctions, fixtureSite } from "./testing/fixture-functions.ts";

const FILES = {
  "facts.js": `
    exports.handler = async (event, context) => ({
      statusCode: 200,
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ event, context: { ...context, left: context.getRemainingTimeInMillis() } }),
    });`,
  "callback.js": `
    exports.handler = (event, context, callback) => {
      setTimeout(() => callback(null, { statusCode: 201, body: "by callback" }), 5);
    };`,
  "done.js": `exports.handler = (event, context) => context.succeed({ statusCode: 200, body: "by context" });`,
  "binary.js": `
    exports.handler = async (event) => ({
      statusCode: 200,
      isBase64Encoded: true,
      headers: { "content-type": "image/gif", "set-cookie": "lost" },
      multiValueHeaders: { "Set-Cookie": ["a=1", "b=2"] },
      body: event.body,
    });`,
  "streamed.ts": `
    import { stream } from "@netlify/functions";
    import { Readable } from "node:stream";
    export const handler = stream(async () => ({ statusCode: 200, body: Readable.from(["one ", "two"]) }));`,
  "store.ts": `
    import { connectLambda, getStore } from "@netlify/blobs";
    import type { Handler } from "@netlify/functions";
    export const handler: Handler = async (event) => {
      connectLambda(event as never);
      const store = getStore("notes");
      await store.set("k", "kept");
      return { statusCode: 200, body: String(await store.get("k")) };
    };`,
  "neighbour/neighbour.mts": `
    import { readFileSync } from "node:fs";
    import { greeting } from "./greeting.ts";
    export default async () => new Response(greeting + readFileSync(new URL("./note.txt", import.meta.url), "utf8"));`,
  "neighbour/greeting.ts": `export const greeting: string = "hello ";`,
  "neighbour/note.txt": "from beside",
  "notes.js": `exports.text = "no handler here";`,
  "types.d.ts": `export interface Nothing {}`,
  "lost.js": `exports.handler = (event) => ({ statusCode: 200 });`,
  "nothing.js": `exports.handler = async () => undefined;`,
  "wrong-body.js": `exports.handler = async () => ({ statusCode: 200, body: { a: 1 } });`,
  "wrong-status.js": `exports.handler = async () => ({ statusCode: "fine" });`,
  "fails.js": `exports.handler = (event, context, callback) => callback(new Error("CANARY-CALLBACK"));`,
  "slow-background.js": `
    exports.handler = async (event, context) => {
      await new Promise((done) => setTimeout(done, 50));
      console.log("classic ran with " + event.body + " and " + JSON.stringify(context.clientContext));
    };`,
  "later.mts": `
    export default async (request: Request) => {
      console.log("modern ran with " + (await request.text()) + " and " + globalThis.netlifyIdentityContext);
      throw new Error("and failed");
    };
    export const config = { background: true, path: "/api/later" };`,
  "identity-signup-background.js": `
    exports.handler = async (event, context) => {
      console.log("greeted " + JSON.parse(event.body).user.email + " " + JSON.stringify(context.clientContext));
      return { statusCode: 401 };
    };`,
  "nightly.mts": `
    export default async (request: Request) => {
      const { next_run } = await request.json();
      if (globalThis.netlifyIdentityContext) throw new Error("nobody asked for this");
      return new Response([request.method, request.headers.get("x-nf-event"), next_run].join(" "));
    };
    export const config = { schedule: "0 3 * * *" };`,
};

let site: FixtureFunctions;
let local: Local;
const lines: string[] = [];

beforeAll(async () => {
  site = await fixtureSite(FILES);
  local = await startLocal({
    port: 0,
    functionsDir: site.directory,
    people: 0,
    bcryptCost: 4,
    legacyDirectory: false,
    identity: { GOTRUE_MAILER_AUTOCONFIRM: "true" },
    log: (line) => lines.push(line),
  });
});
afterAll(async () => {
  await local.close();
  await site.remove();
});

const call = (name: string, init: RequestInit = {}, query = "") =>
  fetch(`${local.url}/.netlify/functions/${name}${query}`, init);

async function ownerBearer(): Promise<string> {
  const [owner] = staff;
  const fields = { grant_type: "password", username: owner?.email ?? "", password: owner?.password ?? "" };
  const response = await fetch(`${local.url}/.netlify/identity/token`, {
    method: "POST",
    body: new URLSearchParams(fields),
  });
  return `Bearer ${(await response.json()).access_token}`;
}

it("gives a classic handler the event as Netlify writes it", async () => {
  const headers = { "content-type": "application/json; charset=utf-8", "x-mine": "1", "x-nf-request-id": "forged" };
  const response = await call("facts", { method: "POST", body: '{"ü":1}', headers }, "?a=1&a=2&b=%C3%BC");
  const { event } = await response.json();
  expect(event).toMatchObject({
    httpMethod: "POST",
    path: "/.netlify/functions/facts",
    rawUrl: `${local.url}/.netlify/functions/facts?a=1&a=2&b=%C3%BC`,
    rawQuery: "a=1&a=2&b=%C3%BC",
    queryStringParameters: { a: "1, 2", b: "ü" },
    multiValueQueryStringParameters: { a: ["1", "2"], b: ["ü"] },
    headers: { "x-mine": "1", "x-nf-request-id": response.headers.get("x-nf-request-id") },
    multiValueHeaders: { "x-mine": ["1"] },
    body: '{"ü":1}',
    isBase64Encoded: false,
  });
  expect(Object.keys(event.headers)).not.toContain("x-nf-identity-info");
});

it.each([
  ["text/plain", false],
  ["application/json", false],
  ["application/vnd.api+json", false],
  ["application/x-www-form-urlencoded", false],
  ["application/octet-stream", true],
  ["image/png", true],
  ["multipart/form-data; boundary=x", true],
])("hands over a body of %s as text or base64, as Netlify does", async (type, encoded) => {
  const response = await call("facts", { method: "POST", body: "hey", headers: { "content-type": type } });
  const { event } = await response.json();
  expect([event.isBase64Encoded, event.body]).toEqual([encoded, encoded ? "aGV5" : "hey"]);
});

it("gives a classic handler Identity with an operator token that works, and who calls", async () => {
  const anonymous = await (await call("facts")).json();
  expect(anonymous.event.body).toBeNull();
  const { identity, custom, user } = anonymous.context.clientContext;
  expect(identity).toEqual({ url: `${local.url}/.netlify/identity`, token: expect.any(String) });
  expect(user).toBeUndefined();
  expect(JSON.parse(Buffer.from(custom.netlify, "base64").toString())).toEqual({ identity, site_url: local.url });
  const users = await fetch(`${identity.url}/admin/users`, { headers: { authorization: `Bearer ${identity.token}` } });
  expect(users.status).toBe(200);
  const claims = JSON.parse(Buffer.from(identity.token.split(".")[1], "base64url").toString());
  expect(Object.keys(claims)).toEqual(["exp", "sub"]);

  const known = await (await call("facts", { headers: { authorization: await ownerBearer() } })).json();
  expect(known.context.clientContext.user).toMatchObject({ email: staff[0]?.email, sub: expect.any(String) });
  const whole = JSON.parse(Buffer.from(known.context.clientContext.custom.netlify, "base64").toString());
  expect(whole.user).toEqual(known.context.clientContext.user);
  expect(known.context).toMatchObject({ functionName: "facts", callbackWaitsForEmptyEventLoop: true });
  expect(known.context.left).toBeGreaterThan(50_000);
});

it("takes an answer by promise, callback or context, in base64, with repeated headers, or as a stream", async () => {
  expect(await (await call("callback")).text()).toBe("by callback");
  expect(await (await call("done")).text()).toBe("by context");
  expect(await (await call("streamed")).text()).toBe("one two");
  const gif = new Uint8Array([71, 73, 70, 0, 255]);
  const binary = await call("binary", { method: "POST", body: gif, headers: { "content-type": "image/gif" } });
  expect(new Uint8Array(await binary.arrayBuffer())).toEqual(gif);
  expect(binary.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
});

it("gives classic functions Blobs, and sources their neighbours", async () => {
  expect(await (await call("store")).text()).toBe("kept");
  expect(await (await call("neighbour")).text()).toBe("hello from beside");
});

it("has no function for a file that handles nothing, and says so", async () => {
  expect((await call("notes")).status).toBe(404);
  expect((await call("types")).status).toBe(404);
  expect(lines).toContain("notes exports no handler, so there is no such function.");
});

it.each([
  ["lost", "It returned no promise and takes no callback"],
  ["nothing", "It answered nothing"],
  ["wrong-body", "It answered a body that is no string but object"],
  ["wrong-status", 'It answered the statusCode "fine"'],
  ["fails", "CANARY-CALLBACK"],
])("S77 answers 500 for the classic function %s, with the reason in the log only", async (name, reason) => {
  const response = await call(name);
  expect(response.status).toBe(500);
  expect(await response.text()).not.toContain(reason);
  expect(lines.find((line) => line.includes(reason))).toContain(`${name} failed`);
});

it("answers 202 for a background function and lets it run, without Identity", async () => {
  const classic = await call("slow-background", { method: "POST", body: "this" });
  expect([classic.status, await classic.text()]).toEqual([202, ""]);
  const modern = await fetch(`${local.url}/api/later`, { method: "POST", body: "that" });
  expect(modern.status).toBe(202);
  await vi.waitFor(() => expect(lines).toContain("function: classic ran with this and {}"));
  await vi.waitFor(() => expect(lines).toContain("function: modern ran with that and null"));
  await vi.waitFor(() => expect(lines.join("\n")).toMatch(/later failed in the background, request \w+: .*and failed/));
  const large = await call("slow-background", { method: "POST", body: "x".repeat(256 * 1024 + 1) });
  expect([large.status, await large.text()]).toEqual([413, expect.stringContaining("256 kB a background function")]);
});

it("lets a sign-up pass at once where a background function listens, whatever comes of it", async () => {
  const body = JSON.stringify({ email: "later@example.org", password: "long enough" });
  const response = await fetch(`${local.url}/.netlify/identity/signup`, { method: "POST", body });
  expect(response.status).toBe(200);
  await vi.waitFor(() => expect(lines).toContain("function: greeted later@example.org {}"));
  expect(local.identity.deliveries().at(-1)).toMatchObject({ event: "signup", tries: 1, status: 202, accepted: true });
  expect((await call("identity-signup-background", { method: "POST", body: "{}" })).status).toBe(403);
});

it("runs a scheduled function by hand only, once, with the time it comes next", async () => {
  const refused = await call("nightly");
  expect([refused.status, await refused.text()]).toEqual([
    403,
    expect.stringContaining("POST /__dev/functions/nightly"),
  ]);
  local.identity.clock.set(Date.parse("2027-05-01T12:00:00Z"));
  const run = (name: string) =>
    fetch(`${local.url}/__dev/functions/${name}`, { method: "POST", headers: { accept: "application/json" } });
  const ran = await run("nightly");
  expect(await ran.json()).toMatchObject({ status: 200, body: "POST schedule 2027-05-02T03:00:00.000Z" });
  local.identity.clock.reset();
  expect((await run("absent")).status).toBe(404);
  expect(await (await run("facts")).json()).toEqual({
    error: "facts has no schedule. Call it where it answers: /.netlify/functions/facts.",
  });
  const list = await fetch(`${local.url}/__dev/functions`, { headers: { accept: "application/json" } });
  expect(await list.json()).toContainEqual(
    expect.objectContaining({ name: "later", kind: "modern", background: true }),
  );
});
