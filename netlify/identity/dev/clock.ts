import { ClockError, type ClockState, isReal } from "../clock.ts";
import { moveClock } from "../clock-input.ts";
import { durationText, shiftInWords } from "./clock-words.ts";
import { type Html, html } from "./html.ts";
import { problemAt } from "./layout.ts";
import { lifetimesTable, type Step, stepsOf } from "./lifetimes.ts";
import { BadInput, type DevRoute, type Handler, json, page, seeOther, type Visit } from "./route.ts";
import { clockTime } from "./times.ts";

const show: Handler = (visit) =>
  visit.wantsJson ? json(visit.identity.clock.state()) : page("Clock", clockPage(visit));

const change: Handler = ({ identity: { clock }, fields, wantsJson }) => {
  const asked = fields();
  try {
    moveClock(clock, asked);
  } catch (error) {
    if (!(error instanceof ClockError)) throw error;
    throw new BadInput(error.message, { form: asked.set === undefined ? "advance" : "set" });
  }
  return wantsJson ? json(clock.state()) : seeOther("/clock", "The clock was moved.");
};

/** The time that everything here lives in. */
export const clockRoutes: DevRoute[] = [
  {
    path: "/clock",
    nav: { name: "Clock", group: "Change" },
    GET: show,
    POST: change,
    api: [
      {
        method: "GET",
        about: "The time here, how far it is from the real one in milliseconds, and whether it stands still.",
      },
      { method: "POST", about: "Moves the clock by a duration; one below zero goes back.", body: { advance: "20m" } },
      { method: "POST", about: "Sets it to a time.", body: { set: "2026-12-01T00:00:00Z" } },
      { method: "POST", about: "Stops it; with false it goes on from there.", body: { freeze: true } },
      { method: "POST", about: "Back to the real time.", body: { reset: true } },
    ],
  },
];

function clockPage(visit: Visit): Html {
  const { clock, settings } = visit.identity;
  const state = clock.state();
  return html`<p class="lead">Tokens, links, limits, cookies and the log live in this time, and so do the functions behind the
local Netlify. Timers, and whatever was written before, stay as they are. After a restart the time is real again.</p>
<div class="card"><p class="big"><time datetime="${state.now}">${clockTime(state.now)}</time></p>
<p>${shiftInWords(state) ?? "This is the real time."}</p>${isBehind(state) && BEHIND}
<form method="post" action="/__dev/clock" class="actions">${freezeButton(state)}${!isReal(state) && BACK}</form></div>
<form class="card" method="post" action="/__dev/clock"><h2>Let time pass</h2><div class="choices">${stepsOf(settings).map(stepButton)}</div></form>
<div class="cards">
<form class="card" method="post" action="/__dev/clock"><label for="advance">By how much</label>${problemAt(visit, "advance")}
<div class="row"><input id="advance" name="advance" required value="${visit.typed("advance")}" placeholder="1h30m" autocomplete="off" aria-describedby="advance-hint"><button>Move</button></div>
<p class="hint" id="advance-hint">As Go writes durations, and days: 20m, 1h30m, 7d. With a minus it goes back.</p></form>
<form class="card" method="post" action="/__dev/clock"><label for="set">To a time</label>${problemAt(visit, "set")}
<div class="row"><input id="set" name="set" required value="${visit.typed("set") || whole(state.now)}" autocomplete="off" aria-describedby="set-hint"><button>Set</button></div>
<p class="hint" id="set-hint">With its zone, like 2026-12-01T00:00:00Z.</p></form>
</div>
${lifetimesTable(settings)}`;
}

function stepButton({ ms, about }: Step): Html {
  const by = durationText(ms);
  return html`<button name="advance" value="${by}"><strong>${by}</strong> <span class="soft">${about}</span></button>`;
}

function freezeButton({ frozen }: ClockState): Html {
  const label = frozen ? "Let it run" : "Stop the clock";
  return html`<button name="freeze" value="${frozen ? "false" : "true"}">${label}</button>`;
}

const BACK = html`<button class="main" name="reset" value="true">Back to the real time</button>`;

const BEHIND = html`<p class="soft">What was written at the real time lies in the future here: mails of the last minutes still
count as just sent, and tokens live longer than they should.</p>`;

function isBehind({ offsetMs }: ClockState): boolean {
  return offsetMs <= -1000;
}

function whole(iso: string): string {
  return iso.replace(/\.\d+Z$/, "Z");
}
