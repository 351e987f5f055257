import type { IncomingMessage, ServerResponse } from "node:http";
import { sendAnswer } from "./function-answer.ts";
import { eventOfFileName, refusalOf } from "./functions/event-guard.ts";
import { type DeployContext, headersForFunction } from "./functions/platform-headers.ts";
import type { FunctionMatch } from "./functions/routes.ts";
import type { FunctionManifest } from "./functions/sandbox-messages.ts";
import type { Functions } from "./functions.ts";
import { answerPlainly } from "./plain-answer.ts";
import { MAX_FUNCTION_BODY, readBody } from "./request-body.ts";
import type { Target } from "./request-target.ts";
import type { SiteIdentity } from "./site-identity.ts";
import { visitorOf } from "./visitor.ts";

/** Netlify's limit for a function that answers at once. */
const TIMEOUT_MS = 60_000;
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

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

/** What Netlify's edge makes of the Authorization header: Identity's address, a fresh operator token, good claims. */
function identityContext({ identity, siteUrl }: Surroundings, request: IncomingMessage) {
  const bearer = /^bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
  const user = bearer === undefined ? undefined : identity.claimsOf(bearer);
  return { url: `${siteUrl}/.netlify/identity`, token: identity.operatorToken(), ...(user && { user }) };
}

function fail(around: Surroundings, { response, requestId }: Incoming, name: string, error: Error): void {
  around.log(`${name} failed, request ${requestId}: ${error.stack ?? error.message}`);
  if (response.headersSent) return void response.destroy();
  for (const name of response.getHeaderNames()) response.removeHeader(name);
  const text = `The function failed. Its log has the reason under request ${requestId}.`;
  answerPlainly(response, 500, text, { "x-nf-request-id": requestId });
}

/** A function of Identity's events runs for deliveries that Identity signed; what else it serves, it serves to anybody. */
function checkDelivery(around: Surroundings, { request }: Incoming, fn: FunctionManifest, body: Buffer) {
  const sent = one(request.headers["x-netlify-event"]);
  const event = eventOfFileName(fn.name) ?? fn.events.find((known) => known === sent);
  if (!event) return { event: undefined, refusal: fn.servesHttp ? undefined : "no event it listens to" };
  const headers = { event: sent, signature: one(request.headers["x-webhook-signature"]) };
  const nowMs = around.identity.clock?.now() ?? Date.now();
  return { event, refusal: refusalOf({ event, headers, body, secret: around.webhookSecret, nowMs }) };
}

/** Calls a function in Netlify's runtime with all that the platform adds, and sends its answer. */
export async function callFunction(
  around: Surroundings,
  incoming: Incoming,
  { fn, route }: FunctionMatch,
): Promise<void> {
  const { request, response, target, requestId } = incoming;
  const method = request.method ?? "GET";
  if (IMPOSSIBLE_METHODS.has(method)) return answerPlainly(response, 405, "Method not allowed");
  const body = await readBody(request, MAX_FUNCTION_BODY);
  if (!body) {
    return answerPlainly(response, 413, "The body is larger than the 6 MB a function may get.", {
      connection: "close",
    });
  }
  const delivery = checkDelivery(around, incoming, fn, body);
  if (delivery.refusal) return answerPlainly(response, 403, `Only Identity calls this function: ${delivery.refusal}.`);
  const visitor = visitorOf(request, around);
  const headers = headersForFunction(request.headers, {
    requestId,
    ip: visitor.ip,
    proto: visitor.proto,
    siteId: around.siteId,
    context: around.context,
    identity: identityContext(around, request),
    event: delivery.event,
  });
  const carriesBody = method !== "GET" && method !== "HEAD" && body.length > 0;
  try {
    const answer = await around.functions.invoke({
      name: fn.name,
      requestId,
      timeoutMs: TIMEOUT_MS,
      event: {
        rawUrl: `${visitor.origin}${target.path}${target.query}`,
        path: target.path,
        httpMethod: method,
        headers,
        body: carriesBody ? body.toString("base64") : undefined,
        isBase64Encoded: carriesBody,
        blobs: around.blobs,
        ...(route && { route }),
      },
    });
    await sendAnswer(answer, { request, response, requestId });
  } catch (error) {
    fail(around, incoming, fn.name, error instanceof Error ? error : new Error(String(error)));
  }
}
