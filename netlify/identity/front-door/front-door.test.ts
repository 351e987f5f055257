import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { signPlain } from "../jwt.ts";
import { freePort, type Listening, listen } from "../listen.ts";
import { createIdentity, type Identity } from "../server.ts";
import { parseSettings } from "../settings.ts";
import { type BesideNetlifyDev, openBesideNetlifyDev } from "./beside-netlify-dev.ts";

const SECRET = "a secret of this test";
/** Another folder than the stock site's: a second listener for one event, and background functions of each kind. */
const more = mkdtempSync(join(tmpdir(), "front-door-functions-"));
const addFunction = (file: string, source: string) => writeFileSync(join(more, file), source);
addFunction("welcome.ts", "export default { userSignup() {}, userDeleted() {} };");
addFunction("nightly-background.mjs", "export default async () => {};");
addFunction("sweep.mjs", "export default async () => {}; export const config = { background: true };");

interface Seen {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
}

let seen: Seen[] = [];
let answer: (incoming: Seen, response: ServerResponse) => void;
let upstream: Server;
let upstreamUrl: string;
let identity: Identity;
let door: BesideNetlifyDev;
let server: Listening;
let url: string;
const log: string[] = [];

/** Where netlify dev would be: it keeps what comes and answers as the test says. */
async function startUpstream(): Promise<void> {
  upstream = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    const { method = "", url: target = "", headers } = incoming;
    const one = { method, url: target, headers, body: Buffer.concat(chunks).toString() };
    seen.push(one);
    answer(one, response);
  });
  upstream.listen(0, "127.0.0.1");
  await once(upstream, "listening");
  upstreamUrl = `http://127.0.0.1:${(upstream.address() as AddressInfo).port}`;
}

beforeAll(async () => {
  await startUpstream();
  const port = await freePort();
  url = `http://localhost:${port}`;
  const { settings } = parseSettings({ GOTRUE_JWT_SECRET: SECRET, GOTRUE_SITE_URL: url });
  identity = await createIdentity({ settings, bcryptCost: 4, hooks: () => door.hooks() });
  const functions = ["examples/stock-site/netlify/functions", more];
  door = await openBesideNetlifyDev({
    identity,
    netlifyDev: upstreamUrl,
    functions,
    port,
    log: (line) => log.push(line),
  });
  server = await listen(door.handle, port, door.upgrade);
});
beforeEach(() => {
  seen = [];
  // An event function that changes nothing answers with nothing.
  answer = ({ headers }, response) => response.end(headers["x-netlify-event"] ? "" : "from the site");
});
afterAll(async () => {
  door.close();
  await server.close();
  await identity.close();
  upstream.close();
  rmSync(more, { recursive: true });
});

function identityOf(one: Seen | undefined) {
  const text = one?.headers["x-nf-identity-info"];
  return typeof text === "string" ? JSON.parse(Buffer.from(text, "base64").toString()) : undefined;
}

async function signedUp(email: string): Promise<string> {
  await fetch(`${url}/.netlify/identity/signup`, { method: "POST", body: JSON.stringify({ email, password: "pass" }) });
  const token = identity.mails.list({ to: email }).at(-1)?.links[0]?.split("=").at(-1);
  const verified = await fetch(`${url}/.netlify/identity/verify`, {
    method: "POST",
    body: JSON.stringify({ type: "signup", token }),
  });
  seen = [];
  return ((await verified.json()) as { access_token: string }).access_token;
}

