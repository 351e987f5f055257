import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import { answerPlainly } from "./plain-answer.ts";

/** Passes pages on to a running `next dev`, its web socket for hot reload included. */
export function openSiteProxy(origin: string) {
  const { hostname, port } = new URL(origin);
  const target = (request: IncomingMessage) => ({
    hostname,
    port,
    path: request.url,
    method: request.method,
    headers: { ...request.headers },
  });

  function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    return new Promise((resolve) => {
      const upstream = httpRequest(target(request), (answer) => {
        response.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(response);
      });
      response.on("close", () => {
        upstream.destroy();
        resolve();
      });
      upstream.on("error", () => {
        if (response.headersSent) return response.destroy();
        return answerPlainly(response, 502, "The page server (next dev) does not answer yet. Reload in a moment.");
      });
      request.pipe(upstream);
    });
  }

  function upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const upstream = httpRequest(target(request));
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
