import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  request,
  type Server,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import { setTimeout as sleep } from "node:timers/promises";
import { afterEach, expect, it, vi } from "vitest";
import { rawRequest } from "#netlify/identity/testing/raw-request.ts";
import { openProxy } from "./proxy.ts";

const PREFIX = "/.netlify/identity";
const PUBLIC = "https://desk.example.com";
const closing: (() => void)[] = [];

afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function listening(listener: RequestListener): Promise<{ port: number; server: Server }> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  closing.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return { port: (server.address() as AddressInfo).port, server };
}

interface Options {
  path?: string;
  silenceMs?: number;
  publicUrl?: string;
}

/** A front of ours before a GoTrue that does as it is told. */
async function front(gotrue: RequestListener, { path = "", silenceMs, publicUrl = PUBLIC }: Options = {}) {
  const upstream = await listening(gotrue);
  const log: string[] = [];
  const proxy = openProxy({
    url: `http://127.0.0.1:${upstream.port}${path}`,
    addresses: { siteUrl: "http://localhost:8888", publicUrl },
    log: (line) => log.push(line),
    ...(silenceMs !== undefined && { silenceMs }),
  });
  closing.push(proxy.close);
  const { port } = await listening((request, response) => void proxy.handle(request, response, PREFIX));
  return { port, url: `http://127.0.0.1:${port}${PREFIX}`, upstream, log };
}

/** Answers what it was asked, as JSON. */
const mirror: RequestListener = async (request, response) => {
  const body = await buffer(request);
  response.end(
    JSON.stringify({
      method: request.method,
      url: request.url,
      headers: request.headersDistinct,
      body: body.toString("latin1"),
    }),
  );
};

function answerOf(raw: string) {
  return JSON.parse(raw.slice(raw.indexOf("{"), raw.lastIndexOf("}") + 1));
}

it("keeps the raw path and query byte for byte", async () => {
  const { port } = await front(mirror);
  const targets = [
    "/admin/users?page=1&per_page=50&filter=%25a%2Bb+c&sort=created_at%20desc",
    "/admin/users/?a=b?c=d&&=&e",
    "//double//slash/./dot/../up/%2e%2E/%2F%5c",
    "/callback?state=a.b.c&code=%zz%",
    "/user;x=1,2:@!$'()*+~",
    '/settings/|\\^`<>?q=%C3%BC"',
  ];
  for (const target of targets) {
    const answer = answerOf(await rawRequest(port, [`GET ${PREFIX}${target} HTTP/1.1`, "Host: localhost:8888"]));
    expect(answer.url).toBe(target);
  }
  const whole = [`GET http://other.example${PREFIX}/health?x HTTP/1.1`, "Host: localhost:8888"];
  expect(answerOf(await rawRequest(port, whole)).url).toBe("/health?x");
  expect(answerOf(await rawRequest(port, [`GET ${PREFIX}?x HTTP/1.1`, "Host: h"])).url).toBe("/?x");
});

it("puts the path of a GoTrue in front, and lets nobody climb out of it", async () => {
  const { url, port } = await front(mirror, { path: "/auth" });
  expect(await fetch(`${url}/admin/users?a`).then((r) => r.json())).toMatchObject({ url: "/auth/admin/users?a" });
  for (const path of ["/../secrets", "/a/%2e%2E/%2e./x", "/..%2fsecrets", "/.."]) {
    const raw = await rawRequest(port, [`GET ${PREFIX}${path} HTTP/1.1`, "Host: localhost:8888"]);
    expect(raw, path).toMatch(/^HTTP\/1\.1 404 /);
  }
});

