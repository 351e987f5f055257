import type { IncomingMessage, ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import type { FunctionAnswer } from "./functions/sandbox.ts";
import { acceptedEncoding, compress } from "./site/compression.ts";

/** Fast, as a CDN compresses what it sees once. */
const QUALITY = 4;

interface Exchange {
  request: IncomingMessage;
  response: ServerResponse;
  requestId: string;
}

/** Of the connection to the visitor, and not for a function to say: a wrong length would cut or hold up what follows. */
const OF_THE_CONNECTION = new Set(["connection", "keep-alive", "transfer-encoding", "upgrade", "content-length"]);

function setHeaders(response: ServerResponse, answer: FunctionAnswer, requestId: string): void {
  const headers = new Map<string, string[]>();
  for (const [name, value] of answer.headers) {
    const key = name.toLowerCase();
    // What the runtime tells the platform is not for the client.
    if (!key.startsWith("x-nf-") && !OF_THE_CONNECTION.has(key)) headers.set(key, [...(headers.get(key) ?? []), value]);
  }
  response.statusCode = answer.status;
  for (const [name, values] of headers) response.setHeader(name, values.length === 1 ? (values[0] ?? "") : values);
  if (!headers.has("cache-control")) response.setHeader("cache-control", "no-cache");
  response.setHeader("x-nf-request-id", requestId);
}

/** JSON is whole before it is sent, so it can be compressed; anything else may be a stream that somebody waits for. */
async function sendJson(body: Buffer, { request, response }: Exchange): Promise<void> {
  const encoding = acceptedEncoding(String(request.headers["accept-encoding"] ?? ""));
  const encoded = encoding && (await compress(body, encoding, QUALITY));
  response.appendHeader("vary", "Accept-Encoding");
  if (encoded) response.setHeader("content-encoding", encoding);
  response.setHeader("content-length", (encoded ?? body).length);
  response.end(encoded ?? body);
}

/** Sends what a function answered as Netlify's edge does. */
export async function sendAnswer(answer: FunctionAnswer, exchange: Exchange): Promise<void> {
  const { request, response, requestId } = exchange;
  setHeaders(response, answer, requestId);
  if (request.method === "HEAD") {
    answer.body.resume();
    response.end();
    return;
  }
  const isJson = /^application\/json\b/.test(String(response.getHeader("content-type") ?? ""));
  if (isJson && !response.hasHeader("content-encoding")) return sendJson(await buffer(answer.body), exchange);
  await pipeline(answer.body, response);
}
