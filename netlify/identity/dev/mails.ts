import type { LinkState } from "../links/link-state.ts";
import type { Mail } from "../server.ts";
import { counted } from "./counts.ts";
import { bdi, type Html, html } from "./html.ts";
import { mailPage } from "./mail.ts";
import { linkButtons, linkTag } from "./mail-links.ts";
import { pager, windowOf } from "./paging.ts";
import { BadInput, type DevRoute, type Handler, json, notFound, page, seeOther, type Visit } from "./route.ts";
import { relativeTime } from "./times.ts";

const PER_PAGE = 25;

const showAll: Handler = (visit) => {
  const mails = askedFor(visit);
  return visit.wantsJson ? json(mails.map(mailAsJson)) : page("Mails", mailsPage(visit, mails));
};

const showOne: Handler = ({ identity, params, wantsJson }) => {
  const mail = identity.mails.list().find(({ id }) => id === params.id);
  if (!mail)
    throw notFound(`There is no mail ${params.id}: it was cleared, or it is older than the 5,000 that are kept.`);
  return wantsJson ? json(mail) : page(mail.subject || "Mail without a subject", mailPage(identity, mail));
};

const clear: Handler = ({ identity, fields, wantsJson }) => {
  if (String(fields().clear) !== "true") throw new BadInput('Say {"clear":true} to take away all mails.');
  identity.mails.clear();
  return wantsJson ? json([]) : seeOther("/mails", "The mailbox is empty.");
};

/** What a form cannot send; a test says it so. */
const clearAll: Handler = ({ identity }) => {
  identity.mails.clear();
  return json([]);
};

/** The mailbox of this machine. */
export const mailRoutes: DevRoute[] = [
  {
    path: "/mails",
    nav: { name: "Mails", group: "See" },
    GET: showAll,
    POST: clear,
    DELETE: clearAll,
    api: [
      { method: "GET", about: "Every mail, oldest first, with the links in it." },
      { method: "GET", about: "The mails to one address.", query: "?to=ann@example.com" },
      { method: "GET", about: "Mails whose address or subject holds a text.", query: "?q=reset" },
      { method: "POST", about: "Empties the mailbox.", body: { clear: true } },
      { method: "DELETE", about: "The same, in one word." },
    ],
  },
  {
    path: "/mails/:id",
    GET: showOne,
    api: [{ method: "GET", about: "One mail with its HTML.", params: { id: "MAIL_ID" } }],
  },
];

/** What a test needs of a mail. */
function mailAsJson({ id, to, from, subject, links, sent_at }: Mail) {
  return { id, to, from, subject, links, sent_at };
}

/** Oldest first. */
function askedFor({ identity, query }: Visit): Mail[] {
  const to = query.get("to");
  const wanted = (query.get("q") ?? "").trim().toLowerCase();
  const mails = identity.mails.list(to === null || to === "" ? {} : { to });
  return mails.filter((mail) => [...mail.to, mail.subject].some((text) => text.toLowerCase().includes(wanted)));
}

function mailsPage(visit: Visit, mails: Mail[]): Html {
  const { identity, query } = visit;
  const all = identity.mails.list().length;
  if (all === 0) return NONE_YET;
  const window = windowOf(query, PER_PAGE);
  const shown = mails.toReversed().slice(window.offset, window.offset + window.limit);
  const states = new Map(identity.links({ mailed: true }).map((link) => [link.mail_id, link]));
  const rows = shown.map((mail) => row(mail, { now: identity.clock.now(), state: states.get(mail.id) }));
  return html`<p class="lead">They never leave this machine. ${counted(all, "mail")}, the newest first.</p>
${filterForm(query)}
${shown.length === 0 ? NO_MATCH : html`<ul class="rows card">${rows}</ul>`}
${pager({ ...window, total: mails.length, path: "/mails", query })}
<details class="card"><summary>Empty the mailbox</summary><form method="post" action="/__dev/mails">
<p>Takes away all mails, and nothing else. The links in them keep working.</p>
<div class="actions"><button class="bad" name="clear" value="true">Empty the mailbox</button></div></form></details>`;
}

function row(mail: Mail, { now, state }: { now: number; state: LinkState | undefined }): Html {
  return html`<li><div class="what"><a class="title" href="/__dev/mails/${mail.id}">${bdi(mail.subject || "(no subject)")}</a>
<p class="soft">to ${bdi(mail.to.join(", "))} · ${relativeTime(mail.sent_at, now)}</p></div>
<div class="row">${state && linkTag(state)}${linkButtons(mail)}</div></li>`;
}

function filterForm(query: URLSearchParams): Html {
  const to = query.get("to") ?? "";
  const q = query.get("q") ?? "";
  const whole = (to !== "" || q !== "") && html`<a class="button" href="/__dev/mails">Show all</a>`;
  const only = to !== "" && html`<input type="hidden" name="to" value="${to}"><p>Only mails to ${bdi(to)}.</p>`;
  return html`<form class="card find" method="get" action="/__dev/mails" role="search">${only}
<label for="q">Address or subject</label><div class="row"><input id="q" name="q" type="search" value="${q}"><button>Find</button>${whole}</div></form>`;
}

const NO_MATCH = html`<div class="card empty"><h2>No mail is like that</h2><p><a href="/__dev/mails">Show all mails</a></p></div>`;

const NONE_YET = html`<div class="card empty"><h2>No mail yet</h2>
<p>What Identity sends (confirmations, invitations, new passwords, changes of address) arrives here instead of leaving this machine.</p>
<p>Sign up on the site, or add and invite somebody.</p></div>`;
