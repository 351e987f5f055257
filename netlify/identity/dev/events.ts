import type { Delivery } from "../server.ts";
import { counted } from "./counts.ts";
import { deliveryPage } from "./event.ts";
import { bdi, type Html, html } from "./html.ts";
import { pager, windowOf } from "./paging.ts";
import { BadInput, type DevRoute, type Handler, json, notFound, page, seeOther, type Visit } from "./route.ts";
import { relativeTime } from "./times.ts";

const PER_PAGE = 50;

const showAll: Handler = (visit) => {
  const { identity, query, wantsJson } = visit;
  const id = query.get("id");
  if (id !== null) return wantsJson ? json(deliveryOf(visit, id)) : seeOther(`/events/${deliveryOf(visit, id).id}`);
  const deliveries = identity.deliveries().filter(matcherOf(query));
  return wantsJson ? json(deliveries.map(summaryOf)) : page("Events", eventsPage(visit, deliveries));
};

const showOne: Handler = (visit) => {
  const delivery = deliveryOf(visit, visit.params.id);
  if (visit.wantsJson) return json(delivery);
  return page(`${delivery.event} for ${delivery.person}`, deliveryPage(visit, delivery));
};

const sendAgain: Handler = async (visit) => {
  const { id } = deliveryOf(visit, visit.params.id);
  if (String(visit.fields().again) !== "true")
    throw new BadInput('Say {"again":true} to send this delivery once more.');
  const delivery = await visit.identity.resend(id);
  if (!delivery) throw gone(id);
  if (visit.wantsJson) return json(delivery);
  return seeOther(`/events/${delivery.id}`, "Sent again. This is what came back; nothing in Identity was changed.");
};

/** What Identity asked the event functions, and what they answered. */
export const eventRoutes: DevRoute[] = [
  {
    path: "/events",
    nav: { name: "Events", group: "See" },
    GET: showAll,
    api: [
      { method: "GET", about: "Deliveries to event functions, oldest first, the newest 1,000." },
      { method: "GET", about: "Those for one address or one event.", query: "?email=ann@example.com&event=login" },
      { method: "GET", about: "One with its request and every try.", query: "?id=DELIVERY_ID" },
    ],
  },
  {
    path: "/events/:id",
    GET: showOne,
    POST: sendAgain,
    api: [
      { method: "GET", about: "One with its request and every try.", params: { id: "DELIVERY_ID" } },
      {
        method: "POST",
        about: "Sends the same request once more, signed anew. What is answered changes nothing in Identity.",
        params: { id: "DELIVERY_ID" },
        body: { again: true },
      },
    ],
  },
];

function gone(id: string): BadInput {
  return notFound(`There is no delivery ${id}: Identity was reset, or it is older than the 1,000 that are kept.`);
}

function deliveryOf({ identity }: Visit, id = ""): Delivery {
  const delivery = identity.deliveries().find((one) => one.id === id);
  if (!delivery) throw gone(id);
  return delivery;
}

function matcherOf(query: URLSearchParams): (delivery: Delivery) => boolean {
  const email = (query.get("email") ?? "").trim().toLowerCase();
  const event = query.get("event") ?? "";
  return (delivery) =>
    delivery.person.toLowerCase().includes(email) && (event === "" || delivery.event === event.toLowerCase());
}

/** Without the request and the answers, which may be large. */
function summaryOf({ request: _request, attempts: _attempts, ...summary }: Delivery) {
  return summary;
}

function eventsPage(visit: Visit, deliveries: Delivery[]): Html {
  const { identity, query } = visit;
  const all = identity.deliveries().length;
  if (all === 0) return NONE_YET;
  const window = windowOf(query, PER_PAGE);
  const shown = deliveries.toReversed().slice(window.offset, window.offset + window.limit);
  return html`<p class="lead">What Identity asked the event functions, the newest first. ${counted(all, "delivery", "deliveries")}.</p>
${filterForm(query)}
${shown.length === 0 ? NO_MATCH : html`<ul class="rows card">${shown.map((delivery) => row(delivery, identity.clock.now()))}</ul>`}
${pager({ ...window, total: deliveries.length, path: "/events", query })}`;
}

function row(delivery: Delivery, now: number): Html {
  const { id, event, person, url, accepted, outcome, tries, ms, at, repeats } = delivery;
  const look = accepted ? "good" : "bad";
  const again = repeats !== undefined && html` <span class="tag">sent again</span>`;
  return html`<li><div class="what"><a class="title" href="/__dev/events/${id}">${event} for ${bdi(person)}</a>${again}
<p>${outcome}</p><p class="soft">${new URL(url).pathname} · ${relativeTime(at, now)}</p></div>
<div class="row"><span class="soft">${counted(tries, "try", "tries")}, ${ms} ms</span>
<span class="tag ${look}">${accepted ? "accepted" : "refused"}</span></div></li>`;
}

const EVENTS = ["validate", "signup", "login", "usermodified", "userdeleted"];

function filterForm(query: URLSearchParams): Html {
  const email = query.get("email") ?? "";
  const event = query.get("event") ?? "";
  const options = EVENTS.map((name) => html`<option${name === event && html` selected`}>${name}</option>`);
  const whole = (email !== "" || event !== "") && html`<a class="button" href="/__dev/events">Show all</a>`;
  return html`<form class="card fields" method="get" action="/__dev/events" role="search">
<div><label for="email">Address</label><input id="email" name="email" type="search" value="${email}"></div>
<div><label for="event">Event</label><select id="event" name="event"><option value="">any</option>${options}</select></div>
<div class="row"><button>Find</button>${whole}</div></form>`;
}

const NO_MATCH = html`<div class="card empty"><h2>No delivery is like that</h2><p><a href="/__dev/events">Show all deliveries</a></p></div>`;

const NONE_YET = html`<div class="card empty"><h2>No delivery yet</h2>
<p>When somebody signs up or in, Identity asks the functions that listen: those named identity-validate, identity-signup or
identity-login, those with handlers such as userSignup, or the address in GOTRUE_WEBHOOK_URL.</p></div>`;
