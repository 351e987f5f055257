import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";

/** Whom a request comes from, and under which of our addresses. */
export interface Visitor {
  /** One of ours, whatever Host says: a deploy answers under its own addresses only. */
  origin: string;
  proto: "http" | "https";
  ip: string;
}

export interface Addresses {
  /** `http://localhost:<port>` */
  siteUrl: string;
  /** Where a tunnel brings visitors from, if there is one. */
  publicUrl?: string | undefined;
}

function lastOf(header: string | string[] | undefined): string {
  return (Array.isArray(header) ? header.join() : (header ?? "")).split(",").at(-1)?.trim() ?? "";
}

/** A tunnel keeps the Host of its visitor, or says in X-Forwarded-Host what it was. */
function comesBy({ headers }: IncomingMessage, { host }: URL): boolean {
  return [headers.host, lastOf(headers["x-forwarded-host"])].some((name) => name?.toLowerCase() === host);
}

/**
 * Reads what a visitor may say of themselves. Of X-Forwarded-For only the last entry counts, which the tunnel wrote; without
 * a tunnel nothing of it does.
 */
export function visitorOf(request: IncomingMessage, { siteUrl, publicUrl }: Addresses): Visitor {
  const { headers, socket } = request;
  const direct = socket.remoteAddress ?? "127.0.0.1";
  const outside = publicUrl === undefined ? undefined : new URL(publicUrl);
  if (outside && comesBy(request, outside)) {
    const said = lastOf(headers["x-forwarded-for"]);
    return {
      origin: outside.origin,
      proto: outside.protocol === "https:" ? "https" : "http",
      ip: isIP(said) ? said : direct,
    };
  }
  const { port } = new URL(siteUrl);
  const host = headers.host?.toLowerCase() ?? "";
  const isOurs = [`localhost:${port}`, `127.0.0.1:${port}`, `[::1]:${port}`].includes(host);
  return { origin: isOurs ? `http://${host}` : siteUrl, proto: "http", ip: direct };
}