describe("what the site is told", () => {
  it("passes a page on, the Host included, with Identity's address and a fresh operator token", async () => {
    const page = await fetch(`${url}/about?a=1`);
    expect(await page.text()).toBe("from the site");
    expect(seen[0]).toMatchObject({ method: "GET", url: "/about?a=1", headers: { host: url.slice("http://".length) } });
    const { token, ...info } = identityOf(seen[0]);
    expect(info).toEqual({ url: `${url}/.netlify/identity` });
    const claims = JSON.parse(Buffer.from(token.split(".")[1], "base64url").toString());
    expect(claims).toEqual({ exp: expect.any(Number), sub: "0" });
    expect(seen[0]?.headers["x-nf-deploy-context"]).toBe("dev");
  });

  it("adds who calls for a good bearer, and nobody for a tampered one", async () => {
    const bearer = await signedUp("ann@example.com");
    await fetch(`${url}/api/hello`, { headers: { authorization: `Bearer ${bearer}` } });
    expect(identityOf(seen[0]).user).toMatchObject({ email: "ann@example.com", app_metadata: { provider: "email" } });
    await fetch(`${url}/api/hello`, { headers: { authorization: `Bearer ${bearer.slice(0, -2)}AA` } });
    expect(identityOf(seen[1]).user).toBeUndefined();
    expect(seen[1]?.headers.authorization).toContain("AA");
  });

  it("S81 drops what only the platform may say", async () => {
    const forged = Buffer.from(JSON.stringify({ url: "http://evil.example", token: "x" })).toString("base64");
    await fetch(`${url}/api/hello`, {
      headers: {
        "x-nf-identity-info": forged,
        "x-nf-client-connection-ip": "1.2.3.4",
        "x-netlify-event": "identity_login",
        "x-netlify-original-pathname": "/elsewhere",
        "x-forwarded-host": "evil.example",
        forwarded: "host=evil.example",
      },
    });
    const { headers } = seen[0] ?? { headers: {} };
    expect(identityOf(seen[0]).url).toBe(`${url}/.netlify/identity`);
    const left = Object.keys(headers).filter((name) => /^(x-netlify|x-forwarded|forwarded|x-nf-client)/.test(name));
    expect(left).toEqual([]);
  });

  it("names its own address to functions, whatever Host a page in a strange place sends", async () => {
    const call = request(`${url}/api/hello`, { headers: { host: "evil.example" } }).end();
    await once(call, "response");
    expect(identityOf(seen[0]).url).toBe(`${url}/.netlify/identity`);
  });

  it.each(["nightly-background", "sweep"])(
    "tells %s nothing of Identity, for it runs in the background",
    async (name) => {
      await fetch(`${url}/.netlify/functions/${name}`, { method: "POST" });
      expect(identityOf(seen[0])).toBeUndefined();
      expect(seen).toHaveLength(1);
    },
  );
});

describe("the way through", () => {
  it("answers Identity and /__dev itself", async () => {
    expect((await fetch(`${url}/.netlify/identity/health`)).status).toBe(200);
    expect((await fetch(`${url}/.netlify/identity/nothing`)).status).toBe(404);
    const mails = await fetch(`${url}/__dev/mails`, { headers: { accept: "application/json" } });
    expect(mails.status).toBe(200);
    expect(seen).toEqual([]);
  });

  it("passes bodies on, and answers with their status, headers and cookies", async () => {
    answer = ({ body }, response) => {
      response.writeHead(418, { "set-cookie": ["a=1; Path=/", "b=2"], "x-own": "yes" });
      response.end(body.toUpperCase());
    };
    const reply = await fetch(`${url}/form`, { method: "PUT", body: "äbc" });
    expect([reply.status, reply.headers.get("x-own"), await reply.text()]).toEqual([418, "yes", "ÄBC"]);
    expect(reply.headers.getSetCookie()).toEqual(["a=1; Path=/", "b=2"]);
  });

  it("lets a stream through as it comes", async () => {
    let end = () => {};
    answer = (_seen, response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write("data: 1\n\n");
      end = () => response.end();
    };
    const reply = await fetch(`${url}/events`);
    const first = await reply.body?.getReader().read();
    expect(Buffer.from(first?.value ?? []).toString()).toBe("data: 1\n\n");
    end();
  });

  it("keeps redirects to netlify dev's own address at this one, and leaves others alone", async () => {
    const own = upstreamUrl.replace("127.0.0.1", "localhost");
    for (const [location, expected] of [
      [`${own}/next?a=1#b`, `${url}/next?a=1#b`],
      ["/next", "/next"],
      ["https://example.com/next", "https://example.com/next"],
    ] as const) {
      answer = (_seen, response) => response.writeHead(302, { location }).end();
      const reply = await fetch(`${url}/old`, { redirect: "manual" });
      expect(reply.headers.get("location")).toBe(expected);
    }
  });

  it("carries web sockets both ways, for hot reload", async () => {
    upstream.once("upgrade", (incoming: IncomingMessage, socket) => {
      socket.write("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n");
      socket.write(`for ${incoming.url};`);
      socket.on("data", (chunk: Buffer) => socket.write(chunk.toString().toUpperCase()));
      socket.on("error", () => undefined);
    });
    const asked = request(`${url}/hmr`, { headers: { connection: "Upgrade", upgrade: "websocket" } }).end();
    const [, socket, head] = await once(asked, "upgrade");
    let said = String(head);
    socket.on("data", (chunk: Buffer) => {
      said += chunk;
    });
    socket.write("ping");
    await expect.poll(() => said).toBe("for /hmr;PING");
    socket.destroy();
  });

  it("says what to do while netlify dev is not there", async () => {
    const absent = await openBesideNetlifyDev({
      identity,
      netlifyDev: `http://localhost:${await freePort()}`,
      functions: [],
      port: 1,
      log: () => undefined,
    });
    const other = await listen(absent.handle, 0);
    const reply = await fetch(`http://127.0.0.1:${other.port}/`);
    expect([reply.status, await reply.text()]).toEqual([502, expect.stringContaining("netlify dev does not answer")]);
    expect(absent.notes.join()).toContain("--functions");
    await other.close();
    absent.close();
  });
});

