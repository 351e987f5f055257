import { describe, expect, it } from "vitest";
import { type Bindings, mismatch, sign } from "./bindings.ts";

describe("the comparison with a template", () => {
  const bindings = (): Bindings => ({
    values: new Map(),
    jwts: { 1: { header: '{"alg":"HS256"}', claims: '{"exp":{{unix}},"sub":"{{uuid:1}}"}', lifetime_s_about: 60 } },
    secrets: ["key"],
  });
  const id = "5a0c1b2d-3e4f-4a5b-8c6d-7e8f90a1b2c3";
  const other = id.replace("5a", "6b");
  const claims = { exp: Math.floor(Date.now() / 1000) + 60, sub: id };

  it.each([
    ["{}", "{} "],
    ['{"a":1,"b":2}', '{"b":2,"a":1}'],
    ['{"at":"{{time:s}}"}', '{"at":"2026-01-02T03:04:05.1Z"}'],
    ["{{uuid:1}} {{uuid:1}}", `${id} ${other}`],
    ["{{uuid:1}} {{uuid:1:upper}}", `${id} ${id}`],
    ["{{token:1}}", "short"],
    ["{{jwt:1}}", sign({ alg: "HS256" }, claims, "another key")],
    ["{{jwt:1}}", sign({ alg: "HS256" }, { ...claims, exp: claims.exp + 60 }, "key")],
    ["{{jwt:1}}", sign({ alg: "HS256" }, { ...claims, more: 1 }, "key")],
    ["{{jwt:1}}", sign({ alg: "HS256", typ: "JWT" }, claims, "key")],
  ])("tells %j from %j", (template, actual) => {
    expect(mismatch(template, actual, bindings())).toBeDefined();
  });

  it.each([
    ['{"at":"{{time:ns}}"}', '{"at":"2026-01-02T03:04:05.123456789+01:00"}'],
    ["{{uuid:1}} {{uuid:1:plain}} {{uuid:2}}", `${id} ${id.replaceAll("-", "")} ${other}`],
    ["{{jwt:1}} {{uuid:1}}", `${sign({ alg: "HS256" }, claims, "key")} ${id}`],
  ])("finds %j in %j", (template, actual) => {
    expect(mismatch(template, actual, bindings())).toBeUndefined();
  });
});
