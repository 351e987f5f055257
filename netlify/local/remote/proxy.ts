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

/** Passes requests on to a GoTrue as they are: the raw path and query, every header line, bodies as they come. */
export function openProxy({ url, addresses, log, silenceMs = SILENCE_MS }: ProxyOptions): GotrueProxy {
  const { protocol, hostname, port, host, pathname } = new URL(url);
  const basePath = pathname.replace(/\/$/, "");
  const isSecure = protocol === "https:";
  const agent = new (isSecure ? TlsAgent : Agent)({ keepAlive: true, timeout: IDLE_MS });
  const send = isSecure ? httpsRequest : httpRequest;

  function ask(request: IncomingMessage, path: string): ClientRequest {
    return send({
      agent,
      hostname: hostname.replace(/^\[|\]$/g, ""),
      port,
      path: basePath + path,
      method: request.method,
      headers: requestHeaders(request, visitorOf(request, addresses), host),
      timeout: silenceMs,
    });
  }

  async function forward(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const upstream = ask(request, path);
    upstream.on("timeout", () => upstream.destroy(new Silence()));
    // Whoever asked is gone, or has the whole answer: either way GoTrue need not go on.
    response.on("close", () => upstream.destroy());
    const answered = new Promise<IncomingMessage>((resolve, reject) => {
      upstream.on("response", resolve);
      upstream.on("error", reject);
      upstream.on("close", () => reject(new Error("the connection was closed without an answer")));
    });
    request.pipe(upstream);
    const answer = await answered;
    response.writeHead(answer.statusCode ?? 502, answer.statusMessage, responseHeaders(answer));
    response.flushHeaders();
    await pipeline(answer, response);
  }

  function giveUp(response: ServerResponse, error: unknown, what: string): void {
    if (response.destroyed) return;
    const errorId = newRequestId();
    const isSilent = error instanceof Silence;
    const why = isSilent ? `it said nothing for ${silenceMs / 1000} s` : error instanceof Error ? error.message : error;
    log(`GoTrue at ${url} failed at ${what}: ${why} (${errorId})`);
    if (response.headersSent) return void response.destroy();
    const said = isSilent ? "did not answer in time" : "does not answer";
    answerError(
      response,
      isSilent ? 504 : 502,
      `The GoTrue behind this site ${said}. Try again in a moment; the log of this server has the reason under ${errorId}.`,
      errorId,
    );
  }

  return {
    async handle(request, response, prefix) {
      const target = parseTarget(request.url);
      if (!target) return answerError(response, 400, "The request names no path.");
      const path = target.path.slice(prefix.length) || "/";
      if (basePath !== "" && climbs(path)) return answerError(response, 404, "There is no such path.");
      try {
        await forward(request, response, path + target.query);
      } catch (error) {
        giveUp(response, error, `${request.method} ${path}`);
      }
    },
    close: () => agent.destroy(),
  };
}
