import { createHash, createHmac } from "node:crypto";
import type { Transcript } from "./transcript.ts";

/** What placeholders stand for, as the run goes on. */
export interface Bindings {
  values: Map<string, string>;
  jwts: NonNullable<Transcript["jwts"]>;
  /** Keys a token may be signed with. */
  secrets: string[];
  /** What a webhook signature has to cover. */
  body?: string;
}

/** A request refers to something that no answer has shown, because an earlier one was not as recorded. */
export class Unbound extends Error {
  override name = "Unbound";
}

const PLACEHOLDER = /\{\{([a-z0-9_]+)(?::([A-Za-z0-9_]+))?(?::(plain|upper))?\}\}/g;
const TIME = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d";
const PATTERNS: Record<string, string> = {
  uuid: "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}",
  "uuid:plain": "[0-9a-f]{32}",
  "uuid:upper": "[0-9A-F-]{36}",
  token: "[A-Za-z0-9_-]{22}",
  jwt: "[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+",
  "time:s": `${TIME}Z`,
  "time:us": `${TIME}(?:\\.\\d{1,9})?(?:Z|[+-]\\d\\d:\\d\\d)`,
  "time:ns": `${TIME}(?:\\.\\d{1,9})?(?:Z|[+-]\\d\\d:\\d\\d)`,
  unix: "\\d{10}",
  httpdate: "[A-Z][a-z]{2}, \\d\\d [A-Z][a-z]{2} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT",
  duration: "(?:\\d+h)?(?:\\d+m)?\\d+(?:\\.\\d+)?(?:s|ms)",
  bcrypt10: "\\$2a\\$10\\$[./A-Za-z0-9]{53}",
  host: "[A-Za-z0-9.:-]+",
};

/** A request's text with what is bound so far filled in. Times become now. */
export function fill(template: string, { values }: Bindings): string {
  return template.replace(PLACEHOLDER, (whole, kind: string, name?: string, form?: string) => {
    if (kind === "time") return `${new Date().toISOString().slice(0, 19)}Z`;
    const value = values.get(`${kind}:${name}`);
    if (value === undefined) throw new Unbound(`${whole} is not bound yet`);
    if (form === "plain") return value.replaceAll("-", "");
    return form === "upper" ? value.toUpperCase() : value;
  });
}

/** Undefined when `actual` is an instance of `template`, else what is wrong. Binds placeholders seen first. */
export function mismatch(template: string, actual: string, bindings: Bindings): string | undefined {
  const found = new RegExp(`^${patternOf(template)}$`, "s").exec(actual);
  if (!found) return `expected ${template}\n  but got ${actual}`;
  const captured = found.slice(1);
  for (const [index, [whole, kind = "", name, form]] of [...template.matchAll(PLACEHOLDER)].entries()) {
    const problem = check({ whole, kind, name, form }, captured[index] ?? "", bindings);
    if (problem) return problem;
  }
  return undefined;
}

/** Token whose bytes a caller chose, signed with the recorded key. */
export function sign(header: unknown, claims: unknown, secret: string): string {
  const part = (value: unknown) => Buffer.from(JSON.stringify(value)).toString("base64url");
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${createHmac("sha256", secret).update(text).digest("base64url")}`;
}

interface Placeholder {
  whole: string;
  kind: string;
  name: string | undefined;
  form: string | undefined;
}

function check(placeholder: Placeholder, value: string, bindings: Bindings): string | undefined {
  const { whole, kind, name, form } = placeholder;
  if (kind === "jwt") return checkToken(name ?? "", value, bindings);
  if (kind !== "uuid" && kind !== "token") return undefined;
  const key = `${kind}:${name}`;
  const bound = bindings.values.get(key);
  if (bound === undefined) {
    bindings.values.set(key, value);
    return undefined;
  }
  const expected = form === "plain" ? bound.replaceAll("-", "") : form === "upper" ? bound.toUpperCase() : bound;
  return expected === value ? undefined : `${whole} was ${expected} and is now ${value}`;
}

/** Header and claims byte for byte as templates; a webhook signature covers the body that came with it. */
function checkToken(name: string, token: string, bindings: Bindings): string | undefined {
  const expected = bindings.jwts[name];
  const [header = "", claims = "", signature = ""] = token.split(".");
  if (!expected) return `{{jwt:${name}}} is not described`;
  if (!bindings.values.has(`jwt:${name}`)) bindings.values.set(`jwt:${name}`, token);
  const hash = createHash("sha256")
    .update(bindings.body ?? "")
    .digest("hex");
  const claimsTemplate = expected.claims.replace(/("sha256":")[0-9a-f]{64}/, `$1${hash}`);
  const problem =
    mismatch(expected.header, decode(header), bindings) ?? mismatch(claimsTemplate, decode(claims), bindings);
  if (problem) return `in {{jwt:${name}}}: ${problem}`;
  const isSigned = bindings.secrets.some(
    (secret) => createHmac("sha256", secret).update(`${header}.${claims}`).digest("base64url") === signature,
  );
  if (!isSigned) return `{{jwt:${name}}} has a wrong signature`;
  return checkLifetime(name, decode(claims), expected.lifetime_s_about);
}

function checkLifetime(name: string, claims: string, about: number | undefined): string | undefined {
  if (about === undefined) return undefined;
  const { exp } = JSON.parse(claims) as { exp: number };
  const lifetime = exp - Date.now() / 1000;
  return Math.abs(lifetime - about) < 10 ? undefined : `{{jwt:${name}}} lives ${lifetime} s and not about ${about} s`;
}

function decode(part: string): string {
  return Buffer.from(part, "base64url").toString("utf8");
}

function patternOf(template: string): string {
  let pattern = "";
  let at = 0;
  for (const match of template.matchAll(PLACEHOLDER)) {
    const [whole, kind = "", name, form] = match;
    pattern += escapeRegExp(template.slice(at, match.index));
    pattern += `(${PATTERNS[`${kind}:${form ?? name}`] ?? PATTERNS[kind] ?? escapeRegExp(whole)})`;
    at = match.index + whole.length;
  }
  return pattern + escapeRegExp(template.slice(at));
}

function escapeRegExp(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
