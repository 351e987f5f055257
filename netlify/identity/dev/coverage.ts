import { COVERAGE, type CoverageRow, type Support } from "../coverage.ts";
import { counted } from "./counts.ts";
import { type Html, html } from "./html.ts";
import { type DevRoute, type Handler, json, page } from "./route.ts";

const show: Handler = ({ wantsJson }) => (wantsJson ? json(COVERAGE) : page("Coverage", coveragePage()));

/** Which of GoTrue's routes are here. */
export const coverageRoutes: DevRoute[] = [
  {
    path: "/coverage",
    nav: { name: "Coverage", group: "About" },
    GET: show,
    api: [{ method: "GET", about: "Every route of GoTrue's: supported, partial or absent, with a note." }],
  },
];

const LOOKS: Record<Support, string> = { supported: "tag good", partial: "tag warn", absent: "tag" };

function coveragePage(): Html {
  const count = (support: Support) => COVERAGE.filter((row) => row.support === support).length;
  return html`<p class="lead">GoTrue has ${counted(COVERAGE.length, "route")}: ${count("supported")} are here, ${count("partial")} in part, ${count("absent")} not. Tests hold this list against the routes that this server registers.</p>
<ul class="rows card">${COVERAGE.map(row)}</ul>`;
}

function row({ route, support, note }: CoverageRow): Html {
  const words = note !== "" && html`<p class="soft">${note}</p>`;
  return html`<li><div class="what"><code class="title">${route}</code>${words}</div><span class="${LOOKS[support]}">${support}</span></li>`;
}
