import { createHash } from "node:crypto";
import { decodeBase64Url } from "./go/base64.ts";
import { GoError } from "./go/error.ts";
import { NIL_UUID } from "./go/uuid.ts";
import { checkAlgorithm, checkSignature, readHeader, splitToken } from "./jwt.ts";
import { sameSecret } from "./same-secret.ts";

const MAX_AGE_S = 300;

/** A request to a function that is there for one of Identity's events. */
export interface Knock {
  /** The event the function is there for: `identity_signup`. */
  event: string;
  /** `X-Netlify-Event` and `X-Webhook-Signature`, as they came. */
  headers: { event: string | undefined; signature: string | undefined };
  body: Buffer;
  /** What Identity signs its deliveries with. */
  secret: string;
  nowMs: number;
}

/**
 * Why a request is none of Identity's deliveries, or undefined when it is one. Netlify blocks all others before the function
 * runs; the signature is GoTrue's: HS256 over `{iat, iss, sub, sha256}`.
 */
export function refusalOf({ event, headers, body, secret, nowMs }: Knock): string | undefined {
  if (headers.event !== event) return `it has no X-Netlify-Event: ${event}`;
  if (!headers.signature) return "it has no signature";
  const claims = claimsOf(headers.signature, secret);
  if (!claims) return "this Identity did not sign it";
  if (claims.iss !== "gotrue" || claims.sub !== NIL_UUID) return "this Identity did not issue it";
  const hash = createHash("sha256").update(body).digest("hex");
  if (typeof claims.sha256 !== "string" || !sameSecret(claims.sha256, hash)) return "it was signed for another body";
  if (typeof claims.iat !== "number" || Math.abs(nowMs / 1000 - claims.iat) > MAX_AGE_S) return "it is too old";
  return undefined;
}

function claimsOf(signature: string, secret: string): Record<string, unknown> | undefined {
  try {
    const parts = splitToken(signature);
    checkAlgorithm(readHeader(parts.header));
    checkSignature(parts, secret);
    const claims: unknown = JSON.parse(decodeBase64Url(parts.claims).toString("utf8"));
    return typeof claims === "object" && claims !== null ? { ...claims } : undefined;
  } catch (error) {
    if (error instanceof GoError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
