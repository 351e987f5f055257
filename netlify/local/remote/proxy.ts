import {
  Agent,
  type ClientRequest,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import { request as httpsRequest, Agent as TlsAgent } from "node:https";
import { pipeline } from "node:stream/promises";
import { newRequestId } from "../request-id.ts";
import { parseTarget } from "../request-target.ts";
import { type Addresses, visitorOf } from "../visitor.ts";
import { requestHeaders, responseHeaders } from "./proxy-headers.ts";

/** A sign-up may wait for three tries of 5 s of each hook and for a mail server. */
const SILENCE_MS = 60_000;
/** Shorter than any server or proxy keeps a connection: none is used just as it is closed. */
const IDLE_MS = 4_000;

export interface ProxyOptions {
  /** Without a slash at the end; may have a path. */
  url: string;
  addresses: Addresses;
  log(line: string): void;
  /** How long GoTrue may say nothing, in milliseconds. */
  silenceMs?: number;
}

export interface GotrueProxy {
  /** Resolves when the answer is out or given up; never rejects. */
  handle(request: IncomingMessage, response: ServerResponse, prefix: string): Promise<void>;
  close(): void;
}

class Silence extends Error {}

/** An error of ours, as GoTrue words its own. */
function answerError(response: ServerResponse, status: number, msg: string, errorId?: string): void {
  const body = JSON.stringify({ code: status, msg, ...(errorId !== undefined && { error_id: errorId }) });
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store", vary: "Origin" });
  response.end(body);
}

/** A dot segment could climb out of the path that GoTrue has on its host. */
function climbs(path: string): boolean {
  return path.split(/[/\\]|%2f|%5c/i).some((segment) => /^(?:\.|%2e){1,2}$/i.test(segment));
}

/** Sends the request's body, and hands back GoTrue's answer once its head is here. */
function answerTo(request: IncomingMessage, upstream: ClientRequest): Promise<IncomingMessage> {
  upstream.on("timeout", () => upstream.destroy(new Silence()));
  request.pipe(upstream);
  return new Promise((resolve, reject) => {
    upstream.on("response", resolve);
    upstream.on("error", reject);
    upstream.on("close", () => reject(new Error("the connection was closed without an answer")));
  });
}

async function forward(request: IncomingMessage, response: ServerResponse, upstream: ClientRequest): Promise<void> {
  // Whoever asked is gone, or has the whole answer: either way GoTrue need not go on.
  response.on("close", () => upstream.destroy());
  const answer = await answerTo(request, upstream);
  response.writeHead(answer.statusCode ?? 502, answer.statusMessage, responseHeaders(answer));
  response.flushHeaders();
  await pipeline(answer, response);
}

/** Tells whoever asked that there is no answer, and answers the reason for the log, or undefined where nobody waits for it. */
function giveUp(response: ServerResponse, error: unknown): string | undefined {
  if (response.destroyed) return undefined;
  const errorId = newRequestId();
  const isSilent = error instanceof Silence;
  const why = isSilent ? "it said nothing for too long" : error instanceof Error ? error.message : String(error);
  const reason = `${why} (${errorId})`;
  if (response.headersSent) {
    response.destroy();
    return reason;
  }
  const said = isSilent ? "did not answer in time" : "does not answer";
  const advice = `Try again in a moment; the log of this server has the reason under ${errorId}.`;
  answerError(response, isSilent ? 504 : 502, `The GoTrue behind this site ${said}. ${advice}`, errorId);
  return reason;
}

/** How to ask this GoTrue: over connections that are kept for a while. */
function clientFor({ url, addresses, silenceMs = SILENCE_MS }: ProxyOptions) {
  const { protocol, hostname, port, host } = new URL(url);
  const isSecure = protocol === "https:";
  const agent = new (isSecure ? TlsAgent : Agent)({ keepAlive: true, timeout: IDLE_MS });
  const send = isSecure ? httpsRequest : httpRequest;
  const ask = (request: IncomingMessage, path: string) =>
    send({
      agent,
      hostname: hostname.replace(/^\[|\]$/g, ""),
      port,
      path,
      method: request.method,
      headers: requestHeaders(request, visitorOf(request, addresses), host),
      timeout: silenceMs,
    });
  return { ask, close: () => agent.destroy() };
}

/** Passes requests on to a GoTrue as they are: the raw path and query, every header line, bodies as they come. */
export function openProxy(options: ProxyOptions): GotrueProxy {
  const { url, log } = options;
  const basePath = new URL(url).pathname.replace(/\/$/, "");
  const { ask, close } = clientFor(options);
  return {
    async handle(request, response, prefix) {
      const target = parseTarget(request.url);
      if (!target) return answerError(response, 400, "The request names no path.");
      const path = target.path.slice(prefix.length) || "/";
      if (basePath !== "" && climbs(path)) return answerError(response, 404, "There is no such path.");
      try {
        await forward(request, response, ask(request, basePath + path + target.query));
      } catch (error) {
        const reason = giveUp(response, error);
        if (reason !== undefined) log(`GoTrue at ${url} failed at ${request.method} ${path}: ${reason}`);
      }
    },
    close,
  };
}
