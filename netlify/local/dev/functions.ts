import { type Html, html } from "#netlify/identity/dev/html.ts";
import { problemAt } from "#netlify/identity/dev/layout.ts";
import { BadInput, type DevRoute, type Handler, json, notFound, page, seeOther } from "#netlify/identity/dev/route.ts";
import type { FunctionManifest } from "../functions/sandbox-messages.ts";
import { runScheduled, type ScheduledSurroundings } from "../scheduled-call.ts";

/** The functions that are loaded, and a button for those that only a schedule calls. */
export function functionRoutes(around: ScheduledSurroundings): DevRoute[] {
  const show: Handler = (visit) => {
    const list = around.functions.list();
    if (visit.wantsJson) return json(list);
    return page("Functions", html`${problemAt(visit)}${functionsPage(list)}`);
  };
  const run: Handler = async ({ params, wantsJson }) => {
    const fn = around.functions.list().find(({ name }) => name === params.name);
    if (!fn) throw notFound(`There is no function ${params.name}.`);
    if (fn.schedule === undefined) {
      throw new BadInput(`${fn.name} has no schedule. Call it where it answers: ${addressesOf(fn).join(", ")}.`);
    }
    const outcome = await runScheduled(around, fn).catch((error: unknown) => {
      throw new BadInput(`${fn.name} failed: ${error instanceof Error ? error.message : String(error)}`);
    });
    if (wantsJson) return json(outcome);
    return seeOther("/functions", `${fn.name} ran once and answered ${outcome.status} in ${outcome.ms} ms.`);
  };
  return [
    {
      path: "/functions",
      nav: { name: "Functions", group: "See" },
      GET: show,
      api: [{ method: "GET", about: "The functions that are loaded, with their kinds, addresses and events." }],
    },
    {
      path: "/functions/:name",
      POST: run,
      formOn: "/functions",
      api: [{ method: "POST", about: "Runs a scheduled function once.", params: { name: "nightly" } }],
    },
  ];
}

function addressesOf({ name, paths }: FunctionManifest): string[] {
  return paths.length > 0 ? paths : [`/.netlify/functions/${name}`];
}

function functionsPage(list: readonly FunctionManifest[]): Html {
  if (list.length === 0) return html`<div class="card empty"><h2>No function is loaded</h2></div>`;
  return html`<p class="lead">As they were loaded, with what calls them. Several that listen to one event are called in this order,
and the first that refuses ends it.</p><ul class="rows card">${list.map(row)}</ul>`;
}

function row(fn: FunctionManifest): Html {
  const { name, kind, methods, background, schedule } = fn;
  const limits = methods.length > 0 && html` <span class="soft">${methods.join(", ")}</span>`;
  const later = background && html` <span class="tag">in the background, without identity</span>`;
  return html`<li><div class="what"><p class="title">${name}</p><p class="soft">${calledBy(fn)}${limits}</p></div>
<div class="row"><span class="tag">${kind}</span>${later}${schedule !== undefined && runForm(name)}</div></li>`;
}

function calledBy(fn: FunctionManifest): string {
  if (fn.schedule !== undefined) return `by its schedule ${fn.schedule}, which does not run here`;
  const events = fn.events.map((event) => event.replace("identity_", ""));
  const byEvent = events.length > 0 ? [`by Identity at ${events.join(", ")}`] : [];
  const isPublic = fn.servesHttp && !/^identity-(validate|signup|login)(-background)?$/.test(fn.name);
  return [...byEvent, ...(isPublic ? [`at ${addressesOf(fn).join(", ")}`] : [])].join(" and ");
}

function runForm(name: string): Html {
  return html`<form method="post" action="/__dev/functions/${encodeURIComponent(name)}"><button>Run <span class="hidden">${name} </span>once</button></form>`;
}
