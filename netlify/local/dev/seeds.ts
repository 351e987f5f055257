import { type Html, html } from "#netlify/identity/dev/html.ts";
import { type DevRoute, type Handler, json, page, type Visit } from "#netlify/identity/dev/route.ts";
import type { SeededStaff } from "../seeds.ts";

export interface Seeds {
  staff: readonly SeededStaff[];
  /** Addresses the stand-in directory knows. */
  known: readonly string[];
}

/** Who can sign in at once, and whom the stand-in directory knows. */
export function seedRoutes(seeds: Seeds): DevRoute[] {
  const show: Handler = (visit) => {
    if (visit.wantsJson) return json(seeds);
    const formTargets = [new URL(visit.identity.settings.siteUrl).origin];
    return page("Sign-ins", seedsPage(visit, seeds), { formTargets });
  };
  const about = "The seeded staff with their passwords, and whom the stand-in directory knows.";
  return [{ path: "/seeds", nav: { name: "Sign-ins", group: "See" }, GET: show, api: [{ method: "GET", about }] }];
}

function seedsPage(visit: Visit, { staff, known }: Seeds): Html {
  const addresses = known.map((address) => html`<li><code class="all">${address}</code></li>`);
  return html`<p class="lead">Seeded people for every rank of the desk. Their passwords are the same on every machine.</p>
<ul class="rows card">${staff.map((person) => staffRow(visit, person))}</ul>
<section class="card"><h2>Known to the stand-in directory</h2>
<p class="soft">${known.length > 0 ? "A sign-up with one of these is refused." : "It is switched off: every address may sign up."}</p>
<ul class="list">${addresses}</ul></section>`;
}

function staffRow({ identity }: Visit, { rank, email, password }: SeededStaff): Html {
  const found = identity.person.find({ q: email, offset: 0, limit: 10 }).people;
  const id = found.find(({ user }) => user.email === email)?.user.id;
  const open = html`<form method="post" action="/__dev/people/${String(id)}/session"><button>Open the desk as ${rank}</button></form>`;
  const missing = html`<span class="tag warn">deleted: reset to seed again</span>`;
  return html`<li><div class="what"><strong>${rank}</strong>
<p><code class="all">${email}</code></p><p><span class="soft">Password</span> <code class="all">${password}</code></p></div>
<div class="row">${id === undefined ? missing : open}</div></li>`;
}
