import type { IncomingMessage, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { SiteProxy } from "#netlify/identity/front-door/site-proxy.ts";
import type { Blobs } from "./blobs.ts";
import { callFunction, type Surroundings } from "./function-call.ts";
import { answerPlainly } from "./plain-answer.ts";
import { newRequestId } from "./request-id.ts";
import { requestLine } from "./request-log.ts";
import { parseTarget, type Target } from "./request-target.ts";
import type { Room } from "./room.ts";
import type { Site } from "./site.ts";

export interface FrontDoorParts {
  around: Surroundings;
  /** Asked in this order, before Blobs and functions. */
  rooms: readonly Room[];
  blobs: Blobs;
  site: Site | undefined;
  siteProxy: SiteProxy | undefined;
}

export interface FrontDoor {
  handle(request: IncomingMessage, response: ServerResponse): void;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** Pages and their files are many and tell nothing. */
function isWorthALine(path: string, status: number): boolean {
  return status >= 500 || path.startsWith("/.netlify/") || /\/api\//.test(path);
}

/** One door for everything that Netlify serves from one address: the rooms (Identity, `/__dev`), Blobs, functions, the site. */
export function openFrontDoor(parts: FrontDoorParts): FrontDoor {
  const { around, rooms, blobs, site, siteProxy } = parts;

  async function answer(request: IncomingMessage, response: ServerResponse, target: Target, requestId: string) {
    const { path } = target;
    const room = rooms.find(({ owns }) => owns(path));
    if (room) return room.handle(request, response, target);
    if (blobs.owns(path)) return blobs.handle(request, response, target);
    const match = around.functions.match(request.method ?? "GET", path);
    if (match === "method-not-allowed") return answerPlainly(response, 405, "Method not allowed");
    if (match) return callFunction(around, { request, response, target, requestId }, match);
    if (path.startsWith("/.netlify/")) return answerPlainly(response, 404, "There is no such function.");
    if (siteProxy) return siteProxy.handle(request, response);
    if (site) return site.handle(request, response, path);
    answerPlainly(response, 404, "Not found");
  }

  function handle(request: IncomingMessage, response: ServerResponse) {
    const begun = performance.now();
    const requestId = newRequestId();
    const target = parseTarget(request.url);
    if (!target) return answerPlainly(response, 400, "The request names no path.");
    const { path } = target;
    response.on("close", () => {
      const status = response.statusCode;
      const ms = performance.now() - begun;
      const line = { method: request.method ?? "?", path, status, ms, requestId };
      if (isWorthALine(path, status) && !blobs.owns(path)) around.log(requestLine(line));
    });
    answer(request, response, target, requestId).catch((error: unknown) => {
      around.log(`Request ${requestId} failed: ${error instanceof Error ? error.stack : String(error)}`);
      if (response.headersSent) return response.destroy();
      answerPlainly(response, 500, `Something failed here. The log has it under request ${requestId}.`);
    });
  }

  return {
    handle,
    upgrade(request, socket, head) {
      if (siteProxy) return siteProxy.upgrade(request, socket, head);
      socket.destroy();
    },
  };
}
