import type { Frame } from "./frame.ts";
import { type Html, html } from "./html.ts";
import { noticesOf } from "./notices.ts";
import type { Answer, DevRoute, NavGroup, Visit } from "./route.ts";
import { STYLE } from "./style.ts";

type Page = Extract<Answer, { kind: "page" }>;

const GROUPS: readonly NavGroup[] = ["See", "Change", "About"];

/** The whole page around a body: one style sheet inside, nothing loaded, nothing run. */
export function layout(page: Page, frame: Frame): string {
  const { facts } = frame;
  const whole = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title} · ${facts.title}</title>
<link rel="icon" href="data:,">
<style>${{ markup: STYLE }}</style>
</head>
<body>
${page.alone ? html`<main class="alone"><h1>${page.title}</h1>${page.body}</main>` : inConsole(page, frame)}
</body>
</html>
`;
  return whole.markup;
}

function inConsole({ title, body }: Page, frame: Frame): Html {
  const { facts, said, query } = frame;
  const done = said.read(query.get("said"));
  return html`<a class="skip" href="#main">Skip to the page</a>
<header class="top"><a class="brand" href="/__dev">${facts.title}</a>
<details class="menu"><summary>Menu</summary><nav aria-label="Pages, folded">${groups(frame)}</nav></details></header>
<div class="sides">
<nav class="side" aria-label="Pages">${groups(frame)}</nav>
<main id="main" tabindex="-1">
${noticesOf(frame.identity).map(
  ({ text, path, action }) => html`<p class="notice">${text} <a href="/__dev${path}">${action}</a></p>`,
)}${done !== undefined && html`<p class="said" role="status">${done}</p>`}
<h1>${title}</h1>
${body}
</main>
</div>`;
}

/** The words of a refused form, to stand beside it; give the form's name where the page has several. */
export function problemAt({ problem }: Visit, form?: string): Html {
  if (!problem || problem.form !== form) return html``;
  return html`<p class="problem" role="alert">${problem.message}</p>`;
}

function groups({ facts, path }: Frame): Html[] {
  return GROUPS.map((group) => {
    const routes = facts.routes.filter(({ nav }) => nav?.group === group);
    if (routes.length === 0) return html``;
    return html`<div class="group"><p>${group}</p><ul>${routes.map((route) => link(route, path))}</ul></div>`;
  });
}

function link({ path, nav }: DevRoute, here: string): Html {
  const isHere = path === "" ? here === "" || here === "/" : here === path;
  const isWithin = path !== "" && here.startsWith(`${path}/`);
  const current = isHere ? html` aria-current="page"` : isWithin ? html` aria-current="true"` : html``;
  return html`<li><a href="/__dev${path}"${current}>${nav?.name}</a></li>`;
}
