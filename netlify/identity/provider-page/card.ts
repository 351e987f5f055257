import { bdi, type Html, html } from "../dev/html.ts";
import { problemAt } from "../dev/layout.ts";
import type { Visit } from "../dev/route.ts";
import type { ProviderName } from "../settings.ts";
import { ABILITIES, type Persona } from "./persona.ts";
import { TYPED_FORM } from "./typed-persona.ts";

interface CardParts {
  visit: Visit;
  provider: ProviderName;
  /** By the name of the choice. */
  personas: Map<string, Persona>;
  site: string;
}

/** "Who are you?": choose somebody, type somebody, or say no. */
export function card({ visit, provider, personas, site }: CardParts): Html {
  const { title } = ABILITIES[provider];
  const used = [...personas].filter(([id]) => id.startsWith("used-"));
  const others = [...personas].filter(([id]) => !id.startsWith("used-"));
  const invited = personas.get("invited")?.emails[0]?.email;
  return html`<p class="lead">${new URL(site).host} wants to know who you are. The real ${title} would ask for your password.
Here you just say it, and nothing leaves this machine.</p>
${invited !== undefined && invitation(title, invited)}
${problemAt(visit)}
<section class="card" aria-labelledby="choose"><h2 id="choose">Who are you?</h2>
${choices(others)}
${used.length > 0 && html`<h3>As before</h3>${choices(used)}`}</section>
${typedForm(visit, provider)}
<form class="card" method="post"><h2>Say no</h2>
<p class="soft">The site is told in ${title}'s words that access was denied.</p>
<button name="refuse" value="on">Refuse</button></form>`;
}

function invitation(title: string, invited: string): Html {
  return html`<p class="notice">This accepts the invite of ${bdi(invited)}. One of the addresses that ${title} gives must be
that one, spelled the same; it need not be verified.</p>`;
}

function choices(personas: [string, Persona][]): Html {
  return html`<form method="post" class="choices">${personas.map(([id, persona]) => choice(id, persona))}</form>`;
}

function choice(id: string, { name, emails }: Persona): Html {
  const lines = emails.map(
    ({ email, verified }) =>
      html`<span class="row">${bdi(email)} ${verified ? html`<span class="tag good">verified</span>` : html`<span class="tag warn">not verified</span>`}</span>`,
  );
  const shown = name || (id === "invited" ? "Whoever was invited" : "No name");
  return html`<button name="choice" value="${id}"><strong>${bdi(shown)}</strong>
${lines.length > 0 ? lines : html`<span class="row soft">shows no address</span>`}</button>`;
}

function typedForm(visit: Visit, provider: ProviderName): Html {
  const { title, unverified, further, picture } = ABILITIES[provider];
  const isVerified = visit.problem === undefined || visit.typed("verified") === "on";
  return html`<form class="card" method="post"><h2>Somebody else</h2>
${problemAt(visit, TYPED_FORM)}
<label for="email">E-mail</label>
<input id="email" name="email" inputmode="email" autocomplete="off" autocapitalize="off" spellcheck="false" value="${visit.typed("email")}" aria-describedby="email-hint">
<p class="hint" id="email-hint">Left empty, ${title} gives no address.</p>
${unverified && html`<label class="check"><input type="checkbox" name="verified"${isVerified && html` checked`}>${title} has verified it</label>`}
${!unverified && html`<p class="hint">GoTrue takes every address of ${title} for verified.</p>`}
<label for="name">Name</label>
<input id="name" name="name" autocomplete="off" value="${visit.typed("name")}">
${picture && pictureField(visit)}
${further !== "none" && furtherField(visit, further)}
<div class="actions"><button class="main">Sign in</button></div></form>`;
}

function pictureField(visit: Visit): Html {
  return html`<label for="picture">Address of a picture</label>
<input id="picture" name="picture" type="url" autocomplete="off" value="${visit.typed("picture")}">`;
}

function furtherField(visit: Visit, further: "verified-or-not" | "never-verified"): Html {
  const isVerified = visit.typed("further_verified") === "on";
  return html`<details${visit.typed("further") !== "" && html` open`}><summary>Further addresses</summary>
<label for="further">One a line</label>
<textarea id="further" name="further" autocapitalize="off" spellcheck="false">${visit.typed("further")}</textarea>
${
  further === "verified-or-not"
    ? html`<label class="check"><input type="checkbox" name="further_verified"${isVerified && html` checked`}>These are verified, too</label>`
    : html`<p class="hint">GoTrue takes none of these for verified.</p>`
}</details>`;
}
