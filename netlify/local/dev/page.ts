import type { ServerResponse } from "node:http";
import { type Html, html } from "./html.ts";

const STYLE = `
:root { color-scheme: light dark; --ink: light-dark(#1b1f24, #e8eaed); --soft: light-dark(#5b6470, #9aa4b2);
  --line: light-dark(#dfe3e8, #2c333c); --card: light-dark(#fff, #171b21); --page: light-dark(#f6f7f9, #0f1216);
  --accent: light-dark(#0b6e4f, #4cc79a); --warn: light-dark(#9a3412, #fdba74); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
header, main { max-width: 46rem; margin: 0 auto; padding: 1rem; }
header { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; align-items: baseline; }
header strong { flex: 1 0 100%; } .go { font-weight: 600; }
h1 { font-size: 1.4rem; margin: .5rem 0 0; } h2 { font-size: 1rem; margin: 0; overflow-wrap: anywhere; }
p { margin: .4rem 0; } a { color: var(--accent); }
.soft { color: var(--soft); font-size: .9rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .9rem 1rem; margin: .8rem 0; }
.links { list-style: none; margin: .5rem 0 0; padding: 0; } .links li { margin: .35rem 0; overflow-wrap: anywhere; }
table { width: 100%; border-collapse: collapse; } th, td { text-align: left; padding: .4rem .5rem .4rem 0; vertical-align: top;
  border-top: 1px solid var(--line); overflow-wrap: anywhere; } th { font-weight: 600; font-size: .85rem; color: var(--soft); }
code { font: .9em ui-monospace, monospace; user-select: all; }
details { margin-top: .6rem; } summary { cursor: pointer; color: var(--soft); font-size: .9rem; }
iframe { width: 100%; height: 16rem; border: 1px solid var(--line); border-radius: .4rem; background: #fff; margin-top: .5rem; }
button { font: inherit; color: var(--warn); background: none; border: 1px solid currentColor; border-radius: .4rem;
  padding: .4rem .8rem; cursor: pointer; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.failed { color: var(--warn); }
`;

const HEADERS = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  // Under no-referrer a form's own post comes from origin "null", which the guard refuses.
  "referrer-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  // The mails in their frames inherit this: their styles count, and nothing in them loads or runs.
  "content-security-policy":
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
};

/** Sends a page for people: one style sheet inside, nothing loaded, nothing run. */
export function sendPage(response: ServerResponse, title: string, body: Html, status = 200): void {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title} · local Netlify</title>
<link rel="icon" href="data:,">
<style>${{ markup: STYLE }}</style>
</head>
<body>
<header><strong>Local Netlify</strong><a href="/__dev">Overview</a><a href="/__dev/mails">Mails</a><a href="/__dev/seeds">Sign-ins</a><a href="/__dev/events">Events</a></header>
<main><h1>${title}</h1>
${body}
</main>
</body>
</html>
`;
  response.writeHead(status, { ...HEADERS, "content-type": "text/html; charset=utf-8" });
  response.end(page.markup);
}

/** Sends the same for programs. */
export function sendJson(response: ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { ...HEADERS, "content-type": "application/json; charset=utf-8" });
  response.end(`${JSON.stringify(value)}\n`);
}
