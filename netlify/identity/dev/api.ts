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
    api: [{ method: "GET", about: "This list." }],
  },
];

/** What stands for an id in an address, so that the line works here and now. */
const EXAMPLES: Record<string, (identity: Identity) => string | undefined> = {
  PERSON_ID: ({ person }) => person.find({ q: "", offset: 0, limit: 1 }).people[0]?.user.id?.toString(),
  MAIL_ID: ({ mails }) => mails.list().at(-1)?.id,
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
      const path = route.path.replace(/:(\w+)/g, (_, name: string) => {
        const given = row.params?.[name] ?? name;
        return encodeURIComponent(idFor(given) ?? given);
      });
      return {
        method: row.method,
        path: `/__dev${route.path}`,
        about: row.about,
        curl: curlOf(`${origin}/__dev${path}`, row),
      };
    }),
  );
}

function curlOf(address: string, { method, query = "", body }: ApiRow): string {
  const target = quoted(`${address}${query}`);
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

function card(group: string, lines: ApiLine[]): Html {
  const line = ({ method, path, about, curl }: ApiLine) =>
    html`<li><h3><code>${method} ${path}</code></h3><p>${about}</p><pre tabindex="0">${curl}</pre></li>`;
  return html`<section class="card api"><h2>${group}</h2><ul class="list">${lines.map(line)}</ul></section>`;
}
