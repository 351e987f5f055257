import type { ServerResponse } from "node:http";
import type { Reply } from "../http/reply.ts";

/** Writes an answer's head, which promises all of its body, and half of that; then the connection is gone. */
export function writeHalf(response: ServerResponse, reply: Reply): void {
  const body = Buffer.from(reply.body);
  // Without a body nothing would be missing.
  if (body.length === 0) return void response.destroy();
  response.writeHead(reply.status, [...reply.headers.flat(), "Content-Length", String(body.length)]);
  response.write(body.subarray(0, Math.floor(body.length / 2)), () => response.destroy());
}
