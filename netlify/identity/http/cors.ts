import type { Reply } from "./reply.ts";
import type { WireRequest } from "./request.ts";

const METHODS = new Set(["GET", "POST", "PUT", "DELETE", "OPTIONS"]);
const HEADERS = ["accept", "authorization", "content-type", "x-jwt-aud", "x-use-cookie"];
/** gotrue-js sends this one and reads those two; upstream allows neither, so only the `--site` page may. */
const CLIENT_HEADER = "x-nf-client";
const PAGING_HEADERS = "Link, X-Total-Count";

const ANY_ORIGIN: [string, string][] = [["Access-Control-Allow-Origin", "*"]];
const CREDENTIALS: [string, string][] = [["Access-Control-Allow-Credentials", "true"]];

export function isPreflight(request: WireRequest): boolean {
  return request.method === "OPTIONS" && (request.header("Access-Control-Request-Method") ?? "") !== "";
}

/** A preflight is answered before routing: 204, with grants only if all of it is allowed. */
export function preflightReply(request: WireRequest, friendlyOrigin: string | undefined): Reply {
  const vary: [string, string] = ["Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers"];
  return { status: 204, headers: [vary, ...preflightGrants(request, friendlyOrigin)], body: "" };
}

/** Lines for every answer that is no preflight. */
export function corsHeaders(request: WireRequest, friendlyOrigin: string | undefined): [string, string][] {
  const vary: [string, string] = ["Vary", "Origin"];
  const origin = request.header("Origin") ?? "";
  if (origin === "" || !METHODS.has(request.method)) return [vary];
  const exposed: [string, string][] =
    origin === friendlyOrigin ? [["Access-Control-Expose-Headers", PAGING_HEADERS]] : [];
  return [vary, ...ANY_ORIGIN, ...exposed, ...CREDENTIALS];
}

function preflightGrants(request: WireRequest, friendlyOrigin: string | undefined): [string, string][] {
  const origin = request.header("Origin") ?? "";
  const method = request.header("Access-Control-Request-Method") ?? "";
  const asked = request.header("Access-Control-Request-Headers") ?? "";
  const known = origin === friendlyOrigin ? [...HEADERS, CLIENT_HEADER].sort() : HEADERS;
  if (origin === "" || !METHODS.has(method) || !isSortedSubset(asked, known)) return [];
  const headers: [string, string][] = asked === "" ? [] : [["Access-Control-Allow-Headers", asked]];
  return [...ANY_ORIGIN, ["Access-Control-Allow-Methods", method], ...headers, ...CREDENTIALS];
}

/** Browsers send the names in lower case, sorted, each once, with bare commas; rs/cors insists on it. */
function isSortedSubset(list: string, known: string[]): boolean {
  if (list === "") return true;
  let last = -1;
  for (const name of list.split(",")) {
    const position = known.indexOf(name);
    if (position <= last) return false;
    last = position;
  }
  return true;
}
