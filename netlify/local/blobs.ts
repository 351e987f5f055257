import type { IncomingMessage, ServerResponse } from "node:http";
import { sameSecret } from "#netlify/identity/same-secret.ts";
import type { SnapshotPart } from "#netlify/identity/snapshots/bundle.ts";
import { readImage } from "./blobs/blob-file.ts";
import { type BlobStore, type Entry, openBlobStore } from "./blobs/blob-store.ts";
import { listPage } from "./blobs/list-page.ts";
import { readBody } from "./request-body.ts";
import type { Target } from "./request-target.ts";

const METADATA = "x-amz-meta-user";
const MAX_KEY_BYTES = 600;
const MAX_BLOB_BYTES = 64 * 1024 * 1024;

export interface Blobs {
  /** True when the address is one of the Blobs server's; then `handle` answers it. */
  owns(path: string): boolean;
  handle(request: IncomingMessage, response: ServerResponse, target: Target): Promise<void>;
  /** base64 JSON as Netlify's runtime gets it with every call, to make NETLIFY_BLOBS_CONTEXT of. */
  contextFor(port: number): string;
  /** Eventual reads may be this old from now on; 0 makes them strong. */
  lagBy(ms: number): void;
  clear(): void;
  /** Everything kept, as a part of a snapshot. */
  part: SnapshotPart;
  close(): void;
}

export interface BlobsOptions {
  siteId: string;
  token: string;
  /** The file that keeps everything; absent: memory. */
  path?: string;
  now?: () => number;
}

interface Place {
  store: string | undefined;
  key: string | undefined;
}

interface Reading {
  entry: Entry;
  data: Buffer;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    // The client sends a key as it is, so a lone "%" is one.
    return part;
  }
}

function send(
  response: ServerResponse,
  status: number,
  headers: Record<string, string> = {},
  body?: string | Buffer,
): void {
  response.writeHead(status, { "cache-control": "no-store", ...headers });
  response.end(body);
}

function sendJson(response: ServerResponse, value: unknown): void {
  send(response, 200, { "content-type": "application/json" }, JSON.stringify(value));
}

function headersOf({ etag, metadata, contentType, size }: Entry): Record<string, string> {
  return {
    etag,
    "content-length": String(size),
    "content-type": contentType ?? "application/octet-stream",
    ...(metadata && { [METADATA]: metadata }),
  };
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/**
 * Netlify Blobs as its client speaks to it: `/<site>/<store>/<key>`, with `region:<name>/` before it for deploy stores.
 * The client cannot add a prefix to the path, so the site's id is the prefix. Strong reads go to 127.0.0.1 and eventual
 * ones to localhost: the only thing in which the two addresses of the client may differ on one port.
 */
export function openBlobs({ siteId, token, path, now = Date.now }: BlobsOptions): Blobs {
  const store: BlobStore = openBlobStore(path, now);
  const address = new RegExp(`^/(?:region:[\\w-]+/)?${siteId}(?:/([^/]*)(?:/(.*))?)?$`);
  const cached = new Map<string, { at: number; reading: Reading | undefined }>();
  let lagMs = 0;

  function placeOf(path: string): Place | undefined {
    const match = address.exec(path);
    if (!match) return undefined;
    return { store: match[1] ? decoded(match[1]) : undefined, key: match[2] ? decoded(match[2]) : undefined };
  }

  function readStrong(name: string, key: string): Reading | undefined {
    const entry = store.get(name, key);
    return entry && { entry, data: store.data(entry) };
  }

  function read(request: IncomingMessage, name: string, key: string): Reading | undefined {
    const eventual = lagMs > 0 && request.headers.host?.startsWith("localhost");
    if (!eventual) return readStrong(name, key);
    const id = JSON.stringify([name, key]);
    const kept = cached.get(id);
    if (kept && now() - kept.at < lagMs) return kept.reading;
    const reading = readStrong(name, key);
    cached.set(id, { at: now(), reading });
    return reading;
  }

  function get(request: IncomingMessage, response: ServerResponse, name: string, key: string) {
    const reading = read(request, name, key);
    if (!reading) return send(response, 404);
    const { entry, data } = reading;
    const headers = headersOf(entry);
    if (header(request, "if-none-match") === entry.etag)
      return send(response, 304, { ...headers, "content-length": "0" });
    send(response, 200, headers, request.method === "HEAD" ? undefined : data);
  }

  async function put(request: IncomingMessage, response: ServerResponse, name: string, key: string): Promise<void> {
    if (Buffer.byteLength(key) > MAX_KEY_BYTES) return send(response, 400);
    const data = await readBody(request, MAX_BLOB_BYTES);
    if (!data) return send(response, 413, { connection: "close" });
    const etag = store.set(name, key, {
      data,
      metadata: header(request, METADATA),
      contentType: header(request, "content-type"),
      onlyIfNew: header(request, "if-none-match") === "*",
      onlyIfMatch: header(request, "if-match"),
    });
    if (etag === undefined) return send(response, 412);
    send(response, 200, { etag });
  }

  function onStore(request: IncomingMessage, response: ServerResponse, name: string, query: URLSearchParams) {
    if (request.method === "DELETE") {
      return sendJson(response, { blobs_deleted: store.deleteAll(name), has_more: false });
    }
    if (request.method !== "GET") return send(response, 405);
    const prefix = query.get("prefix") ?? "";
    const cursor = query.get("cursor") ?? undefined;
    sendJson(response, listPage(store, name, { prefix, cursor, directories: query.get("directories") === "true" }));
  }

  async function onKey(request: IncomingMessage, response: ServerResponse, name: string, key: string): Promise<void> {
    if (request.method === "GET" || request.method === "HEAD") return get(request, response, name, key);
    if (request.method === "PUT") return put(request, response, name, key);
    if (request.method !== "DELETE") return send(response, 405);
    store.delete(name, key);
    send(response, 204);
  }

  return {
    owns: (path) => address.test(path),
    async handle(request, response, target) {
      const bearer = /^bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1] ?? "";
      const place = placeOf(target.path);
      if (!place || !sameSecret(bearer, token)) return send(response, 403);
      const query = new URLSearchParams(target.query);
      const { store: name, key } = place;
      if (name !== undefined && key !== undefined) return onKey(request, response, name, key);
      if (name !== undefined) return onStore(request, response, name, query);
      const prefix = query.get("prefix") ?? "";
      sendJson(response, { stores: store.stores().filter((known) => known.startsWith(prefix)) });
    },
    contextFor(port) {
      const url = `http://localhost:${port}`;
      const context = { url, url_uncached: `http://127.0.0.1:${port}`, token, primary_region: "us-east-2" };
      return Buffer.from(JSON.stringify(context)).toString("base64");
    },
    lagBy(ms) {
      lagMs = ms;
      cached.clear();
    },
    clear() {
      cached.clear();
      for (const name of store.stores()) store.deleteAll(name);
    },
    part: {
      name: "blobs",
      image: store.image,
      check: (image) => void readImage(image),
      restore(image) {
        cached.clear();
        store.restore(image);
      },
    },
    close: () => store.close(),
  };
}
