import { randomBytes } from "node:crypto";
import { expect, it } from "vitest";
import { ArgumentError } from "../argument-error.mjs";
import { gotrueSecrets } from "./gotrue-secrets.mjs";

const good = () => randomBytes(32).toString("hex");

it("reads the secrets by GoTrue's names; the webhook's may be missing", () => {
  const env = { GOTRUE_OPERATOR_TOKEN: good(), GOTRUE_JWT_SECRET: good(), GOTRUE_WEBHOOK_SECRET: "" };
  expect(gotrueSecrets(env)).toEqual({
    operatorToken: env.GOTRUE_OPERATOR_TOKEN,
    jwtSecret: env.GOTRUE_JWT_SECRET,
    webhookSecret: undefined,
  });
  expect(gotrueSecrets({ ...env, GOTRUE_WEBHOOK_SECRET: "a blue horse eats 7 lemons" }).webhookSecret).toMatch(/horse/);
});

it("names in one line what is not set", () => {
  const jwt = { GOTRUE_JWT_SECRET: good() };
  expect(() => gotrueSecrets({})).toThrow(/^GOTRUE_OPERATOR_TOKEN and GOTRUE_JWT_SECRET are not set\. [^\n]*$/);
  expect(() => gotrueSecrets(jwt)).toThrow(/^GOTRUE_OPERATOR_TOKEN is not set/);
  expect(() => gotrueSecrets({ ...jwt, GOTRUE_OPERATOR_TOKEN: "" })).toThrow(/^GOTRUE_OPERATOR_TOKEN is not set/);
  expect(() => gotrueSecrets({ GOTRUE_OPERATOR_TOKEN: good() })).toThrow(/^GOTRUE_JWT_SECRET is not set/);
});

it("refuses the secrets of GoTrue's own documents, short ones and dull ones, each by its name and never by its value", () => {
  const known = [
    "dev-operator",
    "dev-secret",
    "devsecret",
    "secret",
    "changeme",
    "testsecret",
    "test_secret",
    "foobar",
  ];
  const copied = [
    "supersecretvalue",
    "CHANGE-THIS! VERY IMPORTANT!",
    "super-secret-operator-token",
    "your-super-secret-operator-token-min-32-chars",
    "super-secret-jwt-token-with-at-least-32-characters-long",
    "your_secure_jwt_secret_here",
    "netlify-identity-secret-2026",
    "my-netlify-jwt-secret",
  ];
  const dull = [
    "aaaaaaaaaaaaaaaaaaaaaaaa",
    "1234567890123456",
    "0123456789abcdef",
    "abcdefghijklmnop",
    "x7Q!x7Q!x7Q!x7Q!x7Q!",
  ];
  const short = ["", "k3v9Qz", "k3v9Qz81LmPw2Tx"].filter(Boolean);
  for (const value of [...known, ...copied, ...dull, ...short]) {
    for (const name of ["GOTRUE_OPERATOR_TOKEN", "GOTRUE_JWT_SECRET", "GOTRUE_WEBHOOK_SECRET"]) {
      const env = { GOTRUE_OPERATOR_TOKEN: good(), GOTRUE_JWT_SECRET: good(), [name]: value };
      const refused = () => gotrueSecrets(env);
      expect(refused, `${name}=${value}`).toThrow(ArgumentError);
      expect(refused).toThrow(new RegExp(`^${name} .*openssl rand -hex 32[^\\n]*$`));
      if (value !== "secret") expect(refused).not.toThrow(value);
    }
  }
});

it("takes whatever a generator makes", () => {
  for (let round = 0; round < 200; round += 1) {
    for (const form of ["hex", "base64", "base64url"] as const) {
      const value = randomBytes(24).toString(form);
      expect(() => gotrueSecrets({ GOTRUE_OPERATOR_TOKEN: value, GOTRUE_JWT_SECRET: value })).not.toThrow();
    }
  }
});

it("refuses an operator token that no GoTrue takes as a bearer", () => {
  const env = { GOTRUE_JWT_SECRET: good(), GOTRUE_OPERATOR_TOKEN: `${good()} ${good()}` };
  expect(() => gotrueSecrets(env)).toThrow(/holds a blank/);
});
