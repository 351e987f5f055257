import type { IncomingMessage } from "node:http";

const LOCAL_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d{1,5})?$/i;
const PROXY_HEADER = /^(?:forwarded|via|x-real-ip|x-forwarded(?:-.*)?)$/;

/**
 * Why a request may not see `/__dev`, or undefined. Whoever reads the mails here can be anybody, so it answers only to the
 * machine it runs on, reached directly: no foreign name that resolves here, no proxy in between, no page of another origin.
 */
export function refusalOf(request: IncomingMessage): string | undefined {
  if (!request.url?.startsWith("/")) return "the request was made as to a proxy";
  const host = onlyOne(request, "host");
  if (host === undefined || !LOCAL_HOST.test(host)) return "Host is not localhost, 127.0.0.1 or [::1]";
  const proxy = Object.keys(request.headers).find((name) => PROXY_HEADER.test(name));
  if (proxy !== undefined) return `the request came through a proxy (${proxy})`;
  return isRead(request) ? refusalToRead(request, host) : refusalToChange(request, host);
}

/** A link from elsewhere may show a page to the person who followed it; anything else would let the other page read. */
function refusalToRead(request: IncomingMessage, host: string): string | undefined {
  if (isForeignOrigin(request, host)) return "the request came from another origin";
  const site = request.headers["sec-fetch-site"];
  if (site === undefined || site === "same-origin" || site === "none") return undefined;
  return isPlainVisit(request) ? undefined : "the request came from another site";
}

/** Only a form of these pages acts, or a program that is no browser. */
function refusalToChange(request: IncomingMessage, host: string): string | undefined {
  if (isForeignOrigin(request, host)) return "the request came from another origin";
  const { "sec-fetch-site": site = "same-origin", referer = `http://${host}/` } = request.headers;
  if (site !== "same-origin") return "the request came from another site";
  return isLocalOrigin(originOf(referer), host) ? undefined : "the request came from another page";
}

function isRead({ method }: IncomingMessage): boolean {
  return method === "GET" || method === "HEAD";
}

function isPlainVisit({ headers }: IncomingMessage): boolean {
  return headers["sec-fetch-mode"] === "navigate" && headers["sec-fetch-dest"] === "document";
}

function isForeignOrigin(request: IncomingMessage, host: string): boolean {
  if (request.headers.origin === undefined) return false;
  const origin = onlyOne(request, "origin");
  return origin === undefined || !isLocalOrigin(origin, host);
}

function isLocalOrigin(origin: string | undefined, host: string): boolean {
  return origin?.toLowerCase() === `http://${host.toLowerCase()}`.replace(/:80$/, "");
}

function originOf(address: string): string | undefined {
  return URL.canParse(address) ? new URL(address).origin : undefined;
}

/** node keeps the first of several Host lines; another reader on the way may have believed the second. */
function onlyOne({ rawHeaders }: IncomingMessage, name: string): string | undefined {
  const values = rawHeaders.filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === name);
  return values.length === 1 ? values[0] : undefined;
}
