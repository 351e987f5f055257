import type { Delivery } from "#netlify/identity/server.ts";
import type { SeededStaff } from "../seeds.ts";
import { clockTime, type Html, html } from "./html.ts";

export interface Seeds {
  staff: readonly SeededStaff[];
  /** Addresses the stand-in directory knows. */
  known: readonly string[];
}

export function seedsPage({ staff, known }: Seeds): Html {
  const row = ({ rank, email, password }: SeededStaff) =>
    html`<tr><td>${rank}</td><td><code>${email}</code></td><td><code>${password}</code></td></tr>`;
  return html`<div class="card"><h2>Staff</h2>
<table><thead><tr><th>Rank</th><th>E-mail</th><th>Password</th></tr></thead><tbody>${staff.map(row)}</tbody></table></div>
<div class="card"><h2>Known to the stand-in directory</h2>
<p class="soft">A sign-up with one of these is refused.</p>
<ul>${known.length > 0 ? known.map((address) => html`<li><code>${address}</code></li>`) : html`<li>none: it is switched off</li>`}</ul></div>`;
}

function deliveryCard({ event, url, tries, status, ms, at }: Delivery): Html {
  const refused = status < 200 || status >= 300;
  const outcome = status === 0 ? "no answer" : `answered ${status}`;
  const times = tries === 1 ? "" : ` after ${tries} tries`;
  const result = refused ? html`<span class="failed">${outcome}${times}</span>` : html`${outcome}${times}`;
  return html`<article class="card"><h2>${event}</h2><p>${result} in ${Math.round(ms)} ms</p>
<p class="soft">${new URL(url).pathname} · ${clockTime(at)}</p></article>`;
}

export function eventsPage(deliveries: readonly Delivery[]): Html {
  if (deliveries.length === 0) {
    return html`<p>No delivery yet. Identity calls the functions identity-validate, identity-signup and identity-login when somebody signs up or in.</p>`;
  }
  return html`<p class="soft">What Identity asked the event functions, the newest first.</p>
${[...deliveries].reverse().map(deliveryCard)}`;
}

export interface Overview {
  people: number;
  mails: number;
  deliveries: number;
  pages: { name: string; path: string }[];
}

export function overviewPage({ people, mails, deliveries, pages }: Overview): Html {
  return html`<p>Stands in for Netlify and its Identity on this machine only.</p>
<div class="card"><h2>Pages</h2><ul class="links">${pages.map(({ name, path }) => html`<li><a href="${path}">${name}</a></li>`)}</ul></div>
<div class="card"><h2>Here</h2><ul class="links">
<li><a href="/__dev/mails">Mails</a> <span class="soft">${mails} sent</span></li>
<li><a href="/__dev/seeds">Sign-ins</a> <span class="soft">${people} accounts in Identity</span></li>
<li><a href="/__dev/events">Events</a> <span class="soft">${deliveries} deliveries to functions</span></li>
</ul></div>
<form class="card" method="post" action="/__dev/reset"><h2>Start over</h2>
<p>Takes away all accounts, mails and records, and seeds the demo people again.</p><button>Reset everything</button></form>`;
}
