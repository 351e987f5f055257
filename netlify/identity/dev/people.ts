import type { PersonLine } from "../person.ts";
import { counted } from "./counts.ts";
import { bdi, type Html, html } from "./html.ts";
import { problemAt } from "./layout.ts";
import { pager, windowOf } from "./paging.ts";
import { newPerson } from "./person-input.ts";
import { BadInput, type DevRoute, type Handler, json, page, seeOther, type Visit } from "./route.ts";
import { relativeTime } from "./times.ts";

const PER_PAGE = 50;

const show: Handler = (visit) => {
  const { identity, query, wantsJson } = visit;
  const q = (query.get("q") ?? "").trim();
  const window = windowOf(query, PER_PAGE);
  const { people, total } = identity.person.find({ q, ...window });
  if (wantsJson) return json({ people: people.map(({ user, state }) => ({ ...user, state })), total });
  return page("People", peoplePage(visit, { people, total, q }));
};

const add: Handler = (visit) => {
  const { identity, wantsJson } = visit;
  const person = identity.person.create(newPerson(visit.fields(), identity.clock.now()));
  if (!person) throw new BadInput("There is an account with this address already.", { form: "add" });
  const { id, email } = person.user;
  return wantsJson
    ? json({ ...person.user, state: person.state }, 201)
    : seeOther(`/people/${id}`, `${email} was added.`);
};

/** Everybody, and how to add somebody. */
export const peopleRoutes: DevRoute[] = [
  {
    path: "/people",
    nav: { name: "People", group: "See" },
    GET: show,
    POST: add,
    api: [
      {
        method: "GET",
        about: `People as the admin API shows them, newest first, ${PER_PAGE} on a page.`,
        query: "?q=ann&page=1",
      },
      {
        method: "POST",
        about: "Adds an account as if it had always been there: no mail is sent, no hook is asked.",
        body: { email: "ann@example.com", password: "secret", full_name: "Ann", roles: ["editor"], confirmed: true },
      },
    ],
  },
];

interface Found {
  people: PersonLine[];
  total: number;
  q: string;
}

function peoplePage(visit: Visit, { people, total, q }: Found): Html {
  const { identity, query } = visit;
  const window = windowOf(query, PER_PAGE);
  const now = identity.clock.now();
  const list =
    people.length === 0
      ? emptyList(q, total)
      : html`<ul class="rows card">${people.map((person) => row(person, now))}</ul>`;
  const found = q === "" ? counted(total, "account") : `${counted(total, "account")} like “${q}”`;
  return html`<p class="lead">${found}, the newest first.</p>
${findForm(q)}${addForm(visit)}${list}${pager({ ...window, total, path: "/people", query })}${transferCard(visit)}`;
}

function row({ user, state }: PersonLine, now: number): Html {
  const name = nameOf(user);
  return html`<li><div class="what"><a class="title" href="/__dev/people/${String(user.id)}">${bdi(String(user.email) || "(no address)")}</a>
<p class="soft">${name !== "" && html`${bdi(name)} · `}added ${relativeTime(String(user.created_at), now)}</p></div>
<div class="row">${rolesOf(user).map((role) => html`<span class="tag">${bdi(role)}</span>`)}${stateTag(state)}</div></li>`;
}

/** The state in one word, in its colour. */
export function stateTag(state: PersonLine["state"]): Html {
  const look = { active: "good", unconfirmed: "warn", invited: "" }[state];
  return html`<span class="tag ${look}">${state}</span>`;
}

/** `user_metadata.full_name`, when it is text. */
export function nameOf({ user_metadata }: PersonLine["user"]): string {
  const metadata = user_metadata as Record<string, unknown> | null;
  return typeof metadata?.full_name === "string" ? metadata.full_name : "";
}

/** Role names in `app_metadata.roles`; whatever else stands there is no role. */
export function rolesOf({ app_metadata }: PersonLine["user"]): string[] {
  const { roles } = { ...(app_metadata as Record<string, unknown> | null) };
  return Array.isArray(roles) ? roles.filter((role): role is string => typeof role === "string").slice(0, 20) : [];
}

function findForm(q: string): Html {
  return html`<form class="card find" method="get" action="/__dev/people" role="search"><label for="q">Address or name</label>
<div class="row"><input id="q" name="q" type="search" value="${q}"><button>Find</button>${q !== "" && html`<a class="button" href="/__dev/people">Show all</a>`}</div></form>`;
}

function emptyList(q: string, total: number): Html {
  if (total > 0)
    return html`<div class="card empty"><h2>The list ends before this page</h2><p><a href="/__dev/people">To its beginning</a></p></div>`;
  if (q !== "")
    return html`<div class="card empty"><h2>Nobody is like that</h2><p><a href="/__dev/people">Show everybody</a></p></div>`;
  return html`<div class="card empty"><h2>Nobody yet</h2><p>Sign up on the site, or add somebody above.</p></div>`;
}

function addForm(visit: Visit): Html {
  const { typed, problem } = visit;
  const isOpen = problem?.form === "add" && html` open`;
  return html`<details class="card"${isOpen}><summary>Add a person</summary><form method="post" action="/__dev/people" autocomplete="off">
${problemAt(visit, "add")}<p class="soft">As if the account had always been there: no mail is sent, no event function is asked.</p>
<label for="email">E-mail</label><input id="email" name="email" type="email" required value="${typed("email")}">
<label for="password">Password</label><input id="password" name="password" value="${typed("password")}" aria-describedby="password-hint"><p class="hint" id="password-hint">Without one nobody can sign in by password until a new one is set by mail.</p>
<label for="full_name">Name</label><input id="full_name" name="full_name" value="${typed("full_name")}">
<label for="roles">Roles</label><input id="roles" name="roles" value="${typed("roles")}" aria-describedby="roles-hint"><p class="hint" id="roles-hint">With commas between them, like: editor, admin</p>
<label class="check"><input type="checkbox" name="confirmed" value="true"${(!problem || typed("confirmed") === "true") && html` checked`}>The address is confirmed</label>
<div class="actions"><button class="main">Add the person</button></div></form></details>`;
}

function transferCard(visit: Visit): Html | undefined {
  const {
    console: { routes },
    problem,
  } = visit;
  const has = (path: string) => routes.some((route) => route.path === path);
  if (!has("/people/export") || !has("/people/import")) return undefined;
  const isOpen = problem?.form === "import" && html` open`;
  return html`<details class="card"${isOpen}><summary>Export and import</summary>
<p><a class="button" href="/__dev/people/export">Save everybody as a file</a></p>
<form method="post" action="/__dev/people/import" enctype="multipart/form-data">${problemAt(visit, "import")}
<label for="people">File with one account a line, as the export writes it</label><input id="people" name="people" type="file" required>
<label class="check"><input type="checkbox" name="partial" value="1">Add the good ones even if others are refused</label>
<div class="actions"><button>Import the file</button></div></form></details>`;
}
