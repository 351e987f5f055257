import type { LinkState } from "../links/link-state.ts";
import type { Person } from "../person.ts";
import { counted } from "./counts.ts";
import { bdi, type Html, html } from "./html.ts";
import { problemAt } from "./layout.ts";
import { linkTag } from "./mail-links.ts";
import { nameOf, rolesOf, stateTag } from "./people.ts";
import type { Visit } from "./route.ts";
import { clockTime, relativeTime } from "./times.ts";

/** One account, and what can be done with it. */
export function personPage(visit: Visit, person: Person): Html {
  const { user, state, sessions } = person;
  const name = nameOf(user);
  const mails = visit.identity.mails.list({ to: String(user.email) }).length;
  return html`<p class="row">${stateTag(state)}${rolesOf(user).map((role) => html`<span class="tag">${bdi(role)}</span>`)}${name !== "" && bdi(name)}</p>
${problemAt(visit)}<div class="actions first">
${state !== "active" && button(visit, { name: "confirm", label: "Confirm the address" })}
<form method="post" action="/__dev${visit.path}/session"><button>Open the site as this person</button></form>
<a class="button" href="/__dev/mails?to=${encodeURIComponent(String(user.email))}">${counted(mails, "mail")}</a></div>
<p class="hint">The site opens as after signing in with a provider: the widget and @netlify/identity take the session from the address.</p>
<section class="card"><h2>Account</h2><dl>
<dt>Id</dt><dd><code class="all">${String(user.id)}</code></dd>
<dt>E-mail</dt><dd>${bdi(String(user.email))}</dd>
${pendingRow(person)}
<dt>Password</dt><dd>${person.hasPassword ? "stored" : "none: cannot sign in by password"}</dd>
<dt>Sessions</dt><dd>${sessions === 0 ? "none" : counted(sessions, "refresh token that works", "refresh tokens that work")}</dd>
<dt>Audience</dt><dd>${textOr(user.aud)}</dd><dt>GoTrue's own role</dt><dd>${textOr(user.role)}</dd>
${TIMES.map(({ key, name }) => timeRow(visit, name, user[key]))}</dl></section>
${linksCard(visit, String(user.email))}${metadataForm(visit, person, "app_metadata")}${metadataForm(visit, person, "user_metadata")}
${changeForm(visit, { name: "email", type: "email", summary: "Change the e-mail address", label: "New address" })}
${changeForm(visit, { name: "password", type: "text", summary: "Set a password", label: "New password" })}
<details class="card"><summary>Delete this person</summary><p>The account goes at once. Hooks hear of it, as of a deletion by the admin API.</p>
${button(visit, { name: "delete", label: "Delete for good", look: "bad" })}</details>
<p><a href="/__dev/people">All people</a></p>`;
}

function linksCard({ identity }: Visit, email: string): Html {
  const links = identity.links({ email }).toReversed();
  if (links.length === 0) return html``;
  const row = (link: LinkState) =>
    html`<li>${linkTag(link)} ${link.mail_id === undefined ? link.kind : html`<a href="/__dev/mails/${link.mail_id}">${link.kind.replace("_", " ")}</a>`} <span class="soft">${link.reason}</span></li>`;
  return html`<section class="card"><h2>Links in mails</h2><ul class="list">${links.slice(0, MOST_LINKS).map(row)}</ul></section>`;
}

const MOST_LINKS = 10;

const TIMES = [
  { key: "created_at", name: "Created" },
  { key: "invited_at", name: "Invited" },
  { key: "confirmation_sent_at", name: "Confirmation sent" },
  { key: "confirmed_at", name: "Confirmed" },
  { key: "recovery_sent_at", name: "Recovery sent" },
  { key: "updated_at", name: "Changed" },
];

function timeRow({ identity }: Visit, name: string, value: unknown): Html {
  if (typeof value !== "string") return html``;
  return html`<dt>${name}</dt><dd>${clockTime(value)} (${relativeTime(value, identity.clock.now())})</dd>`;
}

function pendingRow({ user }: Person): Html | undefined {
  if (typeof user.new_email !== "string") return undefined;
  return html`<dt>Wants to change to</dt><dd>${bdi(user.new_email)}</dd>`;
}

function textOr(value: unknown): Html {
  return value === "" ? html`<span class="soft">empty</span>` : html`${String(value)}`;
}

function button({ path }: Visit, { name, label, look }: { name: string; label: string; look?: string }): Html {
  const className = look !== undefined && html` class="${look}"`;
  return html`<form method="post" action="/__dev${path}"><button${className} name="${name}" value="true">${label}</button></form>`;
}

function metadataForm(visit: Visit, { user }: Person, name: "app_metadata" | "user_metadata"): Html {
  const stored = JSON.stringify(user[name], null, 2);
  const isRefused = visit.problem?.form === name;
  const about =
    name === "app_metadata" ? "Only admins and event functions write it: roles belong here." : "Its owner writes it.";
  return html`<section class="card"><h2>${name}</h2><p class="soft">${about}</p><pre tabindex="0">${stored}</pre>
<details${isRefused && html` open`}><summary>Change ${name}</summary><form method="post" action="/__dev${visit.path}">${problemAt(visit, name)}
<label for="${name}">${name} as JSON; replaces what is there</label>
<textarea id="${name}" name="${name}" rows="8" spellcheck="false">${isRefused ? visit.typed(name) : stored}</textarea>
<div class="actions"><button>Save ${name}</button></div></form></details></section>`;
}

interface FieldForm {
  name: "email" | "password";
  type: string;
  summary: string;
  label: string;
}

function changeForm(visit: Visit, { name, type, summary, label }: FieldForm): Html {
  const isOpen = visit.problem?.form === name && html` open`;
  return html`<details class="card"${isOpen}><summary>${summary}</summary><form method="post" action="/__dev${visit.path}" autocomplete="off">${problemAt(visit, name)}
<label for="${name}">${label}</label><input id="${name}" name="${name}" type="${type}" required value="${visit.typed(name)}">
<div class="actions"><button>${summary}</button></div></form></details>`;
}