describe("event functions", () => {
  it("finds them by file name and by typed handlers, several for one event", () => {
    const to = (name: string) => `${url.replace("localhost", "127.0.0.1")}/.netlify/functions/${name}`;
    expect(door.hooks()).toEqual({
      validate: [to("guests")],
      signup: [to("identity-signup"), to("welcome")],
      login: [to("guests")],
      userdeleted: [to("welcome")],
    });
  });

  it("takes a delivery that Identity signed, with its event and with identity", async () => {
    answer = ({ headers }, response) => {
      const isRefused = headers["x-netlify-event"] === "identity_validate";
      response.writeHead(isRefused ? 401 : 200).end();
    };
    const reply = await fetch(`${url}/.netlify/identity/signup`, {
      method: "POST",
      body: JSON.stringify({ email: "eve@example.com", password: "pass" }),
    });
    expect(await reply.json()).toEqual({ code: 422, msg: "Failed to handle signup webhook" });
    expect(seen.map((one) => one.url)).toEqual(Array(3).fill("/.netlify/functions/guests"));
    expect(JSON.parse(seen[0]?.body ?? "").event).toBe("validate");
    expect(identityOf(seen[0]).token).toBeDefined();
  });

  const functionsOfEvents = ["identity-signup", "../functions/identity-signup", "identity-signup?x=1"];
  it.each(functionsOfEvents)("S65 refuses a call to %s from elsewhere", async (name) => {
    for (const path of [`/.netlify/functions/${name}`, `/.netlify/builders/${name}`]) {
      const forged = signPlain(JSON.stringify({ iat: Math.floor(Date.now() / 1000), sha256: "00" }), "another secret");
      const attempts: Record<string, string>[] = [
        {},
        { "x-netlify-event": "identity_signup" },
        { "x-netlify-event": "identity_signup", "x-webhook-signature": forged },
        { "x-netlify-event": "identity_signup", "x-webhook-signature": "a.b.c" },
      ];
      for (const headers of attempts) {
        const call = request(url, { path, method: "POST", headers }).end("{}");
        const [reply] = await once(call, "response");
        expect(reply.statusCode).toBe(403);
      }
    }
    expect(seen).toEqual([]);
  });

  it("S66 refuses a delivery that was signed for another body, long ago, or for another event", async () => {
    const { request: sent } = identity.deliveries().at(-1) ?? {};
    const headers = { ...sent?.headers, "X-Netlify-Event": "identity_login" };
    const call = (path: string, body: string, more = headers) =>
      fetch(`${url}/.netlify/functions/${path}`, { method: "POST", body, headers: without(more, "Content-Length") });
    expect((await call("guests", `${sent?.body} `)).status).toBe(403);
    expect((await call("identity-signup", sent?.body ?? "")).status).toBe(403);
    expect((await call("guests", sent?.body ?? "")).status).toBe(200);
    identity.clock.advance(301_000);
    expect((await call("guests", sent?.body ?? "")).status).toBe(403);
    identity.clock.reset();
  });
});

describe("a functions folder", () => {
  it("is read again when something changes in it", async () => {
    addFunction("late.mjs", "export default { userModified() {} };");
    await expect.poll(() => door.hooks().usermodified, { timeout: 5_000 }).toEqual([expect.stringContaining("/late")]);
    expect(log.at(-1)).toContain("late (usermodified)");
    rmSync(join(more, "late.mjs"));
    await expect.poll(() => door.hooks().usermodified, { timeout: 5_000 }).toBeUndefined();
  });

  it("may hold a function that cannot be read: it is named, and the others go on", async () => {
    addFunction("broken.mjs", "export default { userLogin() {} }; export const config = { path: 1 };");
    await expect.poll(() => log.at(-1), { timeout: 5_000 }).toContain("broken.mjs cannot be read");
    expect(door.hooks().login).toHaveLength(1);
    rmSync(join(more, "broken.mjs"));
  });

  it("is refused by name when it is not there", async () => {
    const beside = { identity, netlifyDev: upstreamUrl, functions: ["no/such/folder"], port: 1, log: () => undefined };
    await expect(openBesideNetlifyDev(beside)).rejects.toThrow(/folder, which is no folder/);
  });
});

function without(headers: Record<string, string>, name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).filter(([key]) => key !== name));
}
