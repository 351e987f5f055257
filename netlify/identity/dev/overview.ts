import type { Delivery } from "../deliveries.ts";
import type { PersonState } from "../person.ts";
import { columns, countsBySpan, type Share, shareBar } from "./charts.ts";
import { counted } from "./counts.ts";
import { type Html, html } from "./html.ts";
import { type DevRoute, type Handler, json, page, type Visit } from "./route.ts";
import { settingsTable } from "./settings-table.ts";
import { clockTime } from "./times.ts";

const HOUR = 3_600_000;
/** Looking at more accounts than this would make the page slow. */
const MOST_LOOKED_AT = 5000;

const show: Handler = (visit) => {
  const { identity, console } = visit;
  const mails = identity.mails.list();
  const deliveries = identity.deliveries();
  if (visit.wantsJson) {
    const counts = { people: identity.people.count(), mails: mails.length, deliveries: deliveries.length };
    const { title, warnings } = console;
    return json({ ...counts, title, identity: addressOf(visit), site: identity.settings.siteUrl, warnings });
  }
  return page(
    "Overview",
    html`<p class="lead">${console.title === "Local Identity" ? "A GoTrue" : "Netlify and its Identity"}, played on this machine for this machine only.</p>
${warningsCard(console.warnings)}
<div class="cards">${peopleCard(visit)}${mailsCard(
      mails.map(({ sent_at }) => Date.parse(sent_at)),
      identity.clock.now(),
    )}${deliveriesCard(deliveries)}</div>
${runningCard(visit)}
<details class="card"><summary>Settings in force</summary><p class="soft">Set by the environment when it starts. Secrets are not shown.</p>${settingsTable(identity.settings)}</details>
<section class="card"><h2>Start over</h2>
<p>Takes away all accounts, sessions, log entries, mails and deliveries, seeds again what was seeded, sets the clock right and ends all faults. Snapshots stay.</p>
<form method="post" action="/__dev/reset"><div class="actions"><button class="bad">Reset everything</button></div></form></section>`,
  );
};

/** The first page. */
export const overviewRoutes: DevRoute[] = [
  {
    path: "",
    nav: { name: "Overview", group: "See" },
    GET: show,
    api: [{ method: "GET", about: "What runs here, and how many people, mails and deliveries there are." }],
  },
];

function addressOf({ origin, console }: Visit): string {
  return `${origin}${console.identityPath}`;
}

function warningsCard(warnings: readonly string[]): Html | undefined {
  if (warnings.length === 0) return undefined;
  return html`<section class="card"><h2><span class="tag warn">${counted(warnings.length, "warning")}</span> from the settings</h2>
<ul class="list">${warnings.map((warning) => html`<li>${warning}</li>`)}</ul></section>`;
}

function runningCard(visit: Visit): Html {
  const { identity, console } = visit;
  const rows = [
    { name: "Identity answers at", value: html`<code class="all">${addressOf(visit)}</code>` },
    {
      name: "Links in mails lead to",
      value: html`<a href="${identity.settings.siteUrl}">${identity.settings.siteUrl}</a>`,
    },
    { name: "Its time is", value: html`${clockTime(identity.clock.state().now)}` },
    ...console.facts().map(({ name, value }) => ({ name, value: html`${value}` })),
  ];
  const places = console.places.map(({ name, path }) => html`<a class="button" href="${path}">${name}</a>`);
  return html`<section class="card"><h2>What is running</h2>
<dl>${rows.map(({ name, value }) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>
${places.length > 0 && html`<div class="actions">${places}</div>`}</section>`;
}

const STATES: readonly { state: PersonState; name: string; look: Share["look"] }[] = [
  { state: "active", name: "active", look: "good" },
  { state: "unconfirmed", name: "unconfirmed", look: "warn" },
  { state: "invited", name: "invited", look: "soft" },
];

function peopleCard({ identity }: Visit): Html {
  const total = identity.people.count();
  const counts = identity.person.states(MOST_LOOKED_AT);
  const shares = STATES.map(({ state, name, look }) => ({ name, look, count: counts[state] }));
  const newest =
    total > MOST_LOOKED_AT && html`<p class="soft">of the newest ${MOST_LOOKED_AT.toLocaleString("en")}</p>`;
  return html`<section class="card"><h2>People</h2>
<p class="big"><a href="/__dev/people">${total.toLocaleString("en")}</a></p>${shareBar(shares)}${newest}</section>`;
}

function mailsCard(times: readonly number[], now: number): Html {
  const counts = countsBySpan(times, now, { steps: 12, span: HOUR / 12 });
  const recent = counts.reduce((sum, count) => sum + count, 0);
  const words = `${counted(recent, "mail")} in the last hour`;
  return html`<section class="card"><h2>Mails</h2>
<p class="big"><a href="/__dev/mails">${times.length.toLocaleString("en")}</a></p>${columns(counts, words)}
<p class="soft">${words}</p></section>`;
}

function deliveriesCard(deliveries: readonly Delivery[]): Html {
  const good = deliveries.filter(({ status }) => status >= 200 && status < 300).length;
  const shares: Share[] = [
    { name: "went well", count: good, look: "good" },
    { name: "did not", count: deliveries.length - good, look: "warn" },
  ];
  return html`<section class="card"><h2>Calls to event functions</h2>
<p class="big"><a href="/__dev/events">${deliveries.length.toLocaleString("en")}</a></p>${shareBar(shares)}</section>`;
}
