import { type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { gunzipSync } from "node:zlib";
import type { DeliveryTry } from "./deliveries.ts";
import { resolveReference } from "./go/url-reference.ts";
import { messageOf } from "./http/errors.ts";

/** How one attempt ended. `unreadable` is Go's text for an answer whose body broke off. */
export type Outcome =
  | { kind: "answer"; status: number; headers: [string, string][]; body: Buffer }
  | { kind: "unreadable"; status: number; headers: [string, string][]; reason: string }
  | { kind: "timeout" }
  | { kind: "unreachable"; reason: string }
  | { kind: "broken"; reason: string };

/** All tries of one call. */
export interface Sent {
  /** Of the last try. */
  outcome: Outcome;
  attempts: DeliveryTry[];
  ms: number;
}

interface Attempt {
  url: string;
  headers: Record<string, string>;
  body: string;
  timeoutMs: number;
  /** Only a 429 and a 5xx are worth another try. */
  isChoosy?: boolean;
  /** How a try ends that is not made, undefined for one that is. */
  instead?: () => Promise<Outcome | undefined>;
}

interface Hop {
  url: URL;
  method: "GET" | "POST";
  headers: Record<string, string>;
  body: string | undefined;
}

const MAX_REDIRECTS = 9;
const MAX_KEPT_BODY = 64 * 1024;
const GOOD = new Set([200, 202, 204]);
const HTTP_URL = /^https?:\/\//i;
/** What zlib says of a broken gzip body, as Go says it. */
const GO_WORDS: Record<string, string> = {
  "incorrect header check": "gzip: invalid header",
  "incorrect data check": "gzip: invalid checksum",
};
const STALLED = "net/http: request canceled (Client.Timeout or context cancellation while reading body)";

/** The only answers that let a sign-up or a login pass. */
export function isGood(status: number): boolean {
  return GOOD.has(status);
}

/** A refusal that a stricter upstream takes for the last word. */
export function isFinal(status: number): boolean {
  return !isGood(status) && status !== 429 && status < 500;
}

/** Calls up to `times`, at once and without a pause: again after a refusal or no answer, not after a broken connection. */
export async function sendHook(call: Attempt, times: number): Promise<Sent> {
  // The Identity's own clock may stand still.
  const began = performance.now();
  const attempts: DeliveryTry[] = [];
  for (;;) {
    const tryBegan = performance.now();
    const outcome = (await call.instead?.()) ?? (await attempt(call));
    const startMs = Math.round(tryBegan - began);
    attempts.push({ startMs, ms: Math.round(performance.now() - tryBegan), ...factsOf(outcome, call.timeoutMs) });
    if (attempts.length >= times || !isWorthRetrying(outcome, call.isChoosy)) {
      return { outcome, attempts, ms: Math.round(performance.now() - began) };
    }
  }
}

function isWorthRetrying(outcome: Outcome, isChoosy = false): boolean {
  if (outcome.kind === "timeout") return true;
  return "status" in outcome && !isGood(outcome.status) && !(isChoosy && isFinal(outcome.status));
}

function factsOf(outcome: Outcome, timeoutMs: number): Omit<DeliveryTry, "startMs" | "ms"> {
  const nothing = { status: 0, headers: [], body: "", bodyBytes: 0 };
  if (outcome.kind === "timeout") return { ...nothing, error: `no answer within ${timeoutMs / 1000} s` };
  if (outcome.kind === "unreachable") return { ...nothing, error: `no connection: ${outcome.reason}` };
  if (outcome.kind === "broken") return { ...nothing, error: `the connection broke: ${outcome.reason}` };
  const { status, headers } = outcome;
  if (outcome.kind === "unreadable") return { ...nothing, status, headers, error: `body cut off: ${outcome.reason}` };
  const { body } = outcome;
  return { status, headers, body: body.toString("utf8", 0, MAX_KEPT_BODY), bodyBytes: body.length };
}

/** Posts once, following redirects as Go's client does; the time limit covers all of it, the body too. */
async function attempt({ url, headers, body, timeoutMs }: Attempt): Promise<Outcome> {
  const deadline = AbortSignal.timeout(timeoutMs);
  if (!HTTP_URL.test(url) || !URL.canParse(url)) return { kind: "unreachable", reason: `"${url}" is no web address` };
  let hop: Hop = { url: new URL(url), method: "POST", headers, body };
  for (let redirects = 0; ; redirects += 1) {
    const { response, outcome } = await send(hop, deadline);
    // A connection was made already, and what follows is part of it to Go.
    if (!response) return outcome.kind === "unreachable" && redirects > 0 ? { ...outcome, kind: "broken" } : outcome;
    const location = locationOf(response);
    if (location === "") return readAnswer(response, deadline);
    response.destroy();
    const next = redirected(hop, response.statusCode ?? 0, location);
    if (!next) return { kind: "broken", reason: `a redirect to "${location}"` };
    if (redirects >= MAX_REDIRECTS) return { kind: "broken", reason: `more than ${MAX_REDIRECTS} redirects` };
    hop = next;
  }
}

type Answered = { response: IncomingMessage; outcome?: undefined } | { response?: undefined; outcome: Outcome };

function send({ url, method, headers, body }: Hop, signal: AbortSignal): Promise<Answered> {
  return new Promise((resolve) => {
    let connected = false;
    const options = { method, headers, signal, agent: false };
    const request: ClientRequest = url.protocol === "https:" ? requestHttps(url, options) : requestHttp(url, options);
    request.on("socket", (socket) => {
      socket.once(url.protocol === "https:" ? "secureConnect" : "connect", () => {
        connected = true;
      });
    });
    request.on("response", (response) => resolve({ response }));
    request.on("error", (error) => {
      if (signal.aborted) return resolve({ outcome: { kind: "timeout" } });
      resolve({ outcome: { kind: connected ? "broken" : "unreachable", reason: messageOf(error) } });
    });
    request.end(body);
  });
}

/** Where a redirect leads; empty for an answer that is none, and for one without a Location, which is an answer. */
function locationOf({ statusCode = 0, headers }: IncomingMessage): string {
  return [301, 302, 303, 307, 308].includes(statusCode) ? (headers.location ?? "") : "";
}

/** 301, 302 and 303 go on as GET without a body, 307 and 308 as they were. Undefined where it leads nowhere. */
function redirected(hop: Hop, status: number, location: string): Hop | undefined {
  const target = resolveReference(hop.url.href, location) ?? "";
  if (!HTTP_URL.test(target) || !URL.canParse(target)) return undefined;
  const url = new URL(target);
  const headers: Record<string, string> = { ...hop.headers, Referer: hop.url.href };
  if (hop.url.protocol === "https:" && url.protocol === "http:") delete headers.Referer;
  if (status >= 307) return { ...hop, url, headers };
  delete headers["Content-Type"];
  delete headers["Content-Length"];
  return { url, method: "GET", headers, body: undefined };
}

async function readAnswer(response: IncomingMessage, deadline: AbortSignal): Promise<Outcome> {
  const status = response.statusCode ?? 0;
  const headers = headersOf(response);
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(Buffer.from(chunk));
    const bytes = Buffer.concat(chunks);
    const isPacked = response.headers["content-encoding"]?.toLowerCase() === "gzip" && bytes.length > 0;
    const body = isPacked ? gunzipSync(bytes) : bytes;
    return { kind: "answer", status, headers, body };
  } catch (error) {
    if (deadline.aborted) return { kind: "unreadable", status, headers, reason: STALLED };
    const message = messageOf(error);
    const cutOff = response.readableAborted || message.includes("unexpected end");
    return { kind: "unreadable", status, headers, reason: cutOff ? "unexpected EOF" : (GO_WORDS[message] ?? message) };
  }
}

/** As they came, repeated ones too. */
function headersOf({ rawHeaders }: IncomingMessage): [string, string][] {
  return rawHeaders.flatMap((name, index): [string, string][] =>
    index % 2 === 0 ? [[name, rawHeaders[index + 1] ?? ""]] : [],
  );
}
