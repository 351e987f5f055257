import type { IncomingMessage } from "node:http";

const LOCAL_HOST = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

function isLocalOrigin(origin: string, host: string): boolean {
  return LOCAL_HOST.test(host) && origin.toLowerCase() === `http://${host.toLowerCase()}`;
}

/** Following a link from elsewhere shows the page to the person only; everything else lets the other site act or read. */
function isPlainVisit({ method, headers }: IncomingMessage): boolean {
  return method === "GET" && headers["sec-fetch-mode"] === "navigate" && headers["sec-fetch-dest"] === "document";
}

/**
 * Why a request may not see `/__dev`, or undefined. It holds passwords and mails, so it answers only to the machine it
 * runs on, reached directly: no foreign name that resolves here, no proxy in between, no page of another origin.
 */
export function refusalOf(request: IncomingMessage): string | undefined {
  const { headers } = request;
  const host = headers.host ?? "";
  if (!LOCAL_HOST.test(host)) return "Host is not localhost, 127.0.0.1 or [::1]";
  const proxied = Object.keys(headers).find((name) => name === "forwarded" || name.startsWith("x-forwarded-"));
  if (proxied !== undefined) return `the request came through a proxy (${proxied})`;
  if (headers.origin !== undefined && !isLocalOrigin(headers.origin, host))
    return "the request came from another origin";
  const site = headers["sec-fetch-site"];
  const foreign = site === "cross-site" || site === "same-site";
  return foreign && !isPlainVisit(request) ? "the request came from another site" : undefined;
}
