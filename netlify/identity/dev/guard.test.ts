import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { rawRequest, statusOf } from "../testing/raw-request.ts";
import { startIdentity, type Wire } from "../testing/start.ts";

const SECRET = "precious.person";

let wire: Wire;
let host: string;

beforeAll(async () => {
  wire = await startIdentity();
  host = new URL(wire.url).host;
});
afterAll(() => wire.close());

beforeEach(async () => {
  await wire.identity.reset();
  await wire.call("POST /signup", { body: { email: `${SECRET}@example.org`, password: "p" }, bearer: null });
});

async function ask(lines: string[], body = ""): Promise<number> {
  const answer = await rawRequest(Number(new URL(wire.url).port), lines, body);
  const status = statusOf(answer);
  if (status !== 200) expect(answer, lines.join(" | ")).not.toContain(SECRET);
  return status;
}

const see = (...lines: string[]) => ask(["GET /__dev/mails HTTP/1.1", `Host: ${host}`, ...lines]);
const reset = (...lines: string[]) =>
  ask(["POST /__dev/reset HTTP/1.1", `Host: ${host}`, "Content-Length: 0", ...lines]);

describe("who may see /__dev", () => {
  it.each(["localhost", "LocalHost:80", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:65535"])(
    "S80 S83 answers to Host %s, whatever its port: a tunnel may have another",
    async (name) => {
      expect(await ask(["GET /__dev/mails HTTP/1.1", `Host: ${name}`])).toBe(200);
    },
  );

  it.each([
    "evil.example",
    "localhost.",
    "localhost.evil.example",
    "127.0.0.1.nip.io",
    "evil.example#localhost",
    "me@localhost",
    "localhost@evil.example",
    "localhost:x",
    "localhost:",
    "localhost:123456",
    "localhost, evil.example",
    "localhost/",
    "0.0.0.0",
    "127.1",
    "2130706433",
    "0x7f000001",
    "[::]",
    "::1",
    "[::ffff:127.0.0.1]",
    "[::1%25lo]",
    "lоcalhost",
    "",
  ])("S80 S83 refuses Host %j", async (name) => {
    expect(await ask(["GET /__dev/mails HTTP/1.1", `Host: ${name}`])).toBe(403);
  });

  it("S83 wants exactly one Host", async () => {
    expect(await see(`Host: ${host}`)).toBe(403);
    expect(await see("Host: evil.example")).toBe(403);
    expect(await see("hOST: evil.example")).toBe(403);
    expect(await ask(["GET /__dev/mails HTTP/1.1"])).toBe(403);
    expect(await ask(["GET /__dev/mails HTTP/1.0"])).toBe(403);
  });

  it.each(["http://evil.example", "http://localhost", "HTTP://evil.example:80", "https://127.0.0.1", "http://"])(
    "S83 refuses a request made as to a proxy for %s",
    async (place) => {
      expect(await ask([`GET ${place}/__dev/mails HTTP/1.1`, `Host: ${host}`])).toBe(403);
      expect(await ask([`POST ${place}/__dev/reset HTTP/1.1`, `Host: ${host}`, "Content-Length: 0"])).toBe(403);
    },
  );

  it.each([
    "X-Forwarded-For: 127.0.0.1",
    "x-forwarded-host: localhost",
    "X-FORWARDED-ANYTHING: 1",
    "X-Forwarded: 1",
    "Forwarded: for=127.0.0.1",
    "Via: 1.1 proxy",
    "X-Real-IP: 127.0.0.1",
  ])("S81 S83 answers to nobody behind a proxy: %s", async (line) => {
    expect(await see(line)).toBe(403);
    expect(await reset(line)).toBe(403);
  });

  it("S83 answers to no page of another origin", async () => {
    for (const origin of [
      "https://evil.example",
      "null",
      "",
      "http://localhost:1",
      `https://${host}`,
      `http://localhost:${new URL(wire.url).port}`,
      `http://${host}.evil.example`,
      `http://${host}/`,
    ]) {
      expect(await see(`Origin: ${origin}`), origin).toBe(403);
      expect(await reset(`Origin: ${origin}`), origin).toBe(403);
    }
    expect(await see(`Origin: http://${host}`, `Origin: http://${host}`)).toBe(403);
    expect(await see(`Origin: http://${host}`)).toBe(200);
  });

  it("S83 shows a page to whoever follows a link, and to nothing that a foreign page embeds or fetches", async () => {
    const fetched = (site: string, mode: string, dest: string) =>
      see(`Sec-Fetch-Site: ${site}`, `Sec-Fetch-Mode: ${mode}`, `Sec-Fetch-Dest: ${dest}`);
    for (const site of ["cross-site", "same-site"]) {
      expect(await fetched(site, "navigate", "document")).toBe(200);
      expect(await fetched(site, "navigate", "iframe")).toBe(403);
      expect(await fetched(site, "navigate", "object")).toBe(403);
      expect(await fetched(site, "no-cors", "image")).toBe(403);
      expect(await fetched(site, "no-cors", "script")).toBe(403);
      expect(await fetched(site, "cors", "empty")).toBe(403);
      expect(await fetched(site, "websocket", "websocket")).toBe(403);
    }
    expect(await fetched("same-origin", "cors", "empty")).toBe(200);
    expect(await fetched("none", "navigate", "document")).toBe(200);
  });
});

describe("who may change things in /__dev", () => {
  it("S83 lets only its own pages and programs that are no browser", async () => {
    const people = () => wire.identity.people.count();
    const own = [`Origin: http://${host}`, `Referer: http://${host}/__dev`, "Sec-Fetch-Site: same-origin"];
    const foreign = [
      ["Sec-Fetch-Site: cross-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"],
      ["Sec-Fetch-Site: same-site", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"],
      ["Sec-Fetch-Site: none", "Sec-Fetch-Mode: navigate", "Sec-Fetch-Dest: document"],
      ["Referer: http://localhost:1/"],
      ["Referer: nonsense"],
      ["Origin: null", "Referer: "],
    ];
    for (const lines of foreign) expect(await reset(...lines), lines.join()).toBe(403);
    expect(people()).toBe(1);
    expect(await reset(...own)).toBe(200);
    expect(people()).toBe(0);
    await wire.call("POST /signup", { body: { email: "again@example.org", password: "p" }, bearer: null });
    expect(await reset()).toBe(200);
    expect(people()).toBe(0);
  });

  it("S83 changes nothing by GET, HEAD, OPTIONS or a method that poses as another", async () => {
    for (const method of ["GET", "HEAD", "OPTIONS", "PUT", "PATCH", "TRACE"]) {
      const status = await ask([`${method} /__dev/reset HTTP/1.1`, `Host: ${host}`, "X-HTTP-Method-Override: POST"]);
      expect([403, 405], method).toContain(status);
    }
    expect(await ask(["GET /__dev/reset?_method=POST HTTP/1.1", `Host: ${host}`])).toBe(405);
    expect(wire.identity.people.count()).toBe(1);
  });

  it("S83 lets no path around it", async () => {
    const paths = [
      "/__dev/../__dev/mails",
      "/__dev/./mails",
      "/__dev//mails",
      "//__dev/mails",
      "/x/../__dev/mails",
      "/__dev/%2e%2e/__dev/mails",
      "/__dev%2Fmails",
      "/%5f%5fdev/mails",
      "/__DEV/mails",
      "/__dev;x=1/mails",
      "/__dev/mails;x=1",
      "/__dev/mails//",
      "/__dev/mails%3fto=x",
      "/__dev/mails/%00",
      "/__dev/mails/%zz",
      "/__dev/mails/..%2f..%2fmails",
      "/__dev/people/%2e%2e/mails",
      "/__devil",
    ];
    for (const path of paths) {
      expect([400, 404], path).toContain(await ask([`GET ${path} HTTP/1.1`, `Host: ${host}`]));
      expect([400, 403, 404], path).toContain(await ask([`GET ${path} HTTP/1.1`, "Host: evil.example"]));
    }
  });

  it("S83 reads no more than 64 kB of a form, and hangs up", async () => {
    const body = `clear=${"x".repeat(1024 * 1024)}`;
    const form = "Content-Type: application/x-www-form-urlencoded";
    const lines = ["POST /__dev/mails HTTP/1.1", `Host: ${host}`, form, `Content-Length: ${body.length}`];
    expect(await ask(lines, body)).toBe(413);
    const lying = ["POST /__dev/mails HTTP/1.1", `Host: ${host}`, form, "Transfer-Encoding: chunked"];
    expect(await ask(lying, `100000\r\n${"x".repeat(0x100000)}\r\n0\r\n\r\n`)).toBe(413);
    expect(wire.identity.mails.list()).toHaveLength(1);
  });
});
