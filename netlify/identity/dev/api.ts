import type { Identity } from "../server.ts";
import { type Html, html } from "./html.ts";
import { type ApiRow, type DevRoute, type Handler, json, page } from "./route.ts";

const show: Handler = ({ console, identity, origin, wantsJson }) => {
  const lines = apiLines(console.routes, origin, (name) => EXAMPLES[name]?.(identity));
  if (wantsJson) return json(lines);
  const groups = [...new Set(lines.map(groupOf))];
  return page(
    "API",
    html`<p class="lead">Every page is for programs, too: whoever does not ask for text/html gets JSON. Input that cannot be used is answered 422 with <code>{"error"}</code> that says what to do. Each line can be copied as it is.</p>
<nav class="row contents" aria-label="On this page">${groups.map((group) => html`<a class="tag" href="#${anchorOf(group)}">${anchorOf(group)}</a>`)}</nav>
${groups.map((group) =>
  card(
    group,
    lines.filter((line) => groupOf(line) === group),
  ),
)}`,
  );
};

/** The console's own description. */
export const apiRoutes: DevRoute[] = [
  {
    path: "/api",
    nav: { name: "API", group: "About" },
    GET: show,
    api: [{ method: "GET", about: "Every use of every endpoint, each with a line to copy." }],
  },
];

/** What stands for an id in an address, so that the line works here and now. */
const EXAMPLES: Record<string, (identity: Identity) => string | undefined> = {
  PERSON_ID: ({ person }) => person.find({ q: "", offset: 0, limit: 1 }).people[0]?.user.id?.toString(),
  MAIL_ID: ({ mails }) => mails.list().at(-1)?.id,
  DELIVERY_ID: ({ deliveries }) => deliveries().at(-1)?.id,
  FAULT_ID: ({ faults }) => faults.list().at(-1)?.id,
};

export interface ApiLine {
  method: string;
  path: string;
  about: string;
  curl: string;
}

/** Every use of every route, with a line for a shell. `idFor` may know a real id for a placeholder like MAIL_ID. */
export function apiLines(
  routes: readonly DevRoute[],
  origin: string,
  idFor: (placeholder: string) => string | undefined = () => undefined,
): ApiLine[] {
  return routes.flatMap((route) =>
    route.api.map((row) => {
      const path = route.path.replace(/:(\w+)/g, (_, name: string) => row.params?.[name] ?? name);
      const target = `/__dev${path}${row.query ?? ""}`.replace(/[A-Z]+_ID\b/g, (name) => idFor(name) ?? name);
      const { method, about } = row;
      return { method, path: `/__dev${route.path}`, about, curl: curlOf(`${origin}${target}`, row) };
    }),
  );
}

function curlOf(address: string, { method, body }: ApiRow): string {
  const target = quoted(address);
  if (body === undefined) return method === "GET" ? `curl ${target}` : `curl -X ${method} ${target}`;
  const verb = method === "POST" ? "" : `-X ${method} `;
  if (typeof body === "string") return `curl ${verb}${target} --data-binary ${quoted(body)}`;
  return `curl ${verb}${target} -d ${quoted(JSON.stringify(body))}`;
}

/** For a POSIX shell; a plain word stays as it is. */
function quoted(text: string): string {
  return /^[\w:/.@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function groupOf({ path }: ApiLine): string {
  return path.split("/").slice(0, 3).join("/");
}

/** The uses of one endpoint stand below one heading. */
function card(group: string, lines: ApiLine[]): Html {
  const endpoints = [...new Set(lines.map(({ method, path }) => `${method} ${path}`))];
  const use = ({ about, curl }: ApiLine) => html`<p>${about}</p><pre tabindex="0">${curl}</pre>`;
  const item = (endpoint: string) => {
    const uses = lines.filter(({ method, path }) => `${method} ${path}` === endpoint);
    return html`<li><h3><code>${endpoint}</code></h3>${uses.map(use)}</li>`;
  };
  return html`<section class="card api" id="${anchorOf(group)}"><h2>${group}</h2><ul class="list">${endpoints.map(item)}</ul></section>`;
}

function anchorOf(group: string): string {
  return group.replace(/^\/__dev\/?/, "") || "overview";
}
