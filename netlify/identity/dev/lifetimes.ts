import type { Settings } from "../settings.ts";
import { type Html, html } from "./html.ts";
import { spanInWords } from "./times.ts";

/** How long things live here, by the settings. */
export function lifetimesTable({ jwt, mailer, smtp, cookie }: Settings): Html {
  const rows: [string, string][] = [
    ["Access token", seconds(jwt.lifetime)],
    ["Refresh token, after its last use", seconds(jwt.refreshLifetime)],
    ["Link to confirm an address, or a new one", spanInWords(mailer.confirmationMaxAge)],
    ["Link to set a new password", spanInWords(mailer.recoveryMaxAge)],
    ["Invite", `for ever; ${spanInWords(mailer.inviteMaxAge)} once the invited person signed up on a page meanwhile`],
    ["Between two mails of a kind", spanInWords(smtp.maxFrequency)],
    ["Cookie", cookie.duration > 0 ? seconds(cookie.duration) : "none is set"],
    ["Token of a function", "2 minutes"],
  ];
  const lines = rows.map(([name, life]) => html`<dt>${name}</dt><dd>${life}</dd>`);
  return html`<div class="card"><h2>How long things live</h2><dl class="wide">${lines}</dl></div>`;
}

function seconds(count: number): string {
  return spanInWords(count * 1000);
}

/** How far the clock may be moved to let something pass. */
export interface Step {
  ms: number;
  about: string;
}

const MINUTE_MS = 60_000;

/** A minute more than each thing lives. */
export function stepsOf({ jwt, mailer, smtp }: Settings): Step[] {
  const oldest = Math.max(mailer.confirmationMaxAge, mailer.recoveryMaxAge);
  const steps: Step[] = [
    { ms: smtp.maxFrequency, about: "The next mail of the same kind may be sent" },
    { ms: jwt.lifetime * 1000, about: "Access tokens have expired" },
    { ms: oldest, about: "Links to confirm and to set a new password are dead" },
    {
      ms: mailer.inviteMaxAge,
      about: "So is the link of an invite, where the invited person signed up on a page meanwhile",
    },
    { ms: jwt.refreshLifetime * 1000, about: "Refresh tokens have expired" },
  ];
  return steps.map(({ ms, about }) => ({ ms: ms + MINUTE_MS, about }));
}
