import { decodeBase64Url } from "./go/base64.ts";
import { formatDuration } from "./go/duration.ts";
import { GoError } from "./go/error.ts";
import { decodeStruct, type Field, type Json, type Shape } from "./go/json-decode.ts";
import { encodeStruct } from "./go/json-encode.ts";
import { NIL_UUID } from "./go/uuid.ts";
import { checkAlgorithm, checkSignature, readHeader, signPlain, splitToken } from "./jwt.ts";

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
    exp: { kind: "raw", path: `${registered}.exp` },
    iat: { kind: "raw", path: `${registered}.iat` },
    nbf: { kind: "raw", path: `${registered}.nbf` },
    aud: { kind: "raw", path: `${registered}.aud` },
    iss: { kind: "string", path: `${registered}.iss` },
    jti: { kind: "string", path: `${registered}.jti` },
    sub: { kind: "string", path: `${registered}.sub` },
    site_url: { kind: "string", path: `${microservice}.site_url` },
    id: { kind: "string", path: `${microservice}.id` },
    netlify_id: { kind: "string", path: `${microservice}.netlify_id` },
    function_hooks: { kind: "stringMap", path: `${microservice}.function_hooks` },
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
  checkAudience(claims.aud);
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
  return Math.trunc(Number(text));
}

function checkAudience(literal: string): void {
  if (literal === "") return;
  const value = JSON.parse(literal) as Json;
  for (const entry of Array.isArray(value) ? value : [value]) {
    if (typeof entry === "string") continue;
    const types: Record<string, string> = { number: "float64", boolean: "bool" };
    throw new GoError(`json: unsupported type: ${types[typeof entry] ?? "map[string]interface {}"}`);
  }
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
