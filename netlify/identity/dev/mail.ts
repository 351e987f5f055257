import type { Identity, Mail } from "../server.ts";
import { bdi, escapeHtml, type Html, html } from "./html.ts";
import { isWebAddress, linkButtons, linkTag } from "./mail-links.ts";
import { clockTime, relativeTime } from "./times.ts";

/** One mail: who, when, its links, and what it looks like in a frame that can neither run nor load nor leave. */
export function mailPage(identity: Identity, mail: Mail): Html {
  const [first = ""] = mail.to;
  const others = identity.mails.list({ to: first }).length - 1;
  return html`<div class="card"><dl>
<dt>To</dt><dd>${bdi(mail.to.join(", "))}${others > 0 && html` · <a href="/__dev/mails?to=${encodeURIComponent(first)}">${others} more to this address</a>`}</dd>
<dt>From</dt><dd>${bdi(mail.from)}</dd>
<dt>Sent</dt><dd>${clockTime(mail.sent_at)} (${relativeTime(mail.sent_at, identity.clock.now())})</dd>
</dl></div>
${linksCard(identity, mail)}
<section class="card"><h2>What it looks like</h2>${frameOf(mail)}</section>
<details class="card"><summary>HTML source</summary><pre tabindex="0">${mail.html}</pre></details>
<p><a href="/__dev/mails">All mails</a></p>`;
}

function linksCard(identity: Identity, mail: Mail): Html {
  if (mail.links.length === 0)
    return html`<section class="card"><h2>Links</h2><p class="soft">There is none in it.</p></section>`;
  const state = identity.links({ mailed: true }).find(({ mail_id }) => mail_id === mail.id);
  return html`<section class="card"><h2>Links</h2><div class="actions">${linkButtons(mail)}</div>
<ul class="list">${mail.links.map((link) => html`<li><code class="all">${link}</code>${!isWebAddress(link) && html` <span class="tag warn">no web address</span>`}</li>`)}</ul>
${state && html`<p>${linkTag(state)} ${state.reason}</p>`}</section>`;
}

/** `sandbox` without a word allows nothing; the page's own policy loads nothing for it. */
function frameOf(mail: Mail): Html {
  return {
    markup: `<iframe sandbox="" title="The mail as a reader shows it" srcdoc="${escapeHtml(mail.html)}"></iframe>`,
  };
}
