import { html } from "./html.ts";
import { type DevRoute, type Handler, json, page } from "./route.ts";

const show: Handler = ({ identity, console, wantsJson }) => {
  const counts = {
    people: identity.people.count(),
    mails: identity.mails.list().length,
    deliveries: identity.deliveries().length,
  };
  if (wantsJson) return json(counts);
  return page(
    "Overview",
    html`<p class="lead">Stands in for Netlify Identity on this machine only.</p>
<div class="card"><ul class="list">${console.places.map(({ name, path }) => html`<li><a href="${path}">${name}</a></li>`)}
<li><a href="/__dev/mails">Mails</a> <span class="soft">${counts.mails} sent</span></li>
<li><a href="/__dev/events">Events</a> <span class="soft">${counts.deliveries} deliveries</span></li></ul></div>
<form class="card" method="post" action="/__dev/reset"><h2>Start over</h2>
<p>Takes away all accounts, mails and records, and seeds again what was seeded.</p>
<div class="actions"><button class="bad">Reset everything</button></div></form>`,
  );
};

/** The first page. */
export const overviewRoutes: DevRoute[] = [
  {
    path: "",
    nav: { name: "Overview", group: "See" },
    GET: show,
    api: [{ method: "GET", about: "What runs here, in numbers." }],
  },
];
