import type { IncomingHttpHeaders, OutgoingHttpHeaders } from "node:http";

/** What Netlify tells functions about Identity, decoded by its runtime into `netlifyIdentityContext`. */
export interface IdentityInfo {
  url: string;
  token: string;
  user?: Record<string, unknown>;
}

/** What only the platform may say: Netlify's edge drops these when a client sends them. */
const OF_THE_PLATFORM = /^(?:x-nf-|x-netlify-|x-forwarded-)|^(?:forwarded|x-real-ip|client-ip)$/;
/** They end at a proxy; Node writes its own. An upgrade needs the first two. */
const OF_THE_CONNECTION = new Set([
  "connection",
  "upgrade",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "expect",
]);

/** The deploy that netlify dev stands for, and does not name. Functions see it as `context.deploy`. */
const DEPLOY = { "x-nf-deploy-context": "dev", "x-nf-deploy-id": "0", "x-nf-deploy-published": "0" };

export interface Telling {
  identity: IdentityInfo | undefined;
  /** `identity_signup` and the like, for a delivery whose signature was checked. */
  event?: string | undefined;
}

/** The client's headers as Netlify's edge passes them on: without the platform's, then with what the platform says. */
export function headersForSite(client: IncomingHttpHeaders, { identity, event }: Telling): OutgoingHttpHeaders {
  const isUpgrade = client.upgrade !== undefined;
  const headers: OutgoingHttpHeaders = { ...DEPLOY };
  for (const [name, value] of Object.entries(client)) {
    const ends = OF_THE_CONNECTION.has(name) && !(isUpgrade && (name === "connection" || name === "upgrade"));
    if (!ends && !OF_THE_PLATFORM.test(name)) headers[name] = value;
  }
  if (identity) headers["x-nf-identity-info"] = Buffer.from(JSON.stringify(identity)).toString("base64");
  if (event) headers["x-netlify-event"] = event;
  return headers;
}
