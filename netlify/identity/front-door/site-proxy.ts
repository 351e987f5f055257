import {
  type ClientRequest,
  request as httpRequest,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type OutgoingHttpHeaders,
  type ServerResponse,
} from "node:http";
import type { Duplex } from "node:stream";

export interface SiteProxyOptions {
  /** What goes on instead of the client's headers; absent: what came. */
  headersFor?(request: IncomingMessage): OutgoingHttpHeaders;
  /** The body, where somebody has read it already. */
  body?: Buffer;
  /** Said with 502 while nobody answers there. */
  absent: string;
}

export interface SiteProxy {
  /** Resolves when the answer is through or the client has gone. */
  handle(request: IncomingMessage, response: ServerResponse, more?: Partial<SiteProxyOptions>): Promise<void>;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** Passes requests on to a server of this machine (`http://localhost:3000`), streams and web sockets included. */
export function openSiteProxy(origin: string, options: SiteProxyOptions): SiteProxy {
  const { hostname, port } = new URL(origin);
  const callUpstream = (request: IncomingMessage, { headersFor }: SiteProxyOptions): ClientRequest => {
    const headers = headersFor?.(request) ?? { ...request.headers };
    return httpRequest({ hostname: bare(hostname), port, path: request.url, method: request.method, headers });
  };

  function handle(request: IncomingMessage, response: ServerResponse, more: Partial<SiteProxyOptions> = {}) {
    return new Promise<void>((resolve) => {
      const call = { ...options, ...more };
      const upstream = callUpstream(request, call);
      upstream.on("response", (answer) => {
        response.writeHead(answer.statusCode ?? 502, withOwnLocation(answer.headers, origin, request));
        // Whoever waits for events must not wait for the first of them to see that the stream is open.
        response.flushHeaders();
        answer.pipe(response);
        answer.on("error", () => response.destroy());
      });
      response.on("close", () => {
        upstream.destroy();
        resolve();
      });
      upstream.on("error", () => {
        if (response.headersSent) return response.destroy();
        response.writeHead(502, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" });
        response.end(`${call.absent}\n`);
      });
      if (call.body) return upstream.end(call.body);
      request.pipe(upstream);
    });
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const upstream = callUpstream(request, options);
    // The client may go before there is an answer; an error that nobody hears would end this process.
    socket.on("error", () => upstream.destroy());
    socket.on("close", () => upstream.destroy());
    upstream.on("upgrade", (answer, other, otherHead) => {
      const lines = answer.rawHeaders.flatMap((name, index, all) => (index % 2 ? [] : [`${name}: ${all[index + 1]}`]));
      socket.write(`HTTP/1.1 101 Switching Protocols\r\n${lines.join("\r\n")}\r\n\r\n`);
      if (otherHead.length > 0) socket.write(otherHead);
      if (head.length > 0) other.write(head);
      // Whichever side goes takes the other along.
      for (const [one, peer] of [
        [socket, other],
        [other, socket],
      ] as const) {
        one.on("error", () => peer.destroy());
        one.on("close", () => peer.destroy());
      }
      other.pipe(socket).pipe(other);
    });
    upstream.on("error", () => socket.destroy());
    upstream.on("response", () => socket.destroy());
    upstream.end();
  }

  return { handle, upgrade };
}

/** node:http takes an IPv6 address without its brackets. */
function bare(hostname: string): string {
  return hostname.replace(/^\[|\]$/g, "");
}

/** A redirect that names the server behind us by its own address would lead past us: it keeps to the address that was asked. */
function withOwnLocation(headers: IncomingHttpHeaders, origin: string, request: IncomingMessage): IncomingHttpHeaders {
  const { location } = headers;
  const host = request.headers.host;
  if (location === undefined || host === undefined || !URL.canParse(location)) return headers;
  const { port } = new URL(origin);
  const target = new URL(location);
  const isBehindUs = target.port === port && /^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(target.hostname);
  if (!isBehindUs || target.protocol !== "http:") return headers;
  return { ...headers, location: `http://${host}${target.pathname}${target.search}${target.hash}` };
}
