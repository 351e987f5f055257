import type { DeliveryTry } from "../deliveries.ts";
import type { Delivery } from "../server.ts";
import { counted } from "./counts.ts";
import { bdi, type Html, html } from "./html.ts";
import { problemAt } from "./layout.ts";
import type { Visit } from "./route.ts";
import { clockTime } from "./times.ts";
import { triesPicture } from "./tries-picture.ts";

/** Longer texts are in the JSON of this page. */
const MAX_SHOWN = 20_000;

/** One delivery: what came of it, its tries as a picture, what was sent and what came back. */
export function deliveryPage(visit: Visit, delivery: Delivery): Html {
  const { event, attempts, request, tries, ms } = delivery;
  return html`${factsCard(visit, delivery)}
<section class="card"><h2>${counted(tries, "try", "tries")} in ${ms} ms</h2>${triesPicture(attempts, ms)}</section>
<section class="card"><h2>What was sent</h2>
<p class="soft">POST, the same for every try. ${signatureWords(request.headers)}</p>
<pre>${headerLines(Object.entries(request.headers))}</pre>${bodyBox(request.body)}</section>
${answersOf(attempts)}
<section class="card"><h2>Send it again</h2>
<p>Sends the same body for ${event} once more, signed anew, so that you can try the function after a change. What it answers
is shown and changes nothing in Identity.</p>${problemAt(visit)}
<form method="post"><div class="actions"><button class="main" name="again" value="true">Send again</button></div></form></section>`;
}

function factsCard({ identity }: Visit, { accepted, outcome, event, url, person, at, id, repeats }: Delivery): Html {
  const later = identity.deliveries().filter((other) => other.repeats === id);
  const links = later.map((other) => html` <a href="/__dev/events/${other.id}">${clockTime(other.at)}</a>`);
  return html`<section class="card"><p><span class="tag ${accepted ? "good" : "bad"}">${accepted ? "accepted" : "refused"}</span> ${outcome}</p>
<dl><dt>Event</dt><dd>${event}</dd>
<dt>Person</dt><dd><a href="/__dev/people?q=${encodeURIComponent(person)}">${bdi(person)}</a></dd>
<dt>Listener</dt><dd><code class="all">${url}</code></dd>
<dt>Begun</dt><dd>${clockTime(at)}</dd>
${repeats !== undefined && html`<dt>Repeats</dt><dd><a href="/__dev/events/${repeats}">the first delivery</a></dd>`}
${links.length > 0 && html`<dt>Sent again</dt><dd>${links}</dd>`}</dl></section>`;
}

function signatureWords(headers: Record<string, string>): string {
  const signed = headers["X-Webhook-Signature"] !== undefined;
  return signed ? "X-Webhook-Signature is a JWT over the body's SHA-256." : "Not signed: no secret is set.";
}

/** A refusal is called three times and mostly answered alike: answers that are the same are shown once. */
function answersOf(attempts: readonly DeliveryTry[]): Html[] {
  const groups: { answer: DeliveryTry; numbers: number[] }[] = [];
  for (const [index, answer] of attempts.entries()) {
    const same = groups.find((group) => sameAnswer(group.answer, answer));
    if (same) same.numbers.push(index + 1);
    else groups.push({ answer, numbers: [index + 1] });
  }
  return groups.map(({ answer, numbers }) => answerCard(answer, numbers));
}

/** Dates and request ids differ each time and say nothing here. */
function sameAnswer(a: DeliveryTry, b: DeliveryTry): boolean {
  return a.status === b.status && a.body === b.body && a.error === b.error;
}

function answerCard({ status, headers, body, bodyBytes, error }: DeliveryTry, numbers: readonly number[]): Html {
  const which = numbers.length === 1 ? `try ${numbers[0]}` : `tries ${numbers.join(", ")}`;
  const what = status === 0 ? "Nothing came back" : `${status} came back`;
  const cut = bodyBytes > Buffer.byteLength(body) && html`<p class="soft">The first part of ${bodyBytes} bytes.</p>`;
  return html`<section class="card"><h2>${what}, ${which}</h2>
${error !== undefined && html`<p class="failed">${error}</p>`}
${headers.length > 0 && html`<pre>${headerLines(headers)}</pre>`}
${status !== 0 && (body === "" ? html`<p class="soft">An empty body: nothing is to change.</p>` : bodyBox(body))}${cut}</section>`;
}

function headerLines(headers: readonly [string, string][]): string {
  return headers.map(([name, value]) => `${name}: ${value}`).join("\n");
}

function bodyBox(body: string): Html {
  const text = readable(body);
  const rest = text.length - MAX_SHOWN;
  const more =
    rest > 0 && html`<p class="soft">${rest.toLocaleString("en")} more characters are in the JSON of this page.</p>`;
  return html`<pre>${text.slice(0, MAX_SHOWN)}</pre>${more}`;
}

/** JSON on several lines; other text as it is. */
function readable(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), undefined, 2);
  } catch {
    return body;
  }
}
