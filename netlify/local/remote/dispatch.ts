import { GoError } from "#netlify/identity/go/error.ts";
import { decodeStruct, type JsonMap, struct } from "#netlify/identity/go/json-decode.ts";
import { encodeJson, encodeStruct } from "#netlify/identity/go/json-encode.ts";
import { type Delivery, headersOf, withMetadata } from "./delivery.ts";

/** GoTrue waits 5 s, and the way back takes some of it. */
const DEADLINE_MS = 4_500;
/** What GoTrue takes for a yes. */
const GOOD = new Set([200, 202, 204]);
const WebhookResponse = struct("WebhookResponse", { app_metadata: "map", user_metadata: "map" });

export interface Dispatching {
  delivery: Delivery;
  /** Addresses of the functions that listen to the event, in their order. */
  urls: readonly string[];
  /** Keys the signatures under which functions get it. */
  key: string;
  log(line: string): void;
  deadlineMs?: number;
}

/** What GoTrue is told. */
export interface Verdict {
  status: number;
  contentType: string;
  body: Buffer;
}

/** JSON text by key; these take the place of what is stored. */
type Metadata = Partial<Record<"app_metadata" | "user_metadata", string>>;

function inJson(status: number, body: string): Verdict {
  return { status, contentType: "application/json", body: Buffer.from(body) };
}

async function call(url: string, { delivery, key }: Dispatching, signal: AbortSignal): Promise<Verdict> {
  const response = await fetch(url, {
    method: "POST",
    headers: headersOf(delivery, key),
    body: new Uint8Array(delivery.body),
    signal,
  });
  return {
    status: response.status,
    contentType: response.headers.get("content-type") ?? "text/plain",
    body: Buffer.from(await response.arrayBuffer()),
  };
}

function textOf(map: JsonMap | null): string | undefined {
  return map === null ? undefined : encodeJson(map);
}

/** The metadata in an answer, read as GoTrue reads it; undefined where GoTrue could not. */
function metadataIn(body: Buffer): Metadata | undefined {
  if (body.length === 0) return {};
  try {
    const { app_metadata, user_metadata } = decodeStruct(body, WebhookResponse);
    const app = textOf(app_metadata);
    const user = textOf(user_metadata);
    return { ...(app !== undefined && { app_metadata: app }), ...(user !== undefined && { user_metadata: user }) };
  } catch (error) {
    if (error instanceof GoError) return undefined;
    throw error;
  }
}

function merged(metadata: Metadata): Verdict {
  if (Object.keys(metadata).length === 0) return { status: 204, contentType: "", body: Buffer.alloc(0) };
  return inJson(200, encodeStruct(Object.fromEntries(Object.entries(metadata).map(([key, raw]) => [key, { raw }]))));
}

function nameOf(url: string): string {
  return url.slice(url.lastIndexOf("/") + 1);
}

/**
 * Calls the functions of one event one after the other, as GoTrue calls a list of hooks: each gets the metadata that the one
 * before it answered. The first that says no, or answers what GoTrue cannot read, is what GoTrue hears. All together have
 * 4.5 s.
 */
export async function dispatch(dispatching: Dispatching): Promise<Verdict> {
  const { urls, log, deadlineMs = DEADLINE_MS } = dispatching;
  const signal = AbortSignal.timeout(deadlineMs);
  let { delivery } = dispatching;
  let metadata: Metadata = {};
  for (const url of urls) {
    try {
      const answer = await call(url, { ...dispatching, delivery }, signal);
      log(`GoTrue: ${delivery.event} went to ${nameOf(url)}, which answered ${answer.status}`);
      const found = GOOD.has(answer.status) ? metadataIn(answer.body) : undefined;
      if (!found) return answer;
      if (Object.keys(found).length > 0) delivery = withMetadata(delivery, found);
      metadata = { ...metadata, ...found };
    } catch (error) {
      const why = signal.aborted ? `it took longer than ${deadlineMs / 1000} s` : String(error);
      log(`GoTrue: ${delivery.event} failed at ${nameOf(url)}: ${why}`);
      return inJson(signal.aborted ? 504 : 502, JSON.stringify({ error: `${nameOf(url)} gave no answer` }));
    }
  }
  return merged(metadata);
}
