import type { IncomingMessage, ServerResponse } from "node:http";
import { finished } from "node:stream/promises";
import { refusalOf } from "#netlify/identity/delivery-check.ts";
import { sendAnswer } from "./function-answer.ts";
import { classicEvent, clientContextOf, type IdentityContext } from "./functions/classic-event.ts";
import { eventOfFileName } from "./functions/event-of-file-name.ts";
import { type DeployContext, headersForFunction } from "./functions/platform-headers.ts";
import type { FunctionMatch } from "./functions/routes.ts";
import type { Invocation } from "./functions/sandbox.ts";
import type { FunctionManifest } from "./functions/sandbox-messages.ts";
import type { Functions } from "./functions.ts";
import { answerPlainly } from "./plain-answer.ts";
import { MAX_FUNCTION_BODY, readBody } from "./request-body.ts";
import type { Target } from "./request-target.ts";
import type { SiteIdentity } from "./site-identity.ts";
import { visitorOf } from "./visitor.ts";

/** Netlify's limits for a function that answers at once, and for one that runs in the background. */
const TIMEOUT_MS = 60_000;
const BACKGROUND_TIMEOUT_MS = 15 * 60_000;
const MAX_BACKGROUND_BODY = 256 * 1024;
/** What `Request` of the Fetch standard refuses to be made with. */
const IMPOSSIBLE_METHODS = new Set(["TRACE", "TRACK", "CONNECT"]);

export interface Surroundings {
  functions: Functions;
  identity: SiteIdentity;
  /** `http://localhost:<port>` */
  siteUrl: string;
  /** How the world reaches us, where that is not by `siteUrl` alone. */
  publicUrl?: string | undefined;
  siteId: string;
  context: DeployContext;
  webhookSecret: string;
  /** base64 JSON for NETLIFY_BLOBS_CONTEXT. */
  blobs: string;
  log(line: string): void;
}

export interface Incoming {
  request: IncomingMessage;
  response: ServerResponse;
  target: Target;
  requestId: string;
}

/** A function that is about to be called. */
interface Called {
  fn: FunctionManifest;
  route: string | undefined;
  event: string | undefined;
  body: Buffer;
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** What Netlify's edge makes of the Authorization header: Identity's address, a fresh operator token, good claims. */
function identityContext({ identity, siteUrl }: Surroundings, request: IncomingMessage): IdentityContext {
  const bearer = /^bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
  const user = bearer === undefined ? undefined : identity.claimsOf(bearer);
  return { url: `${siteUrl}/.netlify/identity`, token: identity.operatorToken(), ...(user && { user }) };
}

function scheduledHelp({ name, schedule }: FunctionManifest): string {
  const how = `POST /__dev/functions/${name}`;
  return `${name} runs by its schedule (${schedule}) and has no address. Here no schedule runs it: call it once by ${how}.`;
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

function fail(around: Surroundings, { response, requestId }: Incoming, name: string, error: unknown): void {
  around.log(`${name} failed, request ${requestId}: ${reasonOf(error)}`);
  if (response.headersSent) return void response.destroy();
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  const text = `The function failed. Its log has the reason under request ${requestId}.`;
  answerPlainly(response, 500, text, { "x-nf-request-id": requestId });
}

/** A function of Identity's events runs for deliveries that Identity signed; what else it serves, it serves to anybody. */
function checkDelivery(around: Surroundings, { request }: Incoming, fn: FunctionManifest, body: Buffer) {
  const sent = one(request.headers["x-netlify-event"]);
  const event = fn.events.find((known) => known === sent) ?? eventOfFileName(fn.name);
  if (!event) return { event: undefined, refusal: fn.servesHttp ? undefined : "no event it listens to" };
  const headers = { event: sent, signature: one(request.headers["x-webhook-signature"]) };
  const nowMs = around.identity.clock?.now() ?? Date.now();
  return { event, refusal: refusalOf({ event, headers, body, secret: around.webhookSecret, nowMs }) };
}

/** What the function is called with. A background function knows no Identity: Netlify gives it none. */
function invocationOf(around: Surroundings, incoming: Incoming, called: Called): Invocation {
  const { request, target, requestId } = incoming;
  const { fn, route, event, body } = called;
  const visitor = visitorOf(request, around);
  const identity = fn.background ? undefined : identityContext(around, request);
  const headers = headersForFunction(request.headers, {
    requestId,
    ip: visitor.ip,
    proto: visitor.proto,
    siteId: around.siteId,
    context: around.context,
    identity: fn.kind === "classic" ? undefined : identity,
    event,
  });
  const method = request.method ?? "GET";
  const given = method === "GET" || method === "HEAD" ? Buffer.alloc(0) : body;
  const { path, query } = target;
  const facts = { rawUrl: `${visitor.origin}${path}${query}`, path, headers, blobs: around.blobs };
  const call = { name: fn.name, requestId, timeoutMs: fn.background ? BACKGROUND_TIMEOUT_MS : TIMEOUT_MS };
  if (fn.kind === "classic") {
    const clientContext = identity && clientContextOf(identity, around.siteUrl);
    return { ...call, clientContext, event: classicEvent(request, { ...facts, query, method, body: given }) };
  }
  const isBase64Encoded = given.length > 0;
  const encoded = isBase64Encoded ? given.toString("base64") : undefined;
  return { ...call, event: { ...facts, httpMethod: method, body: encoded, isBase64Encoded, ...(route && { route }) } };
}

/** Answers at once and lets it run. Netlify would call it again after 1 and 2 minutes if it fails; here it fails once. */
async function runInBackground(around: Surroundings, { response, requestId }: Incoming, invocation: Invocation) {
  response.writeHead(202, { "content-length": 0, "cache-control": "no-store", "x-nf-request-id": requestId });
  response.end();
  try {
    const { body } = await around.functions.invoke(invocation);
    await finished(body.resume());
  } catch (error) {
    around.log(`${invocation.name} failed in the background, request ${requestId}: ${reasonOf(error)}`);
  }
}

/** Calls a function with all that the platform adds, and sends its answer. */
export async function callFunction(
  around: Surroundings,
  incoming: Incoming,
  { fn, route }: FunctionMatch,
): Promise<void> {
  const { request, response, requestId } = incoming;
  if (IMPOSSIBLE_METHODS.has(request.method ?? "GET")) return answerPlainly(response, 405, "Method not allowed");
  if (fn.schedule !== undefined) return answerPlainly(response, 403, scheduledHelp(fn));
  const limit = fn.background ? MAX_BACKGROUND_BODY : MAX_FUNCTION_BODY;
  const body = await readBody(request, limit);
  if (!body) {
    const text = `The body is larger than the ${fn.background ? "256 kB a background" : "6 MB a"} function may get.`;
    return answerPlainly(response, 413, text, { connection: "close" });
  }
  const { event, refusal } = checkDelivery(around, incoming, fn, body);
  if (refusal) return answerPlainly(response, 403, `Only Identity calls this function: ${refusal}.`);
  const invocation = invocationOf(around, incoming, { fn, route, event, body });
  if (fn.background) return runInBackground(around, incoming, invocation);
  try {
    await sendAnswer(await around.functions.invoke(invocation), { request, response, requestId });
  } catch (error) {
    fail(around, incoming, fn.name, error);
  }
}
