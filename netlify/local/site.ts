import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { answerPlainly } from "./plain-answer.ts";
import { acceptedEncoding, compress, type Encoding } from "./site/compression.ts";
import { contentTypeOf, isCompressible } from "./site/content-type.ts";
import { parseHeadersFile } from "./site/headers-file.ts";

export interface Site {
  handle(request: IncomingMessage, response: ServerResponse, path: string): Promise<void>;
}

interface Page {
  body: Buffer;
  contentType: string;
  etag: string;
  encoded: Map<Encoding, Buffer | undefined>;
}

/** Read by Netlify, not published. */
const NOT_PUBLISHED = new Set(["_headers", "_redirects"]);

/** The addresses of a file, with Netlify's pretty URLs: `users.html` is also `/users`, `index.html` its folder. */
function addressesOf(file: string): string[] {
  const address = `/${file}`;
  if (!file.endsWith(".html")) return [address];
  const pretty = address.slice(0, -".html".length);
  if (file !== "index.html" && !file.endsWith("/index.html")) return [address, pretty];
  return [address, pretty, pretty.slice(0, -"/index".length) || "/"];
}

/** Every published address: what is not in here does not exist, so no path can lead out of the folder. */
function indexOf(directory: string): Map<string, string> {
  const index = new Map<string, string>();
  if (!existsSync(directory)) throw new Error(`There is no built site in ${directory}. Run "npm run build" first.`);
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    const file = join(entry.parentPath, entry.name)
      .slice(directory.length + 1)
      .replaceAll("\\", "/");
    const hidden = file.split("/").some((part) => part.startsWith("."));
    if (!entry.isFile() || hidden || NOT_PUBLISHED.has(file)) continue;
    for (const address of addressesOf(file)) index.set(address, join(directory, file));
  }
  return index;
}

function decodedPath(path: string): string | undefined {
  try {
    return decodeURIComponent(path);
  } catch {
    return undefined;
  }
}

function readHeaders(directory: string): string {
  try {
    return readFileSync(join(directory, "_headers"), "utf8");
  } catch {
    return "";
  }
}

function load(file: string): Page {
  const body = readFileSync(file);
  const etag = `"${createHash("sha256").update(body).digest("hex").slice(0, 32)}"`;
  return { body, contentType: contentTypeOf(file), etag, encoded: new Map() };
}

async function encodedBody(page: Page, encoding: Encoding | undefined): Promise<Buffer | undefined> {
  if (!encoding || !isCompressible(page.contentType)) return undefined;
  if (!page.encoded.has(encoding)) page.encoded.set(encoding, await compress(page.body, encoding));
  return page.encoded.get(encoding);
}

/** The built site as Netlify's CDN serves it: pretty URLs, `_headers`, `404.html`, entity tags, compression. */
export function openSite(directory: string): Site {
  const index = indexOf(directory);
  const headersFor = parseHeadersFile(readHeaders(directory));
  const pages = new Map<string, Page>();

  function pageAt(address: string): Page | undefined {
    const file = index.get(address) ?? index.get(address.replace(/(.)\/$/, "$1"));
    if (file === undefined) return undefined;
    const page = pages.get(file) ?? load(file);
    pages.set(file, page);
    return page;
  }

  async function send(request: IncomingMessage, response: ServerResponse, status: number, page: Page): Promise<void> {
    const encoding = acceptedEncoding(String(request.headers["accept-encoding"] ?? ""));
    const encoded = await encodedBody(page, encoding);
    const etag = encoded ? page.etag.replace(/"$/, `-${encoding}"`) : page.etag;
    response.setHeader("etag", etag);
    response.setHeader("vary", "Accept-Encoding");
    if (status === 200 && request.headers["if-none-match"]?.split(/\s*,\s*/).includes(etag)) {
      response.writeHead(304).end();
      return;
    }
    const body = encoded ?? page.body;
    if (encoded) response.setHeader("content-encoding", encoding ?? "");
    response.writeHead(status, { "content-type": page.contentType, "content-length": body.length });
    response.end(request.method === "HEAD" ? undefined : body);
  }

  return {
    async handle(request, response, path) {
      if (request.method !== "GET" && request.method !== "HEAD") {
        return answerPlainly(response, 405, "Pages are only read.", { allow: "GET, HEAD" });
      }
      const address = decodedPath(path);
      const page = address === undefined ? undefined : pageAt(address);
      response.setHeader("cache-control", "public,max-age=0,must-revalidate");
      for (const [name, value] of Object.entries(headersFor(path))) response.setHeader(name, value);
      if (page) return send(request, response, 200, page);
      const missing = pageAt("/404.html");
      if (missing) return send(request, response, 404, missing);
      answerPlainly(response, 404, "Not found");
    },
  };
}
