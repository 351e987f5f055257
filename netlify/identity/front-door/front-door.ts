import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Duplex } from "node:stream";
import type { HookEvent } from "../deliveries.ts";
import { refusalOf } from "../delivery-check.ts";
import type { Hooks } from "../hooks.ts";
import type { Identity } from "../server.ts";
import { headersForSite, type IdentityInfo } from "./request-headers.ts";
import { eventOfFileName, type SiteFunction } from "./site-functions.ts";
import { openSiteProxy } from "./site-proxy.ts";

const IDENTITY = "/.netlify/identity";
/** As netlify dev matches them, the builders' address included: it runs any function. */
const FUNCTION = /^\/.netlify\/(?:functions|builders)\/([^/]+)/;
const MAX_DELIVERY_BYTES = 6 * 1024 * 1024;

export interface FrontDoorOptions {
  identity: Identity;
  /** Answers `/__dev`. */
  console: { owns(target: string | undefined): boolean; handle: RequestListener };
  /** Where `netlify dev` runs, `http://localhost:8889`. */
  netlifyDev: string;
  /** Of this door, `http://localhost:8888`. Not taken from a request's Host, for functions send the admin token there. */
  url: string;
  functions(): readonly SiteFunction[];
}

export interface FrontDoor {
  handle: RequestListener;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
}

/** Identity's hooks for the functions of a site that is served at `url`, by event. */
export function hooksFor(functions: readonly SiteFunction[], url: string): Hooks {
  const hooks: Hooks = {};
  for (const { name, events } of functions) {
    for (const event of events) hooks[event] = [...(hooks[event] ?? []), `${url}/.netlify/functions/${name}`];
  }
  return hooks;
}

/**
 * One address for a site that `netlify dev` serves: `/.netlify/identity` is the local Identity, everything else goes to
 * `netlify dev` with what Netlify's edge tells functions about Identity and about whoever calls.
 */
export function openFrontDoor(options: FrontDoorOptions): FrontDoor {
  const { identity, console: devConsole, netlifyDev } = options;
  const proxy = openSiteProxy(netlifyDev, {
    absent: `netlify dev does not answer at ${netlifyDev}. Start it there, or name another address with --netlify-dev.`,
    headersFor: (request) => headersForSite(request.headers, { identity: infoFor(options, request) }),
  });

  async function deliver(request: IncomingMessage, response: ServerResponse, event: HookEvent): Promise<void> {
    const body = await readBody(request);
    const { headers } = request;
    const refusal = refusalOf({
      event: `identity_${event}`,
      headers: { event: one(headers["x-netlify-event"]), signature: one(headers["x-webhook-signature"]) },
      body,
      secret: identity.settings.jwt.secret,
      nowMs: identity.clock.now(),
    });
    if (refusal !== undefined)
      return answerPlainly(response, 403, `Only Identity calls this function, and ${refusal}.`);
    const telling = { identity: infoFor(options, request), event: `identity_${event}` };
    return proxy.handle(request, response, { body, headersFor: () => headersForSite(headers, telling) });
  }

  return {
    handle(request, response) {
      const path = pathOf(request.url);
      if (path === undefined) return answerPlainly(response, 400, "The request names no path.");
      if (path === IDENTITY || path.startsWith(`${IDENTITY}/`)) return identity.handle(request, response, IDENTITY);
      if (devConsole.owns(request.url)) return devConsole.handle(request, response);
      const event = eventAsked(options, path, request);
      if (event === undefined) return void proxy.handle(request, response);
      deliver(request, response, event).catch((error: unknown) => {
        if (error instanceof TooLarge) return answerPlainly(response, 413, "A function gets 6 MB at most.");
        response.destroy();
      });
    },
    upgrade: proxy.upgrade,
  };
}

class TooLarge extends Error {}

/** The event a request must be a delivery of: always for a function named after one, for a typed one when it says so. */
function eventAsked({ functions }: FrontDoorOptions, path: string, request: IncomingMessage): HookEvent | undefined {
  const name = FUNCTION.exec(path)?.[1];
  if (name === undefined) return undefined;
  const sent = one(request.headers["x-netlify-event"]);
  const events = functions().find((known) => known.name === name)?.events ?? [];
  return eventOfFileName(name) ?? events.find((event) => sent === `identity_${event}`);
}

/** What the edge tells the function: a fresh operator token, and the claims of a good bearer. Background functions: nothing. */
function infoFor({ identity, functions, url }: FrontDoorOptions, request: IncomingMessage): IdentityInfo | undefined {
  const name = FUNCTION.exec(pathOf(request.url) ?? "")?.[1];
  const known = functions().find((each) => each.name === name);
  if (known?.isBackground || name?.endsWith("-background")) return undefined;
  const bearer = /^bearer (.+)$/i.exec(request.headers.authorization ?? "")?.[1];
  const user = bearer === undefined ? undefined : identity.claimsOf(bearer);
  return { url: `${url}${IDENTITY}`, token: identity.operatorToken(), ...(user && { user }) };
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    chunks.push(Buffer.from(chunk));
    size += chunk.length;
    if (size > MAX_DELIVERY_BYTES) throw new TooLarge();
  }
  return Buffer.concat(chunks);
}

/** The path as netlify dev will see it, dots resolved. */
function pathOf(target: string | undefined): string | undefined {
  if (!target?.startsWith("/")) return undefined;
  return URL.canParse(`http://localhost${target}`) ? new URL(`http://localhost${target}`).pathname : undefined;
}

function one(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? value[0] : value;
}

function answerPlainly(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" });
  response.end(`${text}\n`);
}
