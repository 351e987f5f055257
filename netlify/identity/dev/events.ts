import type { Delivery } from "../server.ts";
import { type Html, html } from "./html.ts";
import { type DevRoute, type Handler, json, page } from "./route.ts";
import { clockTime } from "./times.ts";

const show: Handler = ({ identity, wantsJson }) =>
  wantsJson ? json(identity.deliveries()) : page("Events", eventsPage(identity.deliveries()));

/** What Identity asked the event functions. */
export const eventRoutes: DevRoute[] = [
  {
    path: "/events",
    nav: { name: "Events", group: "See" },
    GET: show,
    api: [{ method: "GET", about: "Deliveries to event functions, oldest first." }],
  },
];

function deliveryCard({ event, url, tries, status, ms, at }: Delivery): Html {
  const refused = status < 200 || status >= 300;
  const outcome = status === 0 ? "no answer" : `answered ${status}`;
  const times = tries === 1 ? "" : ` after ${tries} tries`;
  const result = refused ? html`<span class="failed">${outcome}${times}</span>` : html`${outcome}${times}`;
  return html`<article class="card"><h2>${event}</h2><p>${result} in ${Math.round(ms)} ms</p>
<p class="soft">${new URL(url).pathname} · ${clockTime(at)}</p></article>`;
}

function eventsPage(deliveries: readonly Delivery[]): Html {
  if (deliveries.length === 0) {
    return html`<p>No delivery yet. Identity calls the functions identity-validate, identity-signup and identity-login when somebody signs up or in.</p>`;
  }
  return html`<p class="soft">What Identity asked the event functions, the newest first.</p>
${[...deliveries].reverse().map(deliveryCard)}`;
}
