import { createHmac, createSign, generateKeyPairSync } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SECRET, startIdentity, type Wire } from "./testing/start.ts";

const TIME = Date.now();
let wire: Wire;
beforeAll(async () => {
  wire = await startIdentity({}, { now: () => TIME });
});
afterAll(() => wire.close());

const part = (value: unknown) =>
  Buffer.from(typeof value === "string" ? value : JSON.stringify(value)).toString("base64url");
const HS256 = { alg: "HS256", typ: "JWT" };
const now = () => Math.floor(TIME / 1000);

function signed(header: unknown, claims: unknown, secret = SECRET): string {
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
}

function rs256(): string {
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const text = `${part({ alg: "RS256" })}.${part({ sub: "0" })}`;
  return `${text}.${createSign("RSA-SHA256").update(text).sign(privateKey, "base64url")}`;
}

/** Milliseconds of processor time, for other tests want the processor, too; the best of five. */
async function quickestRefusal(bearer: string): Promise<number> {
  let best = Number.POSITIVE_INFINITY;
  for (let run = 0; run < 5; run += 1) {
    const began = process.cpuUsage();
    expect((await wire.call("GET /admin/users", { bearer })).status).toBe(401);
    const { user, system } = process.cpuUsage(began);
    best = Math.min(best, (user + system) / 1000);
  }
  return best;
}

const good = { sub: "0", exp: now() + 3600 };
const goClaims = "Go struct field GoTrueClaims.StandardClaims";
const rows: [string, string, string][] = [
  ["S02 alg none without a signature", `${part({ alg: "none" })}.${part(good)}.`, "signing method none is invalid"],
  ["S02 alg None", `${part({ alg: "None" })}.${part(good)}.`, "signing method (alg) is unavailable."],
  ["S02 an empty signature", `${part(HS256)}.${part(good)}.`, "signature is invalid"],
  ["S03 a wrong key", signed(HS256, good, "other"), "signature is invalid"],
  ["S03 RS256", rs256(), "signing method RS256 is invalid"],
  ["S03 ES256 in name only", signed({ alg: "ES256" }, good), "signing method ES256 is invalid"],
  ["S03 HS512", signed({ alg: "HS512" }, good), "signing method HS512 is invalid"],
  ["S04 exp a second ago", signed(HS256, { sub: "0", exp: now() - 1 }), "token is expired by 1s"],
  [
    "S04 exp as text",
    signed(HS256, { sub: "0", exp: "soon" }),
    `json: cannot unmarshal string into ${goClaims}.exp of type int64`,
  ],
  [
    "S04 exp as a fraction",
    signed(HS256, '{"sub":"0","exp":1.5}'),
    `json: cannot unmarshal number 1.5 into ${goClaims}.exp of type int64`,
  ],
  [
    "S04 exp later than a clock can hold",
    signed(HS256, '{"sub":"0","exp":9223372036854775807}'),
    "token is expired by 2562047h47m16.854775807s",
  ],
  [
    "S02 a header with a number too large",
    signed('{"alg":"HS256","x":1e999}', good),
    "json: cannot unmarshal number 1e999 into Go value of type float64",
  ],
  ["S05 nbf in ten minutes", signed(HS256, { sub: "0", nbf: now() + 600 }), "token is not valid yet"],
  ["S05 iat in ten minutes", signed(HS256, { sub: "0", iat: now() + 600 }), "token used before issued"],
  [
    "S05 all three wrong",
    signed(HS256, { sub: "0", nbf: now() + 9, iat: now() + 9, exp: 1 }),
    "token is not valid yet",
  ],
  [
    "S06 aud a list",
    signed(HS256, { ...good, aud: ["a"] }),
    `json: cannot unmarshal array into ${goClaims}.aud of type string`,
  ],
  ["S07 claims that are no JSON", signed(HS256, "nonsense"), "invalid character 'o' in literal null (expecting 'u')"],
  ["S07 no claims", signed(HS256, ""), "EOF"],
  [
    "S07 a header that is no object",
    signed("[]", good),
    "json: cannot unmarshal array into Go value of type map[string]interface {}",
  ],
  ["S07 a header cut short", signed('{"alg":', good), "unexpected end of JSON input"],
  ["S07 a header with more after it", signed('{"alg":"HS256"}x', good), "invalid character 'x' after top-level value"],
  ["S07 no alg", signed({ typ: "JWT" }, good), "signing method (alg) is unspecified."],
  ["S07 bytes outside base64url", `a+b.${part(good)}.x`, "illegal base64 data at input byte 1"],
  ["S07 a length base64 cannot have", `${part(HS256)}.aaaaa.x`, "illegal base64 data at input byte 4"],
  ["S07 four parts", "a.b.c.d", "token contains an invalid number of segments"],
  ["S07 one part", "abc", "token contains an invalid number of segments"],
  ["S13 another server's secret", signed(HS256, good, "local-dev-secret"), "signature is invalid"],
];

describe("a bad access token", () => {
  it.each(rows)("%s is 401 with golang-jwt's reason", async (_, bearer, reason) => {
    for (const path of ["GET /user", "GET /admin/users"]) {
      const answer = await wire.call(path, { bearer });
      expect(answer).toMatchObject({ status: 401, json: { code: 401, msg: `Invalid token: ${reason}` } });
      expect(answer.headers.get("set-cookie")).toContain("Max-Age=0");
    }
  });

  it("S04 a token without exp, or with exp 0, never expires", async () => {
    for (const claims of [{ sub: "0" }, { sub: "0", exp: 0 }]) {
      expect((await wire.call("GET /admin/users", { bearer: signed(HS256, claims) })).status).toBe(200);
    }
  });

  it("S07 the last of repeated claims counts, and __proto__ is a name like any other", async () => {
    const claims = `{"sub":"x","SUB":"0","__proto__":{"exp":1},"app_metadata":{"__proto__":{"x":1}}}`;
    expect((await wire.call("GET /admin/users", { bearer: signed(HS256, claims) })).status).toBe(200);
    expect(({} as Record<string, unknown>).x).toBeUndefined();
  });

  it("S07 a token of a megabyte costs less than 50 ms", async () => {
    const size = 700_000;
    const bearers = [
      "a".repeat(size),
      `${part(HS256)}.${part({ ...good, email: "e".repeat(size / 2) })}.x`,
      signed(HS256, `{"sub":"0","app_metadata":${"[".repeat(9_000)}`),
    ];
    for (const bearer of bearers) expect(await quickestRefusal(bearer)).toBeLessThan(50);
  });

  it("S08 key hints of the header are not looked at", async () => {
    const header = { ...HS256, kid: "../../etc/passwd", jku: "http://127.0.0.1:1/", jwk: { kty: "oct", k: "" } };
    expect((await wire.call("GET /admin/users", { bearer: signed(header, good) })).status).toBe(200);
  });

  it("S06 an audience that is not the asked one is refused by GET /user", async () => {
    const made = await wire.call("POST /admin/users", { body: { email: "a@x.io", password: "p", confirm: true } });
    const bearer = signed(HS256, { sub: made.json.id, aud: "", exp: now() + 60 });
    const answer = await wire.call("GET /user", { bearer, headers: { "X-JWT-AUD": "red" } });
    expect(answer.json).toEqual({ code: 400, msg: "Token audience doesn't match request audience" });
  });

  it("gives claims of good tokens only", () => {
    const token = wire.identity.operatorToken();
    expect(wire.identity.claimsOf(token)).toMatchObject({ sub: "0" });
    expect(wire.identity.claimsOf(`${token}x`)).toBeUndefined();
    expect(wire.identity.claimsOf("x")).toBeUndefined();
  });
});
