import type { DeliveryTry } from "../deliveries.ts";
import { type Html, html } from "./html.ts";

const WIDTH = 1000;
/** A try that took no time is still to be seen. */
const LEAST = 6;

/** Each try of a delivery as a bar on one line of time, with the same in words beside it. */
export function triesPicture(attempts: readonly DeliveryTry[], ms: number): Html {
  const whole = Math.max(ms, 1);
  const rows = attempts.map((attempt, index) => {
    const { startMs, status, error } = attempt;
    const look = error === undefined && status >= 200 && status < 300 ? "good" : "warn";
    const width = Math.max(LEAST, Math.round((attempt.ms / whole) * WIDTH));
    const x = Math.min(WIDTH - width, Math.round((startMs / whole) * WIDTH));
    return html`<li><p>Try ${index + 1}: ${error ?? `answered ${status}`} <span class="soft">${attempt.ms} ms, begun after ${startMs} ms</span></p>
<svg class="bar" viewBox="0 0 ${WIDTH} 10" preserveAspectRatio="none" aria-hidden="true"><rect class="ground" width="${WIDTH}" height="10"/><rect class="${look}" x="${x}" width="${width}" height="10"/></svg></li>`;
  });
  return html`<ol class="list">${rows}</ol>`;
}
