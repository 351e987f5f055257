import { type ClientRequest, type IncomingMessage, request as requestHttp } from "node:http";
import { request as requestHttps } from "node:https";
import { gunzipSync } from "node:zlib";
import { messageOf } from "./http/errors.ts";

/** How one attempt ended. `unreadable` is Go's text for an answer whose body broke off. */
export type Outcome =
  | { kind: "answer"; status: number; body: Buffer }
  | { kind: "unreadable"; status: number; reason: string }
  | { kind: "timeout" }
  | { kind: "unreachable" }
  | { kind: "broken" };

export interface Attempt {
  url: string;
  headers: Record<string, string>;
  body: string;
  timeoutMs: number;
}

interface Hop {
  url: URL;
  method: "GET" | "POST";
  headers: Record<string, string>;
  body: string | undefined;
}

const MAX_REDIRECTS = 9;
const STALLED = "net/http: request canceled (Client.Timeout or context cancellation while reading body)";

/** Posts once, following redirects as Go's client does; the time limit covers all of it, the body too. */
export async function attempt({ url, headers, body, timeoutMs }: Attempt): Promise<Outcome> {
  const deadline = AbortSignal.timeout(timeoutMs);
  let hop: Hop = { url: new URL(url), method: "POST", headers, body };
  for (let redirects = 0; ; redirects += 1) {
    const { response, outcome } = await send(hop, deadline);
    if (!response) return outcome;
    const next = redirected(hop, response);
    if (!next) return readAnswer(response, deadline);
    response.destroy();
    if (redirects >= MAX_REDIRECTS) return { kind: "broken" };
    hop = next;
  }
}

type Sent = { response: IncomingMessage; outcome?: undefined } | { response?: undefined; outcome: Outcome };

function send({ url, method, headers, body }: Hop, signal: AbortSignal): Promise<Sent> {
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
    request.on("error", () => {
      if (signal.aborted) return resolve({ outcome: { kind: "timeout" } });
      resolve({ outcome: { kind: connected ? "broken" : "unreachable" } });
    });
    request.end(body);
  });
}

/** 301, 302 and 303 go on as GET without a body, 307 and 308 as they were; without a Location it is an answer. */
function redirected(hop: Hop, response: IncomingMessage): Hop | undefined {
  const status = response.statusCode ?? 0;
  const { location } = response.headers;
  if (![301, 302, 303, 307, 308].includes(status) || !location) return undefined;
  const url = new URL(location, hop.url);
  const headers: Record<string, string> = { ...hop.headers, Referer: hop.url.href };
  if (hop.url.protocol === "https:" && url.protocol === "http:") delete headers.Referer;
  if (status >= 307) return { ...hop, url, headers };
  delete headers["Content-Type"];
  delete headers["Content-Length"];
  return { url, method: "GET", headers, body: undefined };
}

async function readAnswer(response: IncomingMessage, deadline: AbortSignal): Promise<Outcome> {
  const status = response.statusCode ?? 0;
  try {
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(Buffer.from(chunk));
    const bytes = Buffer.concat(chunks);
    const body = response.headers["content-encoding"] === "gzip" && bytes.length > 0 ? gunzipSync(bytes) : bytes;
    return { kind: "answer", status, body };
  } catch (error) {
    if (deadline.aborted) return { kind: "unreadable", status, reason: STALLED };
    const cutOff = response.readableAborted || messageOf(error).includes("unexpected end");
    return { kind: "unreadable", status, reason: cutOff ? "unexpected EOF" : messageOf(error) };
  }
}
