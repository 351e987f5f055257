import { SnapshotError } from "../snapshots/snapshot-error.ts";
import type { BadSnapshot, SavedSnapshot } from "../snapshots.ts";
import { counted } from "./counts.ts";
import { bdi, type Html, html } from "./html.ts";
import { problemAt } from "./layout.ts";
import { BadInput, type DevRoute, type Handler, json, notFound, page, seeOther, type Visit } from "./route.ts";
import { clockTime } from "./times.ts";

const show: Handler = (visit) => {
  const all = visit.console.snapshots.list();
  return visit.wantsJson ? json(all) : page("Snapshots", snapshotsPage(visit, all));
};

const change: Handler = async (visit) => {
  const { console, wantsJson } = visit;
  const { what, name } = asked(visit);
  try {
    const said = await DO[what](visit, name);
    return wantsJson ? json(console.snapshots.list()) : seeOther("/snapshots", said);
  } catch (error) {
    if (!(error instanceof SnapshotError)) throw error;
    throw error.missing
      ? notFound(error.message)
      : new BadInput(error.message, { form: what === "save" ? "save" : undefined });
  }
};

type What = "save" | "load" | "remove";

/** What is done, and the words for it afterwards. */
const DO: Record<What, (visit: Visit, name: string) => Promise<string>> = {
  async save({ console }, name) {
    const { people } = await console.snapshots.save(name);
    return `Saved as ${name}, with ${counted(people, "account")}.`;
  },
  async load({ console }, name) {
    const { people } = await console.snapshots.load(name);
    return `Everything is as it was in ${name}, with ${counted(people, "account")}.`;
  },
  async remove({ console }, name) {
    await console.snapshots.remove(name);
    return `The snapshot ${name} was removed.`;
  },
};

/** States of everything, to come back to. */
export const snapshotRoutes: DevRoute[] = [
  {
    path: "/snapshots",
    nav: { name: "Snapshots", group: "Change" },
    GET: show,
    POST: change,
    api: [
      { method: "GET", about: "The saved states, newest first, with time, people and size in bytes." },
      { method: "POST", about: "Saves everything under a name.", body: { save: "before-the-import" } },
      { method: "POST", about: "Brings a saved state back.", body: { load: "before-the-import" } },
      { method: "POST", about: "Removes a saved state.", body: { remove: "before-the-import" } },
    ],
  },
];

function asked({ fields }: Visit): { what: What; name: string } {
  const given = fields();
  const [what, ...more] = (["save", "load", "remove"] as const).filter((key) => given[key] !== undefined);
  const name = what === undefined ? undefined : given[what];
  if (what === undefined || more.length > 0 || typeof name !== "string") {
    throw new BadInput('Say one of {"save":"name"}, {"load":"name"} or {"remove":"name"}.');
  }
  return { what, name: name.trim() };
}

function snapshotsPage(visit: Visit, all: (SavedSnapshot | BadSnapshot)[]): Html {
  const list =
    all.length === 0
      ? NONE_YET
      : html`<ul class="rows card">${all.map((each) => ("problem" in each ? badRow(each) : row(each)))}</ul>`;
  return html`<p class="lead">States to come back to: accounts, passwords, sessions, the log and mails, and whatever else this server keeps.</p>
${problemAt(visit)}
<form class="card" method="post" action="/__dev/snapshots">${problemAt(visit, "save")}
<label for="save">Save everything as</label><div class="row"><input id="save" name="save" required maxlength="60" value="${visit.typed("save")}" autocomplete="off" aria-describedby="save-hint"><button class="main">Save</button></div>
<p class="hint" id="save-hint">Letters, digits, dots, dashes and underscores. One that has this name already is replaced.</p></form>
${list}`;
}

function row({ name, saved_at, people, bytes }: SavedSnapshot): Html {
  return html`<li><div class="what"><span class="title">${bdi(name)}</span>
<p class="soft">${counted(people, "account")} · ${sizeInWords(bytes)} · saved ${clockTime(saved_at)}</p></div>
<div class="row">${button("load", name, "Load")}${button("remove", name, "Remove")}</div></li>`;
}

function badRow({ name, problem }: BadSnapshot): Html {
  return html`<li><div class="what"><span class="title">${bdi(name)}</span><p class="failed">${problem}</p></div>
<div class="row">${button("remove", name, "Remove")}</div></li>`;
}

function button(what: What, name: string, label: string): Html {
  const look = what === "remove" && html` class="bad"`;
  return html`<form method="post" action="/__dev/snapshots"><button name="${what}" value="${name}" aria-label="${label} ${name}"${look}>${label}</button></form>`;
}

function sizeInWords(bytes: number): string {
  if (bytes < 1024) return counted(bytes, "byte");
  const [size, unit] = bytes < 1024 * 1024 ? [bytes / 1024, "kB"] : [bytes / 1024 / 1024, "MB"];
  return `${size < 10 ? size.toFixed(1) : Math.round(size)} ${unit}`;
}

const NONE_YET = html`<div class="card empty"><h2>No snapshot yet</h2>
<p>Save one before you try something, and load it to have everything as it was.</p></div>`;
