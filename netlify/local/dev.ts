import type { IncomingMessage, ServerResponse } from "node:http";
import type { Identity } from "#netlify/identity/server.ts";
import { refusalOf } from "./dev/guard.ts";
import { html } from "./dev/html.ts";
import { mailAsJson, mailsPage } from "./dev/mails.ts";
import { eventsPage, overviewPage, type Seeds, seedsPage } from "./dev/overview.ts";
import { sendJson, sendPage } from "./dev/page.ts";
import { answerPlainly } from "./plain-answer.ts";
import type { Target } from "./request-target.ts";

export interface DevSurroundings {
  identity: Identity;
  seeds: Seeds;
  /** Path under which the pages live, "" or "/desk". */
  base: string;
  reset(): Promise<void>;
}

interface Visit {
  request: IncomingMessage;
  response: ServerResponse;
  query: URLSearchParams;
  wantsJson: boolean;
}

type Handler = (around: DevSurroundings, visit: Visit) => void | Promise<void>;

const showOverview: Handler = ({ identity, base }, { response, wantsJson }) => {
  const counts = {
    people: identity.people.count(),
    mails: identity.mails.list().length,
    deliveries: identity.deliveries().length,
  };
  if (wantsJson) return sendJson(response, counts);
  const pages = [
    { name: "The desk", path: `${base}/` },
    { name: "The sign-up page", path: `${base}/sign-up` },
  ];
  sendPage(response, "Overview", overviewPage({ ...counts, pages }));
};

const showSeeds: Handler = ({ seeds }, { response, wantsJson }) => {
  if (wantsJson) return sendJson(response, seeds);
  sendPage(response, "Sign-ins", seedsPage(seeds));
};

const showMails: Handler = ({ identity }, { response, query, wantsJson }) => {
  const to = query.get("to") ?? undefined;
  const mails = identity.mails.list(to === undefined ? {} : { to });
  if (wantsJson) return sendJson(response, mails.map(mailAsJson));
  sendPage(response, "Mails", mailsPage(mails, to));
};

const showEvents: Handler = ({ identity }, { response, wantsJson }) => {
  if (wantsJson) return sendJson(response, identity.deliveries());
  sendPage(response, "Events", eventsPage(identity.deliveries()));
};

const reset: Handler = async (around, { response, wantsJson }) => {
  await around.reset();
  if (wantsJson) return sendJson(response, { people: around.identity.people.count() });
  sendPage(response, "Started over", html`<p>${around.identity.people.count()} accounts were seeded.</p>`);
};

const ROUTES: Record<string, { GET?: Handler; POST?: Handler }> = {
  "/__dev": { GET: showOverview },
  "/__dev/seeds": { GET: showSeeds },
  "/__dev/mails": { GET: showMails },
  "/__dev/events": { GET: showEvents },
  "/__dev/reset": { POST: reset },
};

/** True for every address of the local powers. */
export function isDevPath(path: string): boolean {
  return path === "/__dev" || path.startsWith("/__dev/");
}

/** Answers `/__dev`: what only a local stand-in may show, as pages for people and JSON for tests. */
export async function handleDev(
  around: DevSurroundings,
  request: IncomingMessage,
  response: ServerResponse,
  { path, query }: Target,
): Promise<void> {
  const refusal = refusalOf(request);
  if (refusal) return answerPlainly(response, 403, `/__dev is for this machine only: ${refusal}.`);
  const route = ROUTES[path.replace(/\/$/, "")];
  if (!route) return answerPlainly(response, 404, "There is no such page under /__dev.");
  const handler = request.method === "GET" ? route.GET : request.method === "POST" ? route.POST : undefined;
  if (!handler) return answerPlainly(response, 405, "Method not allowed", { allow: Object.keys(route).join(", ") });
  const wantsJson = String(request.headers.accept ?? "").includes("application/json");
  await handler(around, { request, response, query: new URLSearchParams(query), wantsJson });
}
