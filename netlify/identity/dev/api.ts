import { type Html, html } from "./html.ts";
import { type ApiRow, type DevRoute, type Handler, json, page } from "./route.ts";

const show: Handler = ({ console, origin, wantsJson }) => {
  const rows = apiRows(console.routes, origin);
  if (wantsJson) return json(rows);
  return page(
    "API",
    html`<p class="lead">Every page is also for programs: it answers JSON to whoever does not ask for text/html. Input that cannot be used is answered 422 <code>{"error"}</code>. Each line works as it is, once its ids are put in.</p>
${rows.map(card)}`,
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

export interface ApiLine {
  method: string;
  path: string;
  about: string;
  curl: string;
}

/** Every use of every route, with a line for a shell. */
export function apiRows(routes: readonly DevRoute[], origin: string): ApiLine[] {
  return routes.flatMap((route) =>
    route.api.map((row) => ({
      method: row.method,
      path: `/__dev${route.path}`,
      about: row.about,
      curl: curlOf(route, row, origin),
    })),
  );
}

function curlOf(route: DevRoute, { method, params = {}, query = "", body }: ApiRow, origin: string): string {
  const path = route.path.replace(/:(\w+)/g, (_, name: string) => params[name] ?? name);
  const address = quoted(`${origin}/__dev${path}${query}`);
  if (body === undefined) return method === "GET" ? `curl ${address}` : `curl -X ${method} ${address}`;
  const verb = method === "POST" ? "" : `-X ${method} `;
  if (typeof body === "string") return `curl ${verb}${address} --data-binary ${quoted(body)}`;
  return `curl ${verb}${address} -d ${quoted(JSON.stringify(body))}`;
}

/** For a POSIX shell; a plain word stays as it is. */
function quoted(text: string): string {
  return /^[\w:/.@-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function card({ method, path, about, curl }: ApiLine): Html {
  return html`<section class="card"><h2><code>${method} ${path}</code></h2><p>${about}</p><pre tabindex="0">${curl}</pre></section>`;
}
