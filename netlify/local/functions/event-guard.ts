import { createHash, createHmac, timingSafeEqual } from "node:crypto";

const MAX_AGE_S = 300;
/** A GoTrue for one site names its instance so. */
const INSTANCE = "00000000-0000-0000-0000-000000000000";
const BY_FILE_NAME = /^identity-(validate|signup|login)(-background)?$/;

/** The event a function gets by its file name, as `identity_signup`, or undefined for any other function. */
export function eventOfFileName(name: string): string | undefined {
  const event = BY_FILE_NAME.exec(name)?.[1];
  return event && `identity_${event}`;
}

function fingerprint(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** Compares secrets in constant time, whatever their lengths. */
export function sameSecret(a: string, b: string): boolean {
  return timingSafeEqual(fingerprint(a), fingerprint(b));
}

function parsePart(part: string): Record<string, unknown> {
  const value: unknown = JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  return typeof value === "object" && value !== null ? { ...value } : {};
}

function claimsOf(signature: string, secret: string): Record<string, unknown> | undefined {
  const [head, payload, mac, ...more] = signature.split(".");
  if (!head || !payload || !mac || more.length > 0) return undefined;
  const expected = createHmac("sha256", secret).update(`${head}.${payload}`).digest("base64url");
  if (!sameSecret(expected, mac)) return undefined;
  try {
    if (parsePart(head).alg !== "HS256") return undefined;
    return parsePart(payload);
  } catch {
    return undefined;
  }
}

export interface Delivery {
  event: string;
  headers: { event: string | undefined; signature: string | undefined };
  body: Buffer;
  secret: string;
  nowMs: number;
}

/**
 * Why a request to an event function is refused, or undefined when it is a delivery Identity signed. Netlify blocks all
 * others before the function runs; the signature is GoTrue's: HS256 over `{iat, iss, sub, sha256}`, keyed with the JWT secret.
 */
export function refusalOf({ event, headers, body, secret, nowMs }: Delivery): string | undefined {
  if (headers.event !== event) return `no X-Netlify-Event: ${event}`;
  if (!headers.signature) return "no signature";
  const claims = claimsOf(headers.signature, secret);
  if (!claims) return "not signed by this Identity";
  if (claims.iss !== "gotrue" || claims.sub !== INSTANCE) return "not issued by this Identity";
  const hash = createHash("sha256").update(body).digest("hex");
  if (typeof claims.sha256 !== "string" || !sameSecret(claims.sha256, hash)) return "signed for another body";
  if (typeof claims.iat !== "number" || Math.abs(nowMs / 1000 - claims.iat) > MAX_AGE_S) return "too old";
  return undefined;
}
