import { type Html, html } from "#netlify/identity/dev/html.ts";
import { type DevRoute, type Handler, json, page } from "#netlify/identity/dev/route.ts";
import type { SeededStaff } from "../seeds.ts";

export interface Seeds {
  staff: readonly SeededStaff[];
  /** Addresses the stand-in directory knows. */
  known: readonly string[];
}

/** Who can sign in at once, and whom the stand-in directory knows. */
export function seedRoutes(seeds: Seeds): DevRoute[] {
  const show: Handler = ({ wantsJson }) => (wantsJson ? json(seeds) : page("Sign-ins", seedsPage(seeds)));
  const about = "The seeded staff with their passwords, and whom the stand-in directory knows.";
  return [{ path: "/seeds", nav: { name: "Sign-ins", group: "See" }, GET: show, api: [{ method: "GET", about }] }];
}

function seedsPage({ staff, known }: Seeds): Html {
  const row = ({ rank, email, password }: SeededStaff) =>
    html`<tr><td>${rank}</td><td><code class="all">${email}</code></td><td><code class="all">${password}</code></td></tr>`;
  return html`<div class="card"><h2>Staff</h2>
<table><thead><tr><th>Rank</th><th>E-mail</th><th>Password</th></tr></thead><tbody>${staff.map(row)}</tbody></table></div>
<div class="card"><h2>Known to the stand-in directory</h2>
<p class="soft">A sign-up with one of these is refused.</p>
<ul class="list">${known.length > 0 ? known.map((address) => html`<li><code class="all">${address}</code></li>`) : html`<li>none: it is switched off</li>`}</ul></div>`;
}
