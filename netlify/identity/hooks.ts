import { createHash } from "node:crypto";
import { type Deliveries, type Delivery, type HookEvent, openDeliveries } from "./deliveries.ts";
import type { FaultyPlaces } from "./faults.ts";
import { encodeStruct } from "./go/json-encode.ts";
import { absoluteUrl } from "./go/url-reference.ts";
import { NIL_UUID } from "./go/uuid.ts";
import { judge, type WebhookAnswer } from "./hook-verdict.ts";
import { signPlain } from "./jwt.ts";
import { type User, userJson } from "./models/user.ts";
import type { Settings } from "./settings.ts";
import type { Transaction } from "./store/transaction.ts";
import type { Strictness } from "./strictness.ts";
import { type Sent, sendHook } from "./webhook.ts";

/** Addresses by event, as the hosted service knows its functions. */
export type Hooks = Partial<Record<HookEvent, string[]>>;

export interface Webhooks {
  /** Calls whoever listens to `event`, one after the other, and stores the metadata they answer. Throws HttpError. */
  trigger(event: HookEvent, user: User, tx: Transaction): Promise<void>;
  /** Oldest first. */
  deliveries(): Delivery[];
  /** Sends the same body once more, signed anew; what it answers changes nothing. Undefined when it is not known. */
  resend(id: string): Promise<Delivery | undefined>;
  clear(): void;
}

interface WebhookOptions {
  settings: Settings;
  /** Asked at each event, for functions come and go; a configured webhook takes their place. */
  hooks: () => Hooks;
  faults: Pick<FaultyPlaces, "onHook">;
  strictness: Strictness;
  now: () => number;
}

interface Target {
  event: HookEvent;
  url: string;
  secret: string;
}

interface Calling extends Omit<WebhookOptions, "hooks"> {
  kept: Deliveries;
}

export function createWebhooks({ hooks, ...rest }: WebhookOptions): Webhooks {
  const calling: Calling = { ...rest, kept: openDeliveries() };
  const { settings } = rest;
  const targets = (event: HookEvent): Target[] => {
    const { url, secret, events } = settings.webhook;
    if (url !== "") return events.includes(event) ? [{ event, url: absolute(url, settings.siteUrl), secret }] : [];
    const urls = hooks()[event] ?? [];
    return urls.map((each) => ({ event, url: absolute(each, settings.siteUrl), secret: settings.jwt.secret }));
  };
  return {
    async trigger(event, user, tx) {
      for (const target of targets(event)) storeAnswer(await deliver(calling, target, user), user, tx);
    },
    deliveries: calling.kept.list,
    async resend(id) {
      const first = calling.kept.find(id);
      return first && repeat(calling, first);
    },
    clear: calling.kept.clear,
  };
}

/** Tries as often as configured, at once and without a pause; body and signature are the same every time. */
async function deliver(calling: Calling, target: Target, user: User): Promise<WebhookAnswer> {
  const { settings, faults, now, kept } = calling;
  const { event, url } = target;
  const { attempts, timeoutSeconds } = settings.webhook;
  const body = encodeStruct({ event, instance_id: NIL_UUID, user: { raw: userJson(user) } });
  const request = signed({ ...target, body, now: now() });
  const at = new Date(now()).toISOString();
  const timeoutMs = timeoutSeconds * 1000;
  const instead = () => faults.onHook(event, timeoutMs);
  const isChoosy = calling.strictness.isOn("hook_status");
  const sent = await sendHook({ url, ...request, timeoutMs, isChoosy, instead }, attempts);
  const verdict = judge({ event, url, timeoutSeconds, isChoosy }, sent);
  const { accepted, outcome } = verdict;
  kept.add({ event, url, at, ...factsOf(sent), person: user.email, accepted, outcome, request });
  if (!verdict.accepted) throw verdict.error;
  return verdict.answer;
}

async function repeat({ settings, now, kept }: Calling, first: Delivery): Promise<Delivery> {
  const { event, url, person } = first;
  const { timeoutSeconds } = settings.webhook;
  const secret = settings.webhook.url === "" ? settings.jwt.secret : settings.webhook.secret;
  const request = signed({ event, url, secret, body: first.request.body, now: now() });
  const at = new Date(now()).toISOString();
  const sent = await sendHook({ url, ...request, timeoutMs: timeoutSeconds * 1000 }, 1);
  const { accepted, came } = judge({ event, url, timeoutSeconds }, sent);
  const outcome = `${came}; sent again by hand, so Identity does nothing about it`;
  return kept.add({ event, url, at, ...factsOf(sent), person, accepted, outcome, request, repeats: first.id });
}

function factsOf({ outcome, attempts, ms }: Sent) {
  const status = "status" in outcome ? outcome.status : 0;
  return { tries: attempts.length, status, ms, attempts };
}

function signed({ event, secret, body, now }: Target & { body: string; now: number }) {
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

/** Answered metadata takes the place of all that was stored, nulls in it included. */
function storeAnswer(answer: WebhookAnswer, user: User, tx: Transaction): void {
  if (answer.user_metadata) {
    user.user_metadata = answer.user_metadata;
    tx.updateUser(user, ["user_metadata"]);
  }
  if (answer.app_metadata) {
    user.app_metadata = answer.app_metadata;
    tx.updateUser(user, ["app_metadata"]);
  }
}

/** A relative address takes scheme and host of the site. Throws for one that cannot be read: the bare 500. */
function absolute(url: string, siteUrl: string): string {
  const whole = absoluteUrl(url, siteUrl);
  if (whole === undefined) throw new Error(`the address of the webhook, "${url}", cannot be read`);
  return whole;
}
