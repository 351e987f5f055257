import type { Mail } from "../store/mail-table.ts";
import { escapeHtml, type Html, html } from "./html.ts";
import { type DevRoute, type Handler, json, page } from "./route.ts";
import { clockTime } from "./times.ts";

const show: Handler = ({ identity, query, wantsJson }) => {
  const to = query.get("to") ?? undefined;
  const mails = identity.mails.list(to === undefined ? {} : { to });
  return wantsJson ? json(mails.map(mailAsJson)) : page("Mails", mailsPage(mails, to));
};

/** The mailbox of this machine. */
export const mailRoutes: DevRoute[] = [
  {
    path: "/mails",
    nav: { name: "Mails", group: "See" },
    GET: show,
    api: [
      { method: "GET", about: "Every mail, oldest first, with the links in it." },
      { method: "GET", about: "The mails to one address.", query: "?to=ann@example.com" },
    ],
  },
];

/** What a test needs of a mail. */
function mailAsJson({ id, to, from, subject, links, sent_at }: Mail) {
  return { id, to, from, subject, links, sent_at };
}

/** `…/#recovery_token=…` is "recovery"; a link to anything else has no name. */
function kindOf(address: string): string | undefined {
  return /[#?&](confirmation|invite|recovery|email_change)_token=/.exec(address)?.[1]?.replace("_", " ");
}

function link(address: string): Html {
  if (!/^https?:\/\//i.test(address)) return html`<li>${address}</li>`;
  const kind = kindOf(address);
  const label = kind === undefined ? "Open the link" : `Follow the ${kind} link`;
  return html`<li><a class="go" href="${address}">${label}</a><br><span class="soft">${address}</span></li>`;
}

function card(mail: Mail): Html {
  const frame = { markup: `<iframe sandbox="" title="The mail" srcdoc="${escapeHtml(mail.html)}"></iframe>` };
  return html`<article class="card">
<h2>${mail.subject}</h2>
<p class="soft">to ${mail.to.join(", ")} · ${clockTime(mail.sent_at)}</p>
<ul class="list">${mail.links.map(link)}</ul>
<details><summary>Show the mail</summary>${frame}</details>
</article>`;
}

function mailsPage(mails: readonly Mail[], to: string | undefined): Html {
  const whose = to === undefined ? "" : ` to ${to}`;
  if (mails.length === 0) {
    return html`<p>No mail${whose} yet. What Identity sends (confirmation, invitation, recovery) arrives here instead of leaving this machine.</p>`;
  }
  return html`<p class="soft">${mails.length} mails${whose}, the newest first. They never leave this machine.</p>
${[...mails].reverse().map(card)}`;
}
