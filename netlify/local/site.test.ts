import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { rawRequest } from "#netlify/identity/testing/raw-request.ts";
import { parseTarget } from "./request-target.ts";
import { parseHeadersFile } from "./site/headers-file.ts";
import { openSite } from "./site.ts";

const HEADERS = `
# a comment
/*
  X-Everywhere: yes
/users
  Content-Security-Policy: default-src 'none'; script-src 'self' 'sha256-x='
/_next/static/*
  Cache-Control: public, max-age=31536000, immutable
`;

let root: string;
let server: Server;
let port: number;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "desk-site-"));
  const site = join(root, "site");
  mkdirSync(join(site, "_next/static"), { recursive: true });
  mkdirSync(join(site, "guide"));
  mkdirSync(join(site, "empty"));
  const files = {
    "index.html": "<title>start</title>",
    "users.html": `<title>users</title>${"<p>much text</p>".repeat(200)}`,
    "404.html": "<title>not here</title>",
    "guide/index.html": "<title>guide</title>",
    "über.txt": "umlaut",
    "icon.svg": "<svg/>",
    "_next/static/a.js": "1",
    ".env": "SECRET",
    _headers: HEADERS,
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(join(site, name), text);
  writeFileSync(join(root, "outside.html"), "outside");
  symlinkSync(join(root, "outside.html"), join(site, "link.html"));
  const { handle } = openSite(site);
  server = createServer((request, response) => {
    const target = parseTarget(request.url);
    void handle(request, response, target?.path ?? "/");
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  port = Object(server.address()).port;
});

afterAll(() => {
  server.closeAllConnections();
  server.close();
  rmSync(root, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`http://127.0.0.1:${port}${path}`, { headers });
const raw = async (path: string, ...lines: string[]) =>
  rawRequest(port, [`GET ${path} HTTP/1.1`, "Host: localhost", ...lines]);

it("serves pages at their pretty addresses", async () => {
  for (const [path, title] of [
    ["/", "start"],
    ["/index.html", "start"],
    ["/users", "users"],
    ["/users.html", "users"],
    ["/users/", "users"],
    ["/guide", "guide"],
    ["/guide/", "guide"],
  ]) {
    const response = await get(path ?? "");
    expect([response.status, (await response.text()).slice(7, 12)], path).toEqual([200, title]);
    expect(response.headers.get("content-type")).toBe("text/html; charset=UTF-8");
  }
  expect(await (await get("/%C3%BCber.txt")).text()).toBe("umlaut");
  expect((await get("/icon.svg")).headers.get("content-type")).toBe("image/svg+xml");
});

it("answers 404 with the site's own page, and lists no folder", async () => {
  for (const path of ["/absent", "/empty/", "/empty", "/_next/", "/Users"]) {
    const response = await get(path);
    expect([response.status, await response.text()], path).toEqual([404, "<title>not here</title>"]);
  }
});

it("leads nowhere outside the published files", async () => {
  const ways = [
    "/../outside.html",
    "/..%2foutside.html",
    "/%2e%2e/outside.html",
    "/guide/..%5c..%5coutside.html",
    "//../outside.html",
    "/.env",
    "/_headers",
    "/%00",
    "/%zz",
    "/link.html",
    "/guide/../../outside.html",
  ];
  for (const way of ways) {
    const answer = await raw(way);
    expect(answer.split(" ")[1], way).toBe("404");
    expect(answer, way).not.toMatch(/outside|SECRET|X-Everywhere: yes\n/);
  }
});

it("sends what _headers says, to the addresses it says", async () => {
  const users = await get("/users");
  expect(users.headers.get("x-everywhere")).toBe("yes");
  expect(users.headers.get("content-security-policy")).toBe("default-src 'none'; script-src 'self' 'sha256-x='");
  expect((await get("/users/")).headers.get("content-security-policy")).not.toBeNull();
  expect((await get("/")).headers.get("content-security-policy")).toBeNull();
  expect((await get("/_next/static/a.js")).headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(users.headers.get("cache-control")).toBe("public,max-age=0,must-revalidate");
});

it("joins the values of rules that overlap, as Netlify does", () => {
  const headersFor = parseHeadersFile("/*\n  A: 1\n/b/*\n  A: 2,3\n/:any/c\n  a: 4\n/exact*tail\n  B: yes");
  expect(headersFor("/b/c")).toEqual({ a: "1, 2, 3, 4" });
  expect(headersFor("/b")).toEqual({ a: "1, 2, 3" });
  expect(headersFor("/exactly-the-tail")).toEqual({ a: "1", b: "yes" });
  expect(() => parseHeadersFile("  A: 1")).toThrow(/not accept/);
});

it("compresses text for who can read it, and says so", async () => {
  const plain = await raw("/users");
  expect(plain).not.toContain("content-encoding");
  const encodings = { br: brotliDecompressSync, gzip: gunzipSync };
  for (const [encoding, decode] of Object.entries(encodings)) {
    const answer = await raw("/users", `Accept-Encoding: ${encoding}`);
    expect(answer).toContain(`content-encoding: ${encoding}`);
    expect(answer).toContain("vary: Accept-Encoding");
    const body = Buffer.from(answer.slice(answer.indexOf("\r\n\r\n") + 4), "latin1");
    expect(decode(body).toString()).toMatch(/^<title>users/);
    expect(body.length).toBeLessThan(500);
  }
  expect(await raw("/users", "Accept-Encoding: br;q=0, gzip")).toContain("content-encoding: gzip");
});

it("answers 304 to who has it already", async () => {
  const first = await get("/users", { "accept-encoding": "gzip" });
  const etag = first.headers.get("etag") ?? "";
  const again = await get("/users", { "accept-encoding": "gzip", "if-none-match": etag });
  expect([again.status, await again.text(), again.headers.get("etag")]).toEqual([304, "", etag]);
  expect(again.headers.get("content-security-policy")).not.toBeNull();
  expect((await get("/users", { "accept-encoding": "br", "if-none-match": etag })).status).toBe(200);
});

it("S29 lets pages only be read", async () => {
  for (const method of ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"]) {
    const response = await fetch(`http://127.0.0.1:${port}/users`, { method });
    expect(response.status).toBe(405);
    expect([...response.headers.keys()].filter((name) => name.startsWith("access-control"))).toEqual([]);
  }
  const head = await fetch(`http://127.0.0.1:${port}/users`, { method: "HEAD" });
  expect([head.status, await head.text()]).toEqual([200, ""]);
});
