import { decodeBase64Url } from "./go/base64.ts";
import { formatDuration } from "./go/duration.ts";
import { GoError } from "./go/error.ts";
import { decodeStruct, type Field, type Json, mismatch, refuseHugeNumber, type Shape } from "./go/json-decode.ts";
import { encodeStruct } from "./go/json-encode.ts";
import { NIL_UUID } from "./go/uuid.ts";
import { atGoClock, checkAlgorithm, checkSignature, readHeader, signPlain, splitToken } from "./jwt.ts";

/** What travels to a provider and back, signed with the operator token. */
export interface ExternalState {
  /** As it was spelled in the request. */
  provider: string;
  inviteToken: string;
  referrer: string;
}

const LIFETIME_SECONDS = 5 * 60;
const own = "ExternalProviderClaims";
const microservice = `${own}.NetlifyMicroserviceClaims`;
const registered = `${microservice}.RegisteredClaims`;
const ExternalProviderClaims = {
  goType: `api.${own}`,
  fields: {
    exp: { kind: "raw", path: `${registered}.exp`, check: readTime },
    iat: { kind: "raw", path: `${registered}.iat`, check: readTime },
    nbf: { kind: "raw", path: `${registered}.nbf`, check: readTime },
    aud: { kind: "raw", path: `${registered}.aud`, check: checkAudience },
    iss: { kind: "string", path: `${registered}.iss` },
    jti: { kind: "string", path: `${registered}.jti` },
    sub: { kind: "string", path: `${registered}.sub` },
    site_url: { kind: "string", path: `${microservice}.site_url` },
    id: { kind: "string", path: `${microservice}.id` },
    netlify_id: { kind: "string", path: `${microservice}.netlify_id` },
    function_hooks: { kind: "raw", path: `${microservice}.function_hooks`, check: checkHooks },
    provider: { kind: "string", path: `${own}.provider` },
    invite_token: { kind: "string", path: `${own}.invite_token` },
    referrer: { kind: "string", path: `${own}.referrer` },
  },
} as const satisfies Shape<Record<string, Field>>;

interface Signing {
  /** The operator token. */
  secret: string;
  /** Milliseconds. */
  now: number;
}

export function signState(state: ExternalState, siteUrl: string, { secret, now }: Signing): string {
  const claims = encodeStruct({
    exp: Math.floor(now / 1000) + LIFETIME_SECONDS,
    site_url: siteUrl,
    id: NIL_UUID,
    netlify_id: "",
    function_hooks: new Map(),
    provider: state.provider,
    invite_token: state.inviteToken || undefined,
    referrer: state.referrer || undefined,
  });
  return signPlain(claims, secret);
}

/** Throws GoError with golang-jwt's reason. */
export function parseState(token: string, { secret, now }: Signing): ExternalState {
  const parts = splitToken(token);
  const header = readHeader(parts.header);
  const claims = decodeStruct(decodeBase64Url(parts.claims), ExternalProviderClaims);
  const times = { exp: readTime(claims.exp), iat: readTime(claims.iat), nbf: readTime(claims.nbf) };
  checkAlgorithm(header);
  checkSignature(parts, secret);
  checkTimes(times, now / 1000);
  return { provider: claims.provider, inviteToken: claims.invite_token, referrer: claims.referrer };
}

/** These claims take fractions and numbers in quotes, unlike those of an access token. Whole seconds count. */
function readTime(literal: string): number | undefined {
  if (literal === "") return undefined;
  const failed = "could not parse NumericData: json:";
  if (/^[tf[{]/.test(literal)) {
    const kind = literal.startsWith("[") ? "array" : literal.startsWith("{") ? "object" : "bool";
    throw new GoError(`${failed} cannot unmarshal ${kind} into Go value of type json.Number`);
  }
  const text = literal.startsWith('"') ? String(JSON.parse(literal)) : literal;
  if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(text)) {
    throw new GoError(`${failed} invalid number literal, trying to unmarshal ${JSON.stringify(literal)} into Number`);
  }
  const seconds = Number(text);
  if (Number.isFinite(seconds)) return atGoClock(Math.trunc(seconds));
  const reason = `strconv.ParseFloat: parsing ${JSON.stringify(text)}: value out of range`;
  throw new GoError(`could not convert json number value to float: ${reason}`);
}

function checkAudience(literal: string, field: Field): void {
  refuseHugeNumber(literal, (number) => mismatch(`number ${number}`, field, "float64"));
  const value = JSON.parse(literal) as Json;
  for (const entry of Array.isArray(value) ? value : [value]) {
    if (typeof entry === "string") continue;
    const types: Record<string, string> = { number: "float64", boolean: "bool" };
    const other = Array.isArray(entry) ? "[]interface {}" : "map[string]interface {}";
    throw new GoError(`json: unsupported type: ${types[typeof entry] ?? other}`);
  }
}

/** Addresses by event: each a list, or in the older form each a text. */
function checkHooks(literal: string, field: Field): void {
  const value = JSON.parse(literal) as Json;
  if (kindOfJson(value) !== "object") throw mismatch(kindOfJson(value), field, "map[string]string");
  const hooks = Object.values(value as Record<string, Json>).filter((entry) => entry !== null);
  const isText = (entry: Json) => typeof entry === "string" || entry === null;
  if (hooks.every((entry) => Array.isArray(entry) && entry.every(isText))) return;
  const wrong = hooks.find((entry) => !isText(entry));
  if (wrong !== undefined) throw mismatch(kindOfJson(wrong), field, "string");
}

function kindOfJson(value: Json): string {
  if (Array.isArray(value)) return "array";
  return typeof value === "boolean" ? "bool" : typeof value;
}

interface Times {
  exp: number | undefined;
  iat: number | undefined;
  nbf: number | undefined;
}

/** The last complaint wins, as it overwrites the one before. `now` in seconds, with its fraction. */
function checkTimes({ exp, iat, nbf }: Times, now: number): void {
  if (nbf !== undefined && nbf > now) throw new GoError("token is not valid yet");
  if (iat !== undefined && iat > now) throw new GoError("token used before issued");
  if (exp !== undefined && now >= exp) throw new GoError(`token is expired by ${formatDuration(now - exp)}`);
}
