import { createHash } from "node:crypto";
import { GoError } from "./go/error.ts";
import { decodeStruct, struct } from "./go/json-decode.ts";
import { encodeStruct } from "./go/json-encode.ts";
import { NIL_UUID } from "./go/uuid.ts";
import { HttpError } from "./http/errors.ts";
import { signPlain } from "./jwt.ts";
import { type User, userJson } from "./models/user.ts";
import type { Settings } from "./settings.ts";
import type { Transaction } from "./store/transaction.ts";
import { attempt, type Outcome } from "./webhook.ts";

export type HookEvent = "validate" | "signup" | "login" | "usermodified" | "userdeleted";
export type Hooks = Partial<Record<HookEvent, string[]>>;

/** One call to an event hook, all its tries together. `status` is the last answer's; 0 where there was none. */
export interface Delivery {
  event: HookEvent;
  url: string;
  tries: number;
  status: number;
  ms: number;
  at: string;
}

export interface Webhooks {
  /** Calls whoever listens to `event`, one after the other, and stores the metadata they answer. Throws HttpError. */
  trigger(event: HookEvent, user: User, tx: Transaction): Promise<void>;
  deliveries(): Delivery[];
  clear(): void;
}

interface WebhookOptions {
  settings: Settings;
  /** Addresses by event, as the hosted service knows its functions; a configured webhook takes their place. */
  hooks: Hooks;
  now: () => number;
}

interface Target {
  event: HookEvent;
  url: string;
  secret: string;
}

const MAX_KEPT = 1000;
const GOOD = new Set([200, 202, 204]);
const WebhookResponse = struct("WebhookResponse", { app_metadata: "map", user_metadata: "map" });

export function createWebhooks({ settings, hooks, now }: WebhookOptions): Webhooks {
  const kept: Delivery[] = [];
  const targets = (event: HookEvent): Target[] => {
    const { url, secret, events } = settings.webhook;
    if (url !== "") return events.includes(event) ? [{ event, url: absolute(url, settings.siteUrl), secret }] : [];
    const urls = hooks[event] ?? [];
    return urls.map((each) => ({ event, url: absolute(each, settings.siteUrl), secret: settings.jwt.secret }));
  };
  const keep = (delivery: Delivery) => {
    kept.push(delivery);
    if (kept.length > MAX_KEPT) kept.shift();
  };
  return {
    async trigger(event, user, tx) {
      for (const target of targets(event)) {
        storeAnswer(await deliver({ target, user, settings, now, keep }), user, tx);
      }
    },
    deliveries: () => [...kept],
    clear() {
      kept.length = 0;
    },
  };
}

interface DeliveryOptions {
  target: Target;
  user: User;
  settings: Settings;
  now: () => number;
  keep: (delivery: Delivery) => void;
}

/** Tries as often as configured, at once and without a pause; body and signature are the same every time. */
async function deliver({ target, user, settings, now, keep }: DeliveryOptions): Promise<Buffer> {
  const { event, url } = target;
  const { attempts, timeoutSeconds } = settings.webhook;
  const call = { url, ...signedCall(target, user, now()), timeoutMs: timeoutSeconds * 1000 };
  const began = now();
  let tries = 0;
  let outcome: Outcome;
  do {
    tries += 1;
    outcome = await attempt(call);
  } while (tries < attempts && isWorthRetrying(outcome));
  const status = "status" in outcome ? outcome.status : 0;
  keep({ event, url, tries, status, ms: Math.round(now() - began), at: new Date(began).toISOString() });
  return bodyOf(outcome, url, timeoutSeconds);
}

function signedCall({ event, secret }: Target, user: User, now: number) {
  const body = encodeStruct({ event, instance_id: NIL_UUID, user: { raw: userJson(user) } });
  const headers: Record<string, string> = {
    "User-Agent": "Go-http-client/1.1",
    "Content-Length": String(Buffer.byteLength(body)),
    "Content-Type": "application/json",
    "X-Netlify-Event": `identity_${event}`,
    "Accept-Encoding": "gzip",
  };
  if (secret !== "") headers["X-Webhook-Signature"] = signPlain(signatureClaims(body, now), secret);
  return { body, headers };
}

function signatureClaims(body: string, now: number): string {
  const sha256 = createHash("sha256").update(body).digest("hex");
  return encodeStruct({ iss: "gotrue", sub: NIL_UUID, iat: Math.floor(now / 1000), sha256 });
}

function isWorthRetrying(outcome: Outcome): boolean {
  if (outcome.kind === "timeout") return true;
  return "status" in outcome && !GOOD.has(outcome.status);
}

/** What the hook itself says of a refusal goes nowhere: every refusal has the one text. */
function bodyOf(outcome: Outcome, url: string, timeoutSeconds: number): Buffer {
  if (outcome.kind === "unreachable") throw new HttpError(502, `Failed to connect to ${url}`);
  if (outcome.kind === "broken") throw new HttpError(500, `Failed to trigger webhook to ${url}`);
  if (outcome.kind === "timeout") {
    throw new HttpError(504, `Failed to perform webhook in time frame (${timeoutSeconds} seconds)`);
  }
  if (!GOOD.has(outcome.status)) throw new HttpError(422, "Failed to handle signup webhook");
  if (outcome.kind === "unreadable") throw new HttpError(500, `Webhook returned malformed BODY: ${outcome.reason}`);
  return outcome.body;
}

/** Answered metadata takes the place of all that was stored, nulls in it included. */
function storeAnswer(body: Buffer, user: User, tx: Transaction): void {
  if (body.length === 0) return;
  const answer = decodeAnswer(body);
  if (answer.user_metadata) {
    user.user_metadata = answer.user_metadata;
    tx.updateUser(user, ["user_metadata"]);
  }
  if (answer.app_metadata) {
    user.app_metadata = answer.app_metadata;
    tx.updateUser(user, ["app_metadata"]);
  }
}

function decodeAnswer(body: Buffer) {
  try {
    return decodeStruct(body, WebhookResponse);
  } catch (error) {
    if (!(error instanceof GoError)) throw error;
    throw new HttpError(500, `Webhook returned malformed JSON: ${error.message}`);
  }
}

/** A relative address takes scheme and host of the site. */
function absolute(url: string, siteUrl: string): string {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(url) ? url : new URL(url, siteUrl).href;
}
