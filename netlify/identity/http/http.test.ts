import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { OPERATOR, startIdentity, type Wire } from "../testing/start.ts";

let wire: Wire;
let port: number;
beforeAll(async () => {
  wire = await startIdentity({ GOTRUE_API_EXPORT_SECRET: "export-me", REQUEST_ID_HEADER: "X-Request-Id" });
  port = Number(new URL(wire.url).port);
});
afterAll(() => wire.close());

/** Sends bytes as they are and returns all that comes back until the connection closes. */
function raw(request: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, "127.0.0.1", () => socket.write(request, "latin1"));
    let answer = "";
    socket.on("data", (chunk) => {
      answer += chunk.toString("latin1");
    });
    socket.on("close", () => resolve(answer));
    socket.on("error", reject);
  });
}

const get = (line: string, ...headers: string[]) =>
  raw([`${line} HTTP/1.1`, "Host: x", "Connection: close", ...headers, "", ""].join("\r\n"));
const statusOf = (answer: string) => Number(answer.split(" ")[1]);
const allowOf = (answer: string) => [...answer.matchAll(/^Allow: (.*)\r$/gm)].map(([, method]) => method).sort();
const admin = `Authorization: Bearer ${OPERATOR}`;

describe("routing as chi does it", () => {
  it.each([
    ["GET /nothing", 404],
    ["GET //health", 404],
    ["GET /./health", 404],
    ["GET /%68ealth", 404],
    ["GET /HEALTH", 404],
    ["GET /health/", 404],
    ["GET /health?x=%zz", 200],
    ["GET http://elsewhere:1/health", 200],
    ["GET /user", 401],
    ["GET /user/nothing", 401],
    ["DELETE /user", 401],
    ["GET /admin", 401],
    ["GET /users", 404],
    ["GET /userx", 404],
  ])("answers %s with %i to nobody", async (line, status) => {
    expect(statusOf(await get(line))).toBe(status);
  });

  it.each([
    ["GET /admin", 404],
    ["GET /admin/", 404],
    ["GET /admin/users/", 200],
    ["GET /admin/audit/", 200],
    ["GET /admin/users/abc", 400],
    ["GET /admin/users/abc/nothing", 400],
    ["GET /admin/users//", 400],
    ["PATCH /admin/users/11111111-2222-4333-8444-555555555555", 404],
    ["GET /admin/users/export", 401],
    ["POST /admin/users/export", 400],
  ])("answers %s with %i to the operator", async (line, status) => {
    expect(statusOf(await get(line, admin))).toBe(status);
  });

  it("S28 lists the methods of a path one a line, and none for a method nobody knows", async () => {
    expect(allowOf(await get("PUT /admin/users", admin))).toEqual(["GET", "POST"]);
    expect(allowOf(await get("TRACE /signup", "X-HTTP-Method-Override: POST"))).toEqual(["POST"]);
    for (const method of ["PROPFIND", "FOO", "get"]) {
      const answer = await get(`${method} /signup`);
      expect(statusOf(answer)).toBe(405);
      expect(allowOf(answer)).toEqual([]);
    }
  });

  it("shows hashes to whoever knows the export secret", async () => {
    await wire.call("POST /admin/users", { body: { email: "e@x.io", password: "p" } });
    const answer = await wire.call("GET /admin/users/export", { headers: { EXPORT_SECRET: "export-me" } });
    expect(Object.keys(answer.json.users[0]).slice(0, 5)).toEqual(["id", "aud", "role", "email", "encrypted_password"]);
    expect(answer.json.users[0].encrypted_password).toMatch(/^\$2a\$04\$/);
  });
});

describe("headers", () => {
  it("are nothing but what upstream sends", async () => {
    const names = (await get("GET /health"))
      .split("\r\n\r\n")[0]
      ?.split("\r\n")
      .slice(1)
      .map((line) => line.split(":")[0]);
    expect(names?.sort()).toEqual(["Content-Length", "Content-Type", "Date", "Vary"]);
  });

  it("of a request count by their first line, trimmed, even if that is empty", async () => {
    expect(statusOf(await get("GET /admin/users", "Authorization:", admin))).toBe(401);
    expect(statusOf(await get("GET /admin/users", `${admin} \t`, "Authorization: Bearer x"))).toBe(200);
    expect(statusOf(await get("GET /admin/users", `Authorization: bearer ${OPERATOR}`))).toBe(200);
    expect(statusOf(await get("GET /admin/users", `Authorization: BEARER ${OPERATOR}`))).toBe(401);
    expect(statusOf(await get("GET /admin/users", `Authorization: Bearer  ${OPERATOR}`))).toBe(401);
  });

  it("name the audience in UTF-8", async () => {
    const answer = await get("GET /admin/users", admin, `X-JWT-AUD: ${Buffer.from("blåu").toString("latin1")}`);
    expect(Buffer.from(answer, "latin1").toString()).toContain('{"aud":"blåu","users":[]}');
  });

  it("above a mebibyte are refused in Go's words, and so is a broken request", async () => {
    const large = await get("GET /health", `X-Large: ${"x".repeat(1_060_000)}`);
    expect(large).toBe(
      "HTTP/1.1 431 Request Header Fields Too Large\r\nContent-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\n431 Request Header Fields Too Large",
    );
    expect(statusOf(await get("GET /health", `X-Large: ${"x".repeat(1_000_000)}`))).toBe(200);
    expect(await raw("nonsense\r\n\r\n")).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n[\s\S]*\r\n\r\n400 Bad Request$/);
    expect(await get("GET /%zz")).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n[\s\S]*\r\n\r\n400 Bad Request$/);
  });

  it("S77 of an unforeseen error carry the request's id in the body, and no stack", async () => {
    const body = { email: "x".repeat(300) };
    const made = await wire.call("POST /admin/users", { body: { email: "long@x.io", password: "p" } });
    const answer = await wire.call(`PUT /admin/users/${made.json.id}`, { body, headers: { "X-Request-Id": "my-id" } });
    expect(answer.text).toBe('{"code":500,"msg":"Error updating user","error_id":"my-id"}');
  });

  it("hang up on a GET with a body and an admin's token, as upstream does", async () => {
    const bearer = wire.identity.operatorToken();
    const request = `GET /admin/users HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${bearer}\r\nContent-Length: 2\r\n\r\n{}`;
    expect(await raw(request)).toBe("");
  });
});

