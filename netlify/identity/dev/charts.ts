import { type Html, html } from "./html.ts";

export interface Share {
  name: string;
  count: number;
  /** A class of the style: "good", "warn" or "soft". */
  look: "good" | "warn" | "soft";
}

const WIDTH = 300;

/** One bar, divided as the counts are; the words below it say the same. */
export function shareBar(shares: readonly Share[]): Html {
  const total = shares.reduce((sum, { count }) => sum + count, 0);
  const widths = shares.map(({ count }) => (total === 0 ? 0 : (count / total) * WIDTH));
  const parts = shares.map(({ look }, index) => {
    const start = widths.slice(0, index).reduce((sum, width) => sum + width, 0);
    return html`<rect class="${look}" x="${start.toFixed(1)}" width="${(widths[index] ?? 0).toFixed(1)}" height="10"/>`;
  });
  const words = shares.map(({ name, count, look }) => html`<li><span class="dot ${look}"></span>${count} ${name}</li>`);
  return html`<svg class="bar" viewBox="0 0 ${WIDTH} 10" preserveAspectRatio="none" aria-hidden="true"><rect class="ground" width="${WIDTH}" height="10"/>${parts}</svg>
<ul class="legend">${words}</ul>`;
}

/** How many of `times` (milliseconds) fall into each of the last `steps` spans before `now`, the latest last. */
export function countsBySpan(times: readonly number[], now: number, { steps, span }: { steps: number; span: number }) {
  const counts = new Array<number>(steps).fill(0);
  for (const time of times) {
    const back = Math.floor((now - time) / span);
    if (back >= 0 && back < steps) counts[steps - 1 - back] = (counts[steps - 1 - back] ?? 0) + 1;
  }
  return counts;
}

/** Columns for counts over time; `label` says what they are to whoever cannot see them. */
export function columns(counts: readonly number[], label: string): Html {
  const most = Math.max(1, ...counts);
  const step = WIDTH / counts.length;
  const bars = counts.map((count, index) => {
    const height = count === 0 ? 1 : Math.max(3, (count / most) * 40);
    const look = count === 0 ? "ground" : "good";
    return html`<rect class="${look}" x="${(index * step + 1).toFixed(1)}" y="${(40 - height).toFixed(1)}" width="${(step - 2).toFixed(1)}" height="${height.toFixed(1)}"/>`;
  });
  return html`<svg class="columns" viewBox="0 0 ${WIDTH} 40" role="img" aria-label="${label}">${bars}</svg>`;
}
