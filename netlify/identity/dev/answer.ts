import type { IncomingMessage } from "node:http";
import type { Frame } from "./frame.ts";
import { refusalOf } from "./guard.ts";
import { html } from "./html.ts";
import { type Match, matchRoute } from "./match.ts";
import { emptyBody, readBody } from "./request-body.ts";
import { type Answer, BadInput, type DevRoute, json, type Method, page, type Visit } from "./route.ts";

const PREFIX = "/__dev";
const MAX_BODY_BYTES = 64 * 1024;

/** Guards, finds the route and runs its handler; what the visitor did wrong becomes an answer here. */
export async function answerVisit(request: IncomingMessage, frame: Frame): Promise<Answer> {
  const refusal = refusalOf(request);
  if (refusal !== undefined) return json({ error: `/__dev is for this machine only: ${refusal}.` }, 403);
  placeVisit(request, frame);
  const match = matchRoute(frame.facts.routes, frame.path);
  if (!match) {
    return plain(request, { status: 404, title: "No such page", text: `There is no ${PREFIX}${frame.path}.` });
  }
  const method = methodOf(request, match.route);
  if (!method) return notAllowed(request, match.route);
  try {
    return await run({ request, frame, match, method });
  } catch (error) {
    if (!(error instanceof BadInput)) throw error;
    if (wantsPage(request)) return plain(request, { status: error.status, title: "Not done", text: error.message });
    return json({ error: error.message }, error.status);
  }
}

function placeVisit({ url = "" }: IncomingMessage, frame: Frame): void {
  const [path = "", query = ""] = url.replace(/#.*$/s, "").split(/\?(.*)/s);
  frame.path = path.slice(PREFIX.length);
  frame.query = new URLSearchParams(query);
}

function methodOf({ method }: IncomingMessage, route: DevRoute): Method | undefined {
  const asked = method === "HEAD" ? "GET" : method;
  const known = asked === "GET" || asked === "POST" || asked === "DELETE" ? asked : undefined;
  return known && route[known] ? known : undefined;
}

function notAllowed(request: IncomingMessage, route: DevRoute): Answer {
  const allow = [route.GET && "GET, HEAD", route.POST && "POST", route.DELETE && "DELETE"].filter(Boolean).join(", ");
  const text = `${request.method} does nothing here. What works: ${allow}.`;
  return { ...plain(request, { status: 405, title: "Not this way", text }), allow };
}

interface Running {
  request: IncomingMessage;
  frame: Frame;
  match: Match;
  method: Method;
}

async function run({ request, frame, match, method }: Running): Promise<Answer> {
  const { route, params } = match;
  const body = method === "GET" ? emptyBody : await readBody(request, route.maxBodyBytes ?? MAX_BODY_BYTES);
  const visit: Visit = {
    identity: frame.identity,
    console: frame.facts,
    origin: `http://${request.headers.host}`,
    path: frame.path,
    params,
    query: frame.query,
    wantsJson: body.isJson || !wantsPage(request),
    text: body.text,
    fields: body.fields,
    problem: undefined,
    typed: () => "",
  };
  const handler = route[method];
  if (!handler) throw new Error(`${route.path} has no ${method}`);
  try {
    return await handler(visit);
  } catch (error) {
    if (!(error instanceof BadInput) || visit.wantsJson || method === "GET") throw error;
    return showAgain(visit, route, error);
  }
}

/** The page with the refused form on it, the words beside the form and what was typed still in it. */
async function showAgain(visit: Visit, route: DevRoute, problem: BadInput): Promise<Answer> {
  const at = route.formOn === undefined ? undefined : matchRoute(visit.console.routes, route.formOn);
  const show = (at?.route ?? route).GET;
  if (!show) throw problem;
  const typed = (name: string) => {
    const value = visit.fields()[name];
    return typeof value === "string" ? value : "";
  };
  const again = await show({ ...visit, params: at?.params ?? visit.params, problem, typed });
  if (again.kind !== "page") return again;
  const isShown = again.body.markup.includes('class="problem"');
  const body = isShown ? again.body : html`<p class="problem" role="alert">${problem.message}</p>${again.body}`;
  return { ...again, body, status: problem.status };
}

/** Browsers name text/html; programs ask for JSON or for anything. */
function wantsPage({ headers: { accept = "" } }: IncomingMessage): boolean {
  return accept.includes("text/html") && !accept.includes("application/json");
}

function plain(request: IncomingMessage, told: { status: number; title: string; text: string }): Answer {
  if (!wantsPage(request)) return json({ error: told.text }, told.status);
  return page(told.title, html`<p>${told.text}</p><p><a href="${PREFIX}">Back to the overview</a></p>`, told);
}
