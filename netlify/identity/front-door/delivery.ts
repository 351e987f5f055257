import { createHash } from "node:crypto";
import type { HookEvent } from "../deliveries.ts";
import { decodeBase64Url } from "../go/base64.ts";
import { GoError } from "../go/error.ts";
import { checkAlgorithm, checkSignature, readHeader, splitToken } from "../jwt.ts";

const MAX_AGE_S = 300;

export interface Knock {
  /** What the function is there for. */
  event: HookEvent;
  /** `X-Netlify-Event` and `X-Webhook-Signature`, as they came. */
  eventHeader: string | undefined;
  signature: string | undefined;
  body: Buffer;
  secret: string;
  /** Milliseconds. */
  now: number;
}

/** Why a request to an event function is none of Identity's deliveries, or undefined when it is one. */
export function refusalOf({ event, eventHeader, signature, body, secret, now }: Knock): string | undefined {
  if (eventHeader !== `identity_${event}`) return `it has no X-Netlify-Event: identity_${event}`;
  const claims = claimsOf(signature ?? "", secret);
  if (!claims) return "this Identity did not sign it";
  if (claims.sha256 !== createHash("sha256").update(body).digest("hex")) return "it was signed for another body";
  if (typeof claims.iat !== "number" || Math.abs(now / 1000 - claims.iat) > MAX_AGE_S) return "it is too old";
  return undefined;
}

function claimsOf(signature: string, secret: string): { sha256?: unknown; iat?: unknown } | undefined {
  try {
    const parts = splitToken(signature);
    checkAlgorithm(readHeader(parts.header));
    checkSignature(parts, secret);
    const claims: unknown = JSON.parse(decodeBase64Url(parts.claims).toString("utf8"));
    return typeof claims === "object" && claims !== null ? claims : undefined;
  } catch (error) {
    if (error instanceof GoError || error instanceof SyntaxError) return undefined;
    throw error;
  }
}
