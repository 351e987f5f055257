import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import { messageOf } from "./http/errors.ts";
import type { Identity } from "./server.ts";

const PREFIX = "/__dev/";
const LOCAL_HOST = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;

/**
 * What GoTrue does not have, for a server that runs alone: `GET /__dev/mails?to=`, `GET /__dev/events` and
 * `POST /__dev/reset`, as JSON. Only for this machine: whoever reads a mail can be anybody.
 */
export function withDev(identity: Identity): RequestListener {
  return (request, response) => {
    const url = request.url ?? "/";
    if (!url.startsWith(PREFIX)) return identity.handle(request, response);
    if (!isFromHere(request)) return send(response, 403, { error: "/__dev answers to this machine only" });
    answer(identity, request, new URL(url, "http://localhost")).then(
      ({ status, body }) => send(response, status, body),
      (error: unknown) => send(response, 500, { error: messageOf(error) }),
    );
  };
}

interface Answer {
  status: number;
  body: unknown;
}

async function answer(identity: Identity, request: IncomingMessage, { pathname, searchParams }: URL): Promise<Answer> {
  const route = `${request.method} ${pathname}`;
  const to = searchParams.get("to");
  if (route === "GET /__dev/mails") return { status: 200, body: identity.mails.list(to === null ? {} : { to }) };
  if (route === "GET /__dev/events") return { status: 200, body: identity.deliveries() };
  if (route === "POST /__dev/reset") {
    await identity.reset();
    return { status: 200, body: {} };
  }
  return { status: 404, body: { error: `there is no ${route}` } };
}

/** A page of another site cannot reach it (origin), nor through a rebound name (host), nor through a proxy. */
function isFromHere({ headers }: IncomingMessage): boolean {
  const { host = "", origin } = headers;
  const isForwarded = Object.keys(headers).some((name) => name.startsWith("x-forwarded-") || name === "forwarded");
  const site = headers["sec-fetch-site"];
  const isForeign =
    (origin !== undefined && origin !== `http://${host}`) || (site !== undefined && site === "cross-site");
  return LOCAL_HOST.test(host) && !isForwarded && !isForeign;
}

function send(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" });
  response.end(JSON.stringify(body));
}
