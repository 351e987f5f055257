import { createHash } from "node:crypto";
import * as z from "zod/mini";
import { refusalOf } from "#netlify/identity/delivery-check.ts";
import { encodeJson, encodeStruct } from "#netlify/identity/go/json-encode.ts";
import { signPlain } from "#netlify/identity/jwt.ts";

const EVENTS = ["validate", "signup", "login", "usermodified", "userdeleted"] as const;

/** What Identity tells of, as GoTrue names it. */
export type HookEvent = (typeof EVENTS)[number];

const Payload = z.object({
  event: z.enum(EVENTS),
  instance_id: z.string(),
  user: z.record(z.string(), z.json()),
});
const Claims = z.object({ iat: z.number() });

/** One call of GoTrue to its webhook, found genuine. Its three tries are equal byte for byte. */
export interface Delivery {
  event: HookEvent;
  instance: string;
  user: z.output<typeof Payload>["user"];
  body: Buffer;
  /** When it was signed, in seconds. */
  signedAt: number;
}

export interface Letter {
  /** `X-Netlify-Event` and `X-Webhook-Signature`. */
  event: string | undefined;
  signature: string | undefined;
  body: Buffer;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Reads what came to the webhook address: the signature must cover the body, be GoTrue's and at most five minutes old, and the
 * header must name the event of the body. Answers the reason where it is none of GoTrue's deliveries.
 */
export function openLetter(
  { event, signature, body }: Letter,
  { secret, nowMs }: { secret: string; nowMs: number },
): Delivery | { refused: string } {
  const refused = refusalOf({ event: event ?? "", headers: { event, signature }, body, secret, nowMs });
  if (refused) return { refused };
  const payload = Payload.safeParse(jsonOf(body.toString("utf8"))).data;
  if (!payload) return { refused: "no event of GoTrue" };
  if (event !== `identity_${payload.event}`) return { refused: "another event than its header says" };
  const claims = jsonOf(Buffer.from(signature?.split(".")[1] ?? "", "base64url").toString("utf8"));
  const { instance_id: instance, user } = payload;
  return { event: payload.event, instance, user, body, signedAt: Claims.parse(claims).iat };
}

/** The same delivery after a function answered metadata: they take the place of those in it, as GoTrue stores them. */
export function withMetadata(delivery: Delivery, changed: Partial<Record<string, string>>): Delivery {
  const fields = Object.entries(delivery.user).map(([key, value]) => [key, { raw: changed[key] ?? encodeJson(value) }]);
  const { event, instance } = delivery;
  const user = { raw: encodeStruct(Object.fromEntries(fields)) };
  return { ...delivery, body: Buffer.from(encodeStruct({ event, instance_id: instance, user })) };
}

/** The headers under which a function gets it, signed with a key that functions may know, at the time GoTrue signed it. */
export function headersOf({ event, instance, body, signedAt }: Delivery, key: string): Record<string, string> {
  const sha256 = createHash("sha256").update(body).digest("hex");
  const claims = encodeStruct({ iss: "gotrue", sub: instance, iat: signedAt, sha256 });
  return {
    "content-type": "application/json",
    "user-agent": "Go-http-client/1.1",
    "x-netlify-event": `identity_${event}`,
    "x-webhook-signature": signPlain(claims, key),
  };
}
