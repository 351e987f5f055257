import { createHash, createHmac } from "node:crypto";
import * as z from "zod/mini";
import { sameSecret } from "#lib/server/keyed-hash.ts";

const MAX_AGE_S = 300;

export type EventName = "validate" | "signup" | "login";

export interface Delivery {
  event: EventName;
  /** Of the request: `x-netlify-event` and `x-webhook-signature`. */
  eventHeader: string | null;
  signature: string | null;
  body: Buffer;
  /** Of the body. */
  bodyEvent: string;
  instance: string;
  /** Where it can be known. Without it the shape, the hash and the age are all that is checked, which stops no forger who knows the form. */
  secret: string | undefined;
  now: number;
}

const Head = z.object({ alg: z.literal("HS256") });
const Claims = z.object({ iss: z.literal("gotrue"), sub: z.string(), iat: z.int(), sha256: z.string() });

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, "base64url").toString("utf8"));
  } catch {
    return undefined;
  }
}

/** Why this is no delivery of our Identity, or undefined when it is one. */
export function distrust(delivery: Delivery): string | undefined {
  const { event, eventHeader, signature, body, bodyEvent, instance, secret, now } = delivery;
  if (eventHeader !== `identity_${event}` || bodyEvent !== event) return "another event";
  const [head = "", payload = "", mac = "", ...more] = (signature ?? "").split(".");
  if (mac === "" || more.length > 0 || !Head.safeParse(decode(head)).success) return "no signature";
  const signed =
    secret === undefined ||
    sameSecret(mac, createHmac("sha256", secret).update(`${head}.${payload}`).digest("base64url"));
  if (!signed) return "signed with another key";
  const claims = Claims.safeParse(decode(payload)).data;
  if (!claims) return "not issued by Identity";
  if (!sameSecret(claims.sha256, createHash("sha256").update(body).digest("hex"))) return "signed for another body";
  if (claims.sub !== instance) return "signed for another instance";
  const age = now / 1000 - claims.iat;
  // A clock ahead of ours makes no old delivery new where the key is known; where it is not, be strict both ways.
  if (age > MAX_AGE_S || (secret === undefined && age < -MAX_AGE_S)) return "too old";
  return undefined;
}
