import { FAULT_KINDS, HOOK_MANNERS } from "../faults/rule.ts";
import { type Html, html } from "./html.ts";
import { problemAt } from "./layout.ts";
import type { Visit } from "./route.ts";

const KINDS: Record<string, string> = {
  status: "answers with a status",
  rate_limit: "answers 429",
  delay: "is slow",
  hang: "never answers",
  cut: "breaks off in the middle",
  reset: "drops the connection",
  mail_lost: "mails get lost",
  mail_error: "the mail server is down",
  hook_down: "event hooks fail",
  operator_token: "tokens of functions expire early",
};
const EVENTS = ["validate", "signup", "login", "usermodified", "userdeleted"];
const MAILS = ["invite", "confirmation", "recovery", "email_change"];

/** The form for a fault of one's own: what every one has, and folded away what only some kinds take. */
export function faultForm(visit: Visit): Html {
  const open = visit.problem?.form === "add" && html` open`;
  return html`<form class="card" method="post" action="/__dev/faults"><h2>One of your own</h2>${problemAt(visit, "add")}
<div class="fields">${choice(visit, "kind", "What goes wrong", FAULT_KINDS)}
${text(visit, "route", "On which route", "every route, or POST /token")}
${text(visit, "times", "How often", "until it is removed")}</div>
<details${open}><summary>More</summary>
<div class="fields">${text(visit, "after", "How many pass first", "")}${text(visit, "rate", "Chance", "0.2")}${text(visit, "seed", "Seed", "1")}</div>
<div class="fields">${text(visit, "status", "Status", "503")}${text(visit, "ms", "Delay in ms", "2000")}${text(visit, "retry_after", "Retry-After in s", "none")}</div>
<div class="fields">${choice(visit, "mail", "Only mails of a kind", ["", ...MAILS])}${choice(visit, "event", "Only hooks of an event", ["", ...EVENTS])}
${choice(visit, "how", "What hooks do", ["", ...HOOK_MANNERS])}${text(visit, "seconds", "Seconds of a token", "2")}</div>
<label for="body">Body in place of GoTrue's</label><textarea id="body" name="body">${visit.typed("body")}</textarea>
${check(visit, "after_commit", "Do the work first and spoil only the answer")}
${check(visit, "remove_when_spent", "Remove it once it has acted so often")}</details>
<div class="actions"><button class="main">Switch it on</button></div></form>`;
}

function text(visit: Visit, name: string, label: string, placeholder: string): Html {
  return html`<div><label for="${name}">${label}</label><input id="${name}" name="${name}" value="${visit.typed(name)}" placeholder="${placeholder}" autocomplete="off"></div>`;
}

function choice(visit: Visit, name: string, label: string, values: readonly string[]): Html {
  const options = values.map((value) => {
    const chosen = visit.typed(name) === value && html` selected`;
    return html`<option value="${value}"${chosen}>${value === "" ? "any" : (KINDS[value] ?? value.replaceAll("_", " "))}</option>`;
  });
  return html`<div><label for="${name}">${label}</label><select id="${name}" name="${name}">${options}</select></div>`;
}

function check(visit: Visit, name: string, label: string): Html {
  const isOn = visit.typed(name) !== "" && html` checked`;
  return html`<label class="check"><input type="checkbox" name="${name}" value="true"${isOn}>${label}</label>`;
}
