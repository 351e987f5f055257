import type { LinkState } from "../links/link-state.ts";
import { bdi, type Html, html } from "./html.ts";
import { isWebAddress, linkTag } from "./mail-links.ts";
import { pager, windowOf } from "./paging.ts";
import { type DevRoute, type Handler, json, page, type Visit } from "./route.ts";
import { relativeTime } from "./times.ts";

const PER_PAGE = 50;
const NAMES: Record<LinkState["kind"], string> = {
  invite: "Invite",
  confirmation: "Confirmation",
  recovery: "Recovery",
  email_change: "E-mail change",
};

const show: Handler = (visit) => {
  const email = visit.query.get("email")?.trim() || undefined;
  const links = visit.identity.links({ email });
  return visit.wantsJson ? json(links) : page("Links", linksPage(visit, links));
};

/** What each one-time link opens now. */
export const linkRoutes: DevRoute[] = [
  {
    path: "/links",
    nav: { name: "Links", group: "See" },
    GET: show,
    api: [
      {
        method: "GET",
        about: "Every one-time link that went out or is still on file, oldest first, with what became of it.",
      },
      { method: "GET", about: "Those of one account or recipient.", query: "?email=ann@example.com" },
    ],
  },
];

function linksPage(visit: Visit, links: LinkState[]): Html {
  const { identity, query } = visit;
  const window = windowOf(query, PER_PAGE);
  const shown = links.toReversed().slice(window.offset, window.offset + window.limit);
  const now = identity.clock.now();
  return html`<p class="lead">One-time links, the newest first. A link works exactly when this page says so.</p>
${filterForm(query.get("email") ?? "")}
${shown.length === 0 ? NONE : html`<ul class="rows card">${shown.map((link) => row(link, now))}</ul>`}
${pager({ ...window, total: links.length, path: "/links", query })}`;
}

function row(state: LinkState, now: number): Html {
  const { kind, to, email, link, mail_id, sent_at, reason } = state;
  const moved = email !== undefined && email !== to && html`, of ${bdi(email)}`;
  const sent = sent_at === undefined ? "sent at an unknown time" : html`sent ${relativeTime(sent_at, now)}`;
  const mail = mail_id !== undefined && html` · <a href="/__dev/mails/${mail_id}">the mail</a>`;
  const open = state.state === "works" && link !== undefined && isWebAddress(link);
  return html`<li><div class="what"><span class="title">${NAMES[kind]} to ${bdi(to)}</span>${moved} ${linkTag(state)}
<p>${reason}</p><p class="soft">${sent}${mail}</p></div>
${open && html`<a class="button" href="${link}">Open it</a>`}</li>`;
}

function filterForm(email: string): Html {
  const all = email !== "" && html`<a class="button" href="/__dev/links">Show all</a>`;
  return html`<form class="card find" method="get" action="/__dev/links" role="search">
<label for="email">Address of an account or a recipient</label><div class="row"><input id="email" name="email" type="search" value="${email}" autocomplete="off"><button>Find</button>${all}</div></form>`;
}

const NONE = html`<div class="card empty"><h2>No link</h2><p>Sign up, invite somebody or ask for a new password, and the link shows here.</p></div>`;