it("S81 passes on a client's headers, and none by which somebody could pose as the platform", async () => {
  const { port } = await front(mirror);
  const raw = await rawRequest(port, [
    `GET ${PREFIX}/user HTTP/1.1`,
    "Host: localhost:8888",
    "Authorization: Bearer a.b.c",
    "X-Use-Cookie: 1",
    "X-JWT-AUD: blue",
    "X-Twice: one",
    "X-Twice: two",
    "X-Nf-Client: gotrue-js",
    "X-Nf-Sign: forged",
    "X-NF-Identity-Info: forged",
    "X-Forwarded-For: 6.6.6.6",
    "X-Forwarded-Host: evil.example",
    "X-Real-IP: 6.6.6.6",
    "Forwarded: for=6.6.6.6",
    "Te: trailers",
    "Keep-Alive: timeout=9",
    "X-Hop: mine",
  ]);
  const { headers } = answerOf(raw);
  expect(headers).toMatchObject({
    authorization: ["Bearer a.b.c"],
    "x-use-cookie": ["1"],
    "x-jwt-aud": ["blue"],
    "x-twice": ["one", "two"],
    "x-nf-client": ["gotrue-js"],
    "x-forwarded-for": ["127.0.0.1"],
    "x-forwarded-host": ["localhost:8888"],
    "x-forwarded-proto": ["http"],
    "x-hop": ["mine"],
  });
  expect(headers.host[0]).toMatch(/^127\.0\.0\.1:\d+$/);
  for (const gone of ["x-nf-sign", "x-nf-identity-info", "x-real-ip", "forwarded", "te", "keep-alive"]) {
    expect(Object.keys(headers), gone).not.toContain(gone);
  }
  const named = ["Connection: X-Hop, close", `GET ${PREFIX}/user HTTP/1.1`, "Host: h", "X-Hop: mine"];
  const [connection = "", ...rest] = named;
  const without = answerOf(await rawRequest(port, [...rest, connection]));
  expect(Object.keys(without.headers)).not.toContain("x-hop");
});

it("S81 keeps the length of a body that Connection names, so that the body is no request of its own", async () => {
  const asked: string[] = [];
  const { port } = await front(async (request, response) => {
    const { length } = await buffer(request);
    asked.push(`${request.method} ${request.url} ${length}`);
    response.end();
  });
  const inner = "GET /admin/users HTTP/1.1\r\nHost: h\r\nX-Forwarded-For: 6.6.6.6\r\n\r\n";
  for (const method of ["GET", "DELETE", "OPTIONS", "POST"]) {
    const head = [`${method} ${PREFIX}/user HTTP/1.1`, "Host: h", `Content-Length: ${inner.length}`];
    await rawRequest(port, [...head, "Connection: Content-Length"], inner);
  }
  const length = inner.length;
  expect(asked).toEqual(["GET", "DELETE", "OPTIONS", "POST"].map((method) => `${method} /user ${length}`));
});

it("believes the last X-Forwarded-For of a visitor who comes by the public address", async () => {
  const { port } = await front(mirror);
  const ask = async (...lines: string[]) => {
    const raw = await rawRequest(port, [`GET ${PREFIX}/user HTTP/1.1`, ...lines]);
    const { headers } = answerOf(raw);
    return [headers["x-forwarded-for"][0], headers["x-forwarded-host"][0], headers["x-forwarded-proto"][0]];
  };
  const visitor = ["203.0.113.9", "desk.example.com", "https"];
  expect(await ask("Host: desk.example.com", "X-Forwarded-For: 6.6.6.6, 203.0.113.9")).toEqual(visitor);
  const viaTunnel = ["Host: localhost:8888", "X-Forwarded-Host: desk.example.com", "X-Forwarded-For: 203.0.113.9"];
  expect(await ask(...viaTunnel)).toEqual(visitor);
  expect(await ask("Host: desk.example.com", "X-Forwarded-For: nonsense")).toEqual(["127.0.0.1", ...visitor.slice(1)]);
});

it("hands back GoTrue's answer as it is: status, every header line, no rewriting", async () => {
  const lines = [
    "Content-Type: application/json",
    'Link: </admin/users?page=2>; rel="next"',
    "X-Total-Count: 7",
    "Vary: Origin",
    "Set-Cookie: nf_jwt=a; Path=/; HttpOnly; Secure",
    "Set-Cookie: other=b; Path=/",
    "Access-Control-Allow-Origin: *",
    "Location: https://github.com/login/oauth/authorize?x=1",
  ];
  const { port } = await front((request, response) => {
    request.resume();
    response.writeHead(
      302,
      "Found It",
      [...lines, "Keep-Alive: timeout=5", "X-Gone: 1", "Connection: X-Gone"].flatMap((line) =>
        line.split(/: (.*)/s, 2),
      ),
    );
    response.end("{}");
  });
  const raw = await rawRequest(port, [`GET ${PREFIX}/authorize?provider=github HTTP/1.1`, "Host: localhost:8888"]);
  expect(raw).toMatch(/^HTTP\/1\.1 302 Found It\r\n/);
  for (const line of lines) expect(raw).toContain(`${line}\r\n`);
  expect(raw).not.toMatch(/X-Gone|timeout=5/);
});

