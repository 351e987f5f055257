import type { IncomingMessage } from "node:http";
import type { Visitor } from "../visitor.ts";

/** These concern one connection, not the request. */
const HOP_BY_HOP = new Set([
  "connection",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authorization",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);
/** We say these ourselves; `expect` has been answered by then. */
const OURS = new Set(["host", "expect", "forwarded", "x-real-ip"]);
const OUR_PREFIXES = ["x-forwarded-", "x-nf-"];
/** gotrue-js says here which client it is, for GoTrue's log. */
const CLIENTS_OWN = "x-nf-client";

function pairsOf(raw: readonly string[]): [string, string][] {
  return raw.flatMap((name, index) => (index % 2 ? [] : [[name, raw[index + 1] ?? ""] satisfies [string, string]]));
}

/**
 * Without what concerns one connection: the usual names, and those that `Connection` names. Not the length of the body: if
 * a client could take that away, what it sends as a body would be the next request to whoever is behind us.
 */
function endToEnd(raw: readonly string[]): [string, string][] {
  const pairs = pairsOf(raw);
  const named = pairs.filter(([name]) => name.toLowerCase() === "connection").flatMap(([, value]) => value.split(","));
  const dropped = new Set([...HOP_BY_HOP, ...named.map((name) => name.trim().toLowerCase())]);
  dropped.delete("content-length");
  return pairs.filter(([name]) => !dropped.has(name.toLowerCase()));
}

function isClients(name: string): boolean {
  return name === CLIENTS_OWN || !(OURS.has(name) || OUR_PREFIXES.some((prefix) => name.startsWith(prefix)));
}

/** Lines of one name together under the spelling of the first, as node's client wants them. */
function grouped(pairs: [string, string][]): Record<string, string[]> {
  const lines = new Map<string, { name: string; values: string[] }>();
  for (const [name, value] of pairs) {
    const known = lines.get(name.toLowerCase());
    if (known) known.values.push(value);
    else lines.set(name.toLowerCase(), { name, values: [value] });
  }
  return Object.fromEntries([...lines.values()].map(({ name, values }) => [name, values]));
}

/** Go tells "no body" from "a body of unknown length" by these two. */
function framing({ method, headers }: IncomingMessage): Record<string, string> {
  if (headers["transfer-encoding"] !== undefined) return { "transfer-encoding": "chunked" };
  if (headers["content-length"] !== undefined || method === "GET" || method === "HEAD") return {};
  return { "content-length": "0" };
}

/** The headers of a visitor's request as GoTrue gets them: the client's own lines, then who asks and for which address. */
export function requestHeaders(request: IncomingMessage, visitor: Visitor, host: string) {
  const clients = endToEnd(request.rawHeaders).filter(([name]) => isClients(name.toLowerCase()));
  return {
    ...grouped(clients),
    ...framing(request),
    host,
    "x-forwarded-for": visitor.ip,
    "x-forwarded-host": new URL(visitor.origin).host,
    "x-forwarded-proto": visitor.proto,
  };
}

/** The headers of GoTrue's answer, each line as it came, for `writeHead`. */
export function responseHeaders(answer: IncomingMessage): string[] {
  return endToEnd(answer.rawHeaders).flat();
}
