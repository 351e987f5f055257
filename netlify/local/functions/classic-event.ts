import type { IncomingMessage } from "node:http";
import type { ClassicEvent, ClientContext } from "./sandbox-messages.ts";

/** Netlify's list: these and `text/*` reach a classic handler as text, everything else as base64. */
const TEXT_TYPES = [
  /^text\//,
  /^application\/(?:json|xml|javascript|csp-report|graphql|x-www-form-urlencoded|x-ndjson)$/,
  /^application\/[^;]*\+(?:json|xml)$/,
];

interface EventFacts {
  rawUrl: string;
  path: string;
  /** With its "?", or empty. */
  query: string;
  method: string;
  /** As the function is to see them, the platform's own included. */
  headers: Record<string, string>;
  body: Buffer;
  blobs: string;
}

export interface IdentityContext {
  url: string;
  token: string;
  user?: Record<string, unknown>;
}

function isText(contentType: string | undefined): boolean {
  const type = contentType?.split(";", 1)[0]?.trim().toLowerCase() ?? "";
  return TEXT_TYPES.some((pattern) => pattern.test(type));
}

/** A header of the client's keeps its several lines; one that the platform wrote has one. */
function allLines(headers: Record<string, string>, { headersDistinct }: IncomingMessage): Record<string, string[]> {
  const lines = Object.entries(headers).map(([name, value]) => {
    const sent = headersDistinct[name] ?? [];
    return [name, sent.join(", ") === value ? sent : [value]];
  });
  return Object.fromEntries(lines);
}

function parametersOf(query: string): Record<string, string[]> {
  const parameters = new Map<string, string[]>();
  for (const [name, value] of new URLSearchParams(query)) {
    parameters.set(name, [...(parameters.get(name) ?? []), value]);
  }
  return Object.fromEntries(parameters);
}

/** A request as a classic handler gets it: `event` of AWS Lambda in Netlify's spelling. */
export function classicEvent(request: IncomingMessage, facts: EventFacts): ClassicEvent {
  const { rawUrl, path, query, method, headers, body, blobs } = facts;
  const parameters = parametersOf(query);
  const joined = Object.entries(parameters).map(([name, values]) => [name, values.join(", ")]);
  const isBase64Encoded = body.length > 0 && !isText(headers["content-type"]);
  return {
    rawUrl,
    rawQuery: query.replace(/^\?/, ""),
    path,
    httpMethod: method,
    headers,
    multiValueHeaders: allLines(headers, request),
    queryStringParameters: Object.fromEntries(joined),
    multiValueQueryStringParameters: parameters,
    body: body.length === 0 ? null : body.toString(isBase64Encoded ? "base64" : "utf8"),
    isBase64Encoded,
    blobs,
  };
}

/** Identity as a classic handler finds it, twice: `clientContext.identity`, and `custom.netlify` for `JSON.parse`. */
export function clientContextOf({ url, token, user }: IdentityContext, siteUrl: string): ClientContext {
  const claims = user === undefined ? {} : { user };
  const whole = JSON.stringify({ identity: { url, token }, ...claims, site_url: siteUrl });
  const netlify = Buffer.from(whole).toString("base64");
  return { identity: { url, token }, ...claims, custom: { netlify } };
}
