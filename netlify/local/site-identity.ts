import type { IncomingMessage, ServerResponse } from "node:http";
import type { Room } from "./room.ts";

const IDENTITY = "/.netlify/identity";

/** What the front door and the functions need of the site's Identity, wherever it runs. */
export interface SiteIdentity {
  /** node:http listener; `prefix` is stripped from the raw request target first. */
  handle(request: IncomingMessage, response: ServerResponse, prefix: string): void | Promise<void>;
  /** An admin token as Netlify gives a function for one call: HS256 {"exp":…,"sub":"0"}, about two minutes. */
  operatorToken(): string;
  /** Claims of a good bearer JWT (what Netlify's edge hands functions as `user`), else undefined. */
  claimsOf(bearer: string): Record<string, unknown> | undefined;
  /** The time it lives in, in milliseconds; absent: the real one. */
  clock?: { now(): number };
}

/** The Identity at its address on every Netlify site. */
export function identityRoom(identity: SiteIdentity): Room {
  return {
    owns: (path) => path === IDENTITY || path.startsWith(`${IDENTITY}/`),
    handle: (request, response) => identity.handle(request, response, IDENTITY),
  };
}
