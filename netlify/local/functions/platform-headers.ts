import type { IncomingHttpHeaders } from "node:http";

export type DeployContext = "production" | "deploy-preview" | "branch-deploy";

/** What the platform tells a function about the caller, the deploy and Identity, in headers only it may set. */
export interface PlatformFacts {
  requestId: string;
  ip: string;
  proto: "http" | "https";
  siteId: string;
  context: DeployContext;
  identity: { url: string; token: string; user?: Record<string, unknown> } | undefined;
  /** `identity_signup` and the like, only for a delivery whose signature was checked. */
  event: string | undefined;
}

const DEPLOY_IDS = {
  production: "10ca100000000000000000a1",
  "deploy-preview": "10ca100000000000000000b2",
  "branch-deploy": "10ca100000000000000000c3",
} satisfies Record<DeployContext, string>;

const BRANCHES = {
  production: "main",
  "deploy-preview": "pull/1/head",
  "branch-deploy": "staging",
} satisfies Record<DeployContext, string>;

/** Netlify's edge drops or overwrites these; connection headers end at a proxy anyway. */
const DROPPED = new Set([
  "forwarded",
  "x-netlify-event",
  "x-middleware-subrequest",
  "x-real-ip",
  "client-ip",
  "cdn-loop",
  "connection",
  "keep-alive",
  "proxy-connection",
  "transfer-encoding",
  "te",
  "trailer",
  "upgrade",
  "expect",
]);
const DROPPED_PREFIXES = ["x-nf-", "x-forwarded-", "x-netlify-original-"];

function isFromClient(name: string): boolean {
  return !DROPPED.has(name) && !DROPPED_PREFIXES.some((prefix) => name.startsWith(prefix));
}

function asText(value: string | string[]): string {
  return Array.isArray(value) ? value.join(", ") : value;
}

/** The client's headers without the platform's, then the platform's own. */
export function headersForFunction(client: IncomingHttpHeaders, facts: PlatformFacts): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(client)) {
    if (value !== undefined && isFromClient(name)) headers[name] = asText(value);
  }
  headers["x-forwarded-for"] = facts.ip;
  headers["x-forwarded-proto"] = facts.proto;
  headers["x-nf-client-connection-ip"] = facts.ip;
  headers["x-nf-request-id"] = facts.requestId;
  headers["x-nf-account-id"] = "local";
  headers["x-nf-site-id"] = facts.siteId;
  headers["x-nf-deploy-id"] = DEPLOY_IDS[facts.context];
  headers["x-nf-deploy-context"] = facts.context;
  headers["x-nf-deploy-published"] = facts.context === "production" ? "1" : "0";
  headers["x-nf-branch"] = BRANCHES[facts.context];
  if (facts.event) headers["x-netlify-event"] = facts.event;
  if (facts.identity) headers["x-nf-identity-info"] = Buffer.from(JSON.stringify(facts.identity)).toString("base64");
  return headers;
}