describe("S83 cross-origin requests", () => {
  const origin = { Origin: "http://localhost:3000" };
  const preflight = (headers: Record<string, string>) => wire.call("OPTIONS /nothing", { bearer: null, headers });

  it.each([
    ["x-nf-client", null],
    ["content-type,authorization", null],
    ["authorization,authorization", null],
    ["authorization, content-type", null],
    ["Authorization", null],
    ["accept,authorization,content-type,x-jwt-aud,x-use-cookie", "*"],
    ["", "*"],
  ])("asking to send %j are granted %s", async (asked, granted) => {
    const headers = { ...origin, "Access-Control-Request-Method": "PUT", "Access-Control-Request-Headers": asked };
    const answer = await preflight(headers);
    expect(answer.status).toBe(204);
    expect(answer.headers.get("access-control-allow-origin")).toBe(granted);
    expect(answer.headers.get("vary")).toBe("Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
  });

  it("are marked on errors too, but not for a method outside the list", async () => {
    const missing = await wire.call("GET /nothing", { headers: origin });
    expect(missing.headers.get("access-control-allow-origin")).toBe("*");
    const patched = await wire.call("PATCH /signup", { headers: origin });
    expect(patched.headers.get("access-control-allow-origin")).toBeNull();
    expect((await wire.call("OPTIONS /signup", { headers: origin })).status).toBe(405);
  });

  it("from the page that --site names may send what gotrue-js sends and read the paging headers", async () => {
    const { parseSettings } = await import("../settings.ts");
    const { settings } = parseSettings({ GOTRUE_OPERATOR_TOKEN: OPERATOR });
    settings.friendlyOrigin = origin.Origin;
    const friendly = await startIdentity({}, { settings });
    const asked = {
      "Access-Control-Request-Method": "GET",
      "Access-Control-Request-Headers": "authorization,x-nf-client",
    };
    const granted = await friendly.call("OPTIONS /user", { headers: { ...origin, ...asked } });
    expect(granted.headers.get("access-control-allow-headers")).toBe("authorization,x-nf-client");
    const listed = await friendly.call("GET /admin/users", { headers: origin });
    expect(listed.headers.get("access-control-expose-headers")).toBe("Link, X-Total-Count");
    await friendly.close();
  });
});

describe("forms at /token", () => {
  const post = (path: string, type: string, body: string) =>
    wire.call(`POST ${path}`, { bearer: null, body, headers: { "Content-Type": type } });
  const FORM = "application/x-www-form-urlencoded";
  const part = (name: string, value: string) =>
    `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;

  it.each([
    ["a body before the query", "/token?grant_type=x", FORM, "grant_type=refresh_token", "refresh_token required"],
    [
      "an empty value of the body before the query",
      "/token?refresh_token=y",
      FORM,
      "grant_type=refresh_token&refresh_token=",
      "refresh_token required",
    ],
    ["the first of repeated values", "/token", FORM, "grant_type=refresh_token&grant_type=x", "refresh_token required"],
    [
      "a type in capitals, with parameters",
      "/token",
      "Application/X-WWW-Form-Urlencoded; charset=utf-8",
      "grant_type=refresh_token",
      "refresh_token required",
    ],
    [
      "a multipart body",
      "/token",
      "multipart/form-data; boundary=b",
      `${part("grant_type", "refresh_token")}--b--\r\n`,
      "refresh_token required",
    ],
    [
      "the query before a multipart body",
      "/token?grant_type=refresh_token",
      "multipart/form-data; boundary=b",
      `${part("grant_type", "x")}--b--\r\n`,
      "refresh_token required",
    ],
    [
      "nothing of a broken multipart body",
      "/token",
      "multipart/form-data; boundary=b",
      part("grant_type", "refresh_token"),
      undefined,
    ],
    ["nothing of a pair with a bad escape", "/token", FORM, "grant_type=refresh_token%zz", undefined],
    ["nothing of a body of another type", "/token", "text/plain", "grant_type=refresh_token", undefined],
  ])("count %s", async (_, path, type, body, description) => {
    expect((await post(path, type, body)).json.error_description).toBe(description);
  });
});
