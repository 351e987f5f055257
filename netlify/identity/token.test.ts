import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startIdentity, type Wire } from "./testing/start.ts";

const URLENCODED = "application/x-www-form-urlencoded";
const NO_GRANT = '{"error":"unsupported_grant_type"}';
const GOOD = "grant_type=password&username=ann%40x.io&password=secret-1";

let wire: Wire;
beforeAll(async () => {
  wire = await startIdentity();
  await wire.call("POST /admin/users", { body: { email: "ann@x.io", password: "secret-1", confirm: true } });
});
afterAll(() => wire.close());

const post = (body: string, type = URLENCODED, query = "") =>
  wire.call(`POST /token${query}`, { body, bearer: null, headers: { "Content-Type": type } });

const part = (name: string, value: string) =>
  `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
const MULTIPART = `${part("grant_type", "password")}${part("username", "ann@x.io")}${part("password", "secret-1")}--x--\r\n`;

describe("a form at /token", () => {
  const read: [string, string, string, string][] = [
    ["urlencoded", GOOD, URLENCODED, ""],
    ["with a charset", GOOD, `${URLENCODED}; charset=utf-8`, ""],
    ["with a parameter that cannot be", GOOD, `${URLENCODED}; charset`, ""],
    ["in another case", GOOD, "Application/X-WWW-Form-URLencoded", ""],
    ["with the first of two values", `${GOOD}&password=wrong`, URLENCODED, ""],
    ["with broken pairs left out", `grant_type=%zz&a;b=c&${GOOD}`, URLENCODED, ""],
    ["in the query alone", "", "application/json", `?${GOOD}`],
    ["in the body before the query", GOOD, URLENCODED, "?grant_type=refresh_token&password=wrong"],
    ["in several parts", MULTIPART, "multipart/form-data; boundary=x", ""],
    ["in the query before the parts", MULTIPART, 'multipart/form-data; boundary="x"', "?username=ANN@x.io "],
  ];
  it.each(read)("is read %s", async (_, body, type, query) => {
    expect(await post(body, type, query.replace(" ", "+"))).toMatchObject({ status: 200 });
  });

  const unread: [string, string, string][] = [
    ["without its type", GOOD, "text/plain"],
    ["as JSON", '{"grant_type":"password"}', "application/json"],
    ["with a parameter given twice", GOOD, `${URLENCODED}; a=1; a=2`],
    ["with an empty grant in the body", `grant_type=&${GOOD}`, URLENCODED],
    ["whose parts never end", MULTIPART.replace("--x--", ""), "multipart/form-data; boundary=x"],
    ["without a boundary", MULTIPART, "multipart/form-data"],
    ["of more than ten thousand pairs", `${GOOD}${"&a".repeat(10_000)}`, URLENCODED],
  ];
  it.each(unread)("is not read %s", async (_, body, type) => {
    expect(await post(body, type)).toMatchObject({ status: 400, text: NO_GRANT });
  });

  it("says what is missing of a refresh token before it looks for one", async () => {
    const text = '{"error":"invalid_request","error_description":"refresh_token required"}';
    expect((await post("grant_type=refresh_token")).text).toBe(text);
    expect((await post("grant_type=refresh_token&refresh_token=+")).json.error_description).toBe(
      "Invalid Refresh Token",
    );
  });
});
