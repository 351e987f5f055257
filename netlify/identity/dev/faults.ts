import { type Fault, FaultError } from "../faults/rule.ts";
import { FAULT_EXAMPLES, type FaultExample } from "./fault-examples.ts";
import { faultForm } from "./fault-form.ts";
import { deedInWords, momentsInWords } from "./fault-words.ts";
import { type Html, html } from "./html.ts";
import { problemAt } from "./layout.ts";
import {
  BadInput,
  type DevRoute,
  type Fields,
  type Handler,
  json,
  notFound,
  page,
  seeOther,
  type Visit,
} from "./route.ts";

const show: Handler = (visit) => {
  const faults = visit.identity.faults.list();
  return visit.wantsJson ? json(faults) : page("Faults", faultsPage(visit, faults));
};

const add: Handler = (visit) => {
  const asked = visit.fields();
  if (asked.clear !== undefined) return clear(visit);
  const fault = added(visit, asked);
  return visit.wantsJson ? json(fault, 201) : seeOther("/faults", `From now on ${deedInWords(fault)}.`);
};

const clear: Handler = ({ identity, wantsJson }) => {
  identity.faults.clear();
  return wantsJson ? json([]) : seeOther("/faults", "Nothing goes wrong any more.");
};

const showOne: Handler = (visit) => {
  const fault = found(visit);
  return visit.wantsJson ? json(fault) : page(`Fault ${fault.id}`, html`<ul class="rows card">${row(fault)}</ul>`);
};

const remove: Handler = (visit) => {
  const fault = found(visit);
  visit.identity.faults.remove(fault.id);
  return visit.wantsJson ? json(fault) : seeOther("/faults", `Fault ${fault.id} was removed.`);
};

/** What is made to go wrong. */
export const faultRoutes: DevRoute[] = [
  {
    path: "/faults",
    nav: { name: "Faults", group: "Change" },
    GET: show,
    POST: add,
    DELETE: clear,
    api: [
      { method: "GET", about: "The faults in the order in which they act, with how many requests each saw and hit." },
      {
        method: "POST",
        about: "Switches one on. The README has all kinds and keys.",
        body: { kind: "status", route: "POST /token", status: 503, after: 1, times: 2 },
      },
      { method: "DELETE", about: "Removes all; requests that one held go on." },
    ],
  },
  {
    path: "/faults/:id",
    GET: showOne,
    POST: remove,
    DELETE: remove,
    formOn: "/faults",
    api: [
      { method: "GET", about: "One fault with its counts.", params: { id: "FAULT_ID" } },
      { method: "DELETE", about: "Removes one, and says what it did.", params: { id: "FAULT_ID" } },
    ],
  },
];

/** What is wrong with a rule is told beside the form. */
function added({ identity }: Visit, asked: Fields): Fault {
  try {
    return identity.faults.add(identity.faults.read(asked));
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    throw new BadInput(error.message, { form: "add" });
  }
}

function found({ identity, params }: Visit): Fault {
  const fault = identity.faults.list().find(({ id }) => id === params.id);
  if (!fault) throw notFound(`There is no fault ${params.id}: it was removed, or the server started anew.`);
  return fault;
}

function faultsPage(visit: Visit, faults: Fault[]): Html {
  const list = faults.length === 0 ? NONE : html`<ul class="rows card">${faults.map(row)}${CLEAR}</ul>`;
  return html`<p class="lead">Make Identity fail as it may fail one day, and see what the site makes of it. These pages themselves never fail.</p>
${problemAt(visit)}${list}
<details class="card"${faults.length === 0 && html` open`}><summary>Ready-made</summary><ul class="rows plain">${FAULT_EXAMPLES.map(example)}</ul></details>
${faultForm(visit)}`;
}

function row(fault: Fault): Html {
  const state = fault.spent ? html`<span class="tag">spent</span>` : html`<span class="tag warn">on</span>`;
  const moments = fault.spent ? "" : html` · ${momentsInWords(fault)}`;
  return html`<li><div class="what"><span class="title">${sentence(deedInWords(fault))}</span> ${state}
<p class="soft">Fault ${fault.id} · acted on ${fault.hits} of the ${fault.seen} it saw${moments}</p></div>
<form method="post" action="/__dev/faults/${fault.id}"><button class="bad" aria-label="Remove fault ${fault.id}">Remove</button></form></li>`;
}

function example({ name, about, rule }: FaultExample): Html {
  const fields = Object.entries(rule).map(
    ([key, value]) => html`<input type="hidden" name="${key}" value="${String(value)}">`,
  );
  return html`<li><div class="what"><span class="title">${name}</span><p class="soft">${about}</p></div>
<form method="post" action="/__dev/faults">${fields}<button aria-label="Switch on: ${name}">Switch on</button></form></li>`;
}

function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const NONE = html`<div class="card empty"><h2>Nothing goes wrong</h2><p>Switch something on below.</p></div>`;

const CLEAR = html`<li><form method="post" action="/__dev/faults"><button class="main" name="clear" value="true">Remove all</button></form></li>`;