it("tells GoTrue whether there is a body, as the client told us", async () => {
  const { port } = await front((request, response) => {
    request.resume();
    const { "content-length": length, "transfer-encoding": coding } = request.headers;
    response.end(JSON.stringify({ length, coding }));
  });
  const ask = async (lines: string[], body = "") => answerOf(await rawRequest(port, [...lines, "Host: h"], body));
  expect(await ask([`GET ${PREFIX}/a HTTP/1.1`])).toEqual({});
  expect(await ask([`POST ${PREFIX}/logout HTTP/1.1`])).toEqual({ length: "0" });
  expect(await ask([`DELETE ${PREFIX}/a HTTP/1.1`])).toEqual({ length: "0" });
  expect(await ask([`POST ${PREFIX}/a HTTP/1.1`, "Content-Length: 2"], "{}")).toEqual({ length: "2" });
  const chunked = [`DELETE ${PREFIX}/a HTTP/1.1`, "Transfer-Encoding: chunked"];
  expect(await ask(chunked, "2\r\n{}\r\n0\r\n\r\n")).toEqual({ coding: "chunked" });
});

it("streams both ways: a body of 20 MB, and an answer that comes in parts", async () => {
  const { url } = await front(async (request, response) => {
    if (request.method === "GET") {
      response.write("first ");
      await sleep(150);
      return response.end("second");
    }
    request.pipe(response);
  });
  const body = randomBytes(20 * 1024 * 1024);
  const echoed = await fetch(`${url}/signup`, { method: "POST", body });
  expect(Buffer.from(await echoed.arrayBuffer()).equals(body)).toBe(true);
  const reader = (await fetch(`${url}/parts`)).body?.getReader();
  const part = await reader?.read();
  expect(Buffer.from(part?.value ?? []).toString()).toBe("first ");
});

it("answers 502 in GoTrue's words when GoTrue is down, and 504 when it says nothing", async () => {
  const { url, upstream, log } = await front((_, response) => void response.on("error", () => undefined), {
    silenceMs: 200,
  });
  const silent = await fetch(`${url}/settings`);
  expect([silent.status, silent.headers.get("content-type")]).toEqual([504, "application/json"]);
  upstream.server.close();
  upstream.server.closeAllConnections();
  const down = await fetch(`${url}/settings?token=SENTINEL`);
  const { code, msg, error_id } = await down.json();
  expect([down.status, code]).toEqual([502, 502]);
  expect(msg).toContain(error_id);
  expect(msg).not.toMatch(/127\.0\.0\.1/);
  expect(log.join("\n")).toMatch(new RegExp(`ECONNREFUSED.*${error_id}`));
  expect(log.join("\n")).not.toContain("SENTINEL");
});

it("answers 502 when GoTrue drops the connection, and breaks off where GoTrue breaks off", async () => {
  const { url, port } = await front((request, response) => {
    if (request.url === "/drop") return void request.socket.destroy();
    response.writeHead(200, { "content-length": "100" });
    response.write("half");
    setTimeout(() => response.destroy(), 50);
  });
  expect((await fetch(`${url}/drop`, { method: "POST", body: "{}" })).status).toBe(502);
  expect(await rawRequest(port, [`GET ${PREFIX}/half HTTP/1.1`, "Host: h"])).toMatch(/\r\n\r\nhalf$/);
  await expect(fetch(`${url}/half`).then((r) => r.text())).rejects.toThrow();
});

it("lets go of GoTrue when whoever asked goes away", async () => {
  let closed = 0;
  const seen: IncomingMessage[] = [];
  const { port, url } = await front((incoming, response: ServerResponse) => {
    seen.push(incoming);
    response.on("close", () => {
      closed += 1;
    });
  });
  const abort = new AbortController();
  const asked = fetch(`${url}/settings`, { signal: abort.signal }).catch(() => "aborted");
  const upload = request({ port, path: `${PREFIX}/signup`, method: "POST", headers: { "content-length": 1000 } });
  upload.on("error", () => undefined);
  upload.write("only the beginning");
  await vi.waitFor(() => expect(seen).toHaveLength(2));
  abort.abort();
  upload.destroy();
  expect(await asked).toBe("aborted");
  await vi.waitFor(() => expect(closed).toBe(2));
});

it("goes on after GoTrue closed an idle connection", async () => {
  const { url, upstream } = await front(mirror);
  for (let round = 0; round < 5; round += 1) {
    expect((await fetch(`${url}/health`)).status).toBe(200);
    upstream.server.closeIdleConnections();
    await sleep(20);
  }
});
