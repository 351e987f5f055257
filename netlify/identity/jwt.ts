import { createHmac, timingSafeEqual } from "node:crypto";
import { decodeBase64Url } from "./go/base64.ts";
import { formatDuration } from "./go/duration.ts";
import { GoError } from "./go/error.ts";
import {
  type Decoded,
  decodeAny,
  decodeStruct,
  type Field,
  type Json,
  kindOf,
  refuseHugeNumber,
  type Shape,
} from "./go/json-decode.ts";
import { encodeStruct } from "./go/json-encode.ts";
import { scanFirstValue, scanWholeDocument } from "./go/json-syntax.ts";

const registered = "GoTrueClaims.StandardClaims";
/** Claims of an access token, as golang-jwt types them. */
const GoTrueClaims = {
  goType: "api.GoTrueClaims",
  fields: {
    aud: { kind: "string", path: `${registered}.aud` },
    exp: { kind: "int64", path: `${registered}.exp` },
    iat: { kind: "int64", path: `${registered}.iat` },
    nbf: { kind: "int64", path: `${registered}.nbf` },
    iss: { kind: "string", path: `${registered}.iss` },
    jti: { kind: "string", path: `${registered}.jti` },
    sub: { kind: "string", path: `${registered}.sub` },
    email: { kind: "string", path: "GoTrueClaims.email" },
    app_metadata: { kind: "map", path: "GoTrueClaims.app_metadata" },
    user_metadata: { kind: "map", path: "GoTrueClaims.user_metadata" },
  },
} as const satisfies Shape<Record<string, Field>>;
export type Claims = Decoded<typeof GoTrueClaims>;

/** The times a token may carry, in seconds; 0 means absent. */
interface Times {
  exp: number;
  iat: number;
  nbf: number;
}

/** Every algorithm golang-jwt registers; anything else is "unavailable", all but HS256 are "invalid". */
const KNOWN_ALGORITHM = /^(?:none|(?:HS|RS|PS|ES)(?:256|384|512)|EdDSA)$/;

const ACCESS_HEADER = encodeStruct({ alg: "HS256", kid: "nf-ident", typ: "JWT" });
const PLAIN_HEADER = encodeStruct({ alg: "HS256", typ: "JWT" });

/** Signs claims (JSON text) as an access token: its header names the key `nf-ident`. */
export function signAccessToken(claims: string, secret: string): string {
  return sign(ACCESS_HEADER, claims, secret);
}

/** Signs claims (JSON text) with the header of a webhook signature, a state or a functions token. */
export function signPlain(claims: string, secret: string): string {
  return sign(PLAIN_HEADER, claims, secret);
}

/** Claims of a good access token. Throws GoError with golang-jwt's reason, checked in its order. `now` in ms. */
export function parseAccessToken(token: string, { secret, now }: { secret: string; now: number }): Claims {
  const parts = splitToken(token);
  const header = readHeader(parts.header);
  const claims = decodeStruct(decodeBase64Url(parts.claims), GoTrueClaims);
  checkAlgorithm(header);
  checkSignature(parts, secret);
  checkTimes(claims, Math.floor(now / 1000));
  return claims;
}

/** The claims of a good access token as they were signed, undefined for any other. `now` in ms. */
export function claimsAsObject(token: string, check: { secret: string; now: number }) {
  try {
    parseAccessToken(token, check);
  } catch (error) {
    if (!(error instanceof GoError)) throw error;
    return undefined;
  }
  const bytes = decodeBase64Url(splitToken(token).claims);
  const claims: unknown = decodeAny(bytes, scanFirstValue(bytes));
  return typeof claims === "object" && claims !== null ? (claims as Record<string, unknown>) : undefined;
}

export interface TokenParts {
  header: string;
  claims: string;
  signature: string;
}

export function splitToken(token: string): TokenParts {
  const [header, claims, signature, more] = token.split(".", 4);
  if (header === undefined || claims === undefined || signature === undefined || more !== undefined) {
    throw new GoError("token contains an invalid number of segments");
  }
  return { header, claims, signature };
}

/** The header as an object; a JSON `null` is one without members. */
export function readHeader(part: string): Record<string, Json> {
  const bytes = decodeBase64Url(part);
  const scanned = scanWholeDocument(bytes);
  const kind = kindOf(bytes, scanned);
  if (kind === "null") return {};
  if (kind !== "object") {
    throw new GoError(`json: cannot unmarshal ${kind} into Go value of type map[string]interface {}`);
  }
  refuseHugeNumber(bytes.toString("latin1", scanned.start, scanned.end), (literal) => {
    return new GoError(`json: cannot unmarshal number ${literal} into Go value of type float64`);
  });
  return decodeAny(bytes, scanned) as Record<string, Json>;
}

export function checkAlgorithm(header: Record<string, Json>): void {
  const algorithm = Object.hasOwn(header, "alg") ? header.alg : undefined;
  if (typeof algorithm !== "string") throw new GoError("signing method (alg) is unspecified.");
  if (!KNOWN_ALGORITHM.test(algorithm)) throw new GoError("signing method (alg) is unavailable.");
  if (algorithm !== "HS256") throw new GoError(`signing method ${algorithm} is invalid`);
}

export function checkSignature(parts: TokenParts, secret: string): void {
  const given = decodeBase64Url(parts.signature);
  const expected = hmac(`${parts.header}.${parts.claims}`, secret);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new GoError("signature is invalid");
}

/** Seconds that Go's clock can hold; later ones turn over into the distant past. */
const LAST_SECOND = 2 ** 63 - 62_135_596_800;

export function atGoClock(seconds: number): number {
  return seconds < LAST_SECOND ? seconds : seconds - 2 ** 64;
}

/** The last complaint wins, as it overwrites the one before. `now` in seconds. */
function checkTimes(claims: Times, now: number): void {
  const [exp, iat, nbf] = [atGoClock(claims.exp), atGoClock(claims.iat), atGoClock(claims.nbf)];
  if (nbf !== 0 && nbf > now) throw new GoError("token is not valid yet");
  if (iat !== 0 && iat > now) throw new GoError("token used before issued");
  if (exp !== 0 && now >= exp) throw new GoError(`token is expired by ${formatDuration(now - exp)}`);
}

function sign(header: string, claims: string, secret: string): string {
  const body = `${encodePart(header)}.${encodePart(claims)}`;
  return `${body}.${hmac(body, secret).toString("base64url")}`;
}

function encodePart(text: string): string {
  return Buffer.from(text).toString("base64url");
}

function hmac(text: string, secret: string): Buffer {
  return createHmac("sha256", secret).update(text).digest();
}
