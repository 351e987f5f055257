import { GROUP } from "../strictness.ts";
import { type Html, html } from "./html.ts";
import { problemAt } from "./layout.ts";
import { BadInput, type DevRoute, type Fields, type Handler, json, page, seeOther, type Visit } from "./route.ts";

const show: Handler = (visit) => {
  const list = visit.identity.strictness.list();
  return visit.wantsJson ? json(list) : page("Strictness", strictnessPage(visit, list));
};

const change: Handler = (visit) => {
  const { identity, wantsJson } = visit;
  const wishes = wishesOf(visit.fields(), identity.strictness.list());
  for (const [name, on] of wishes) identity.strictness.set(name, on);
  if (wantsJson) return json(identity.strictness.list());
  return seeOther("/strictness", wishes.map(([name, on]) => `${name} is ${on ? "on" : "off"}.`).join(" "));
};

/** Rules of a later upstream, switched while the server runs. */
export const strictnessRoutes: DevRoute[] = [
  {
    path: "/strictness",
    nav: { name: "Strictness", group: "Change" },
    GET: show,
    POST: change,
    api: [
      {
        method: "GET",
        about: "Every switch with what it does; upstream-2026 stands for all that upstream has merged.",
      },
      { method: "POST", about: "Switches some, or the group; the others stay.", body: { [GROUP]: true } },
      { method: "POST", about: "Switches one.", body: { per_page_cap: false } },
    ],
  },
];

type Switch = ReturnType<Visit["identity"]["strictness"]["list"]>[number];

/** All or nothing: a name or value that is wrong changes no switch. A form says `true` and `false` in words. */
function wishesOf(fields: Fields, switches: Switch[]): [string, boolean][] {
  const names = switches.map(({ name }) => name);
  const wishes = Object.entries(fields).map(([name, value]): [string, boolean] => {
    if (!names.includes(name)) throw new BadInput(`There is no switch "${name}". Choose from: ${names.join(", ")}.`);
    return [name, wishOf(name, value)];
  });
  if (wishes.length > 0) return wishes;
  throw new BadInput(`Say what to switch, like {"${GROUP}":true}. Choose from: ${names.join(", ")}.`);
}

function wishOf(name: string, value: unknown): boolean {
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  throw new BadInput(`"${name}" is switched with true or false.`);
}

function strictnessPage(visit: Visit, list: Switch[]): Html {
  return html`<p class="lead">This server answers as GoTrue did in April 2026. What upstream has added since, or may add, can be switched on to see whether a site stands it.</p>
${problemAt(visit)}<ul class="rows card">${list.map(row)}</ul>`;
}

function row({ name, on, about }: Switch): Html {
  const state = on ? html`<span class="tag good">on</span>` : html`<span class="tag">off</span>`;
  const verb = on ? "Switch off" : "Switch on";
  const look = name === GROUP && !on && html` class="main"`;
  return html`<li><div class="what"><code class="title">${name}</code> ${state}<p class="soft">${about}</p></div>
<form method="post" action="/__dev/strictness"><button name="${name}" value="${String(!on)}" aria-label="${verb} ${name}"${look}>${verb}</button></form></li>`;
}
