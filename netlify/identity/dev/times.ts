import { type Html, html } from "./html.ts";

/** `2026-11-23T15:13:49.259Z` as people read it: `2026-11-23 15:13:49 UTC`. */
export function clockTime(iso: string): string {
  return iso.replace("T", " ").replace(/(\.\d+)?Z$/, " UTC");
}

const STEPS: readonly [number, string][] = [
  [86_400_000, "day"],
  [3_600_000, "hour"],
  [60_000, "minute"],
  [1000, "second"],
];

/** A span of milliseconds by its largest unit: "3 hours", "1 second", "less than a second". */
export function spanInWords(ms: number): string {
  const whole = Math.round(ms / 1000) * 1000;
  const [size, unit] = STEPS.find(([step]) => whole >= step) ?? [0, ""];
  if (size === 0) return "less than a second";
  const count = Math.floor(whole / size);
  return `${count} ${unit}${count === 1 ? "" : "s"}`;
}

/** "3 minutes ago" or "in 2 days", as seen from `now`; the exact time is in the title. */
export function relativeTime(iso: string, now: number): Html {
  const ms = now - Date.parse(iso);
  const words = Math.abs(ms) < 1000 ? "now" : ms > 0 ? `${spanInWords(ms)} ago` : `in ${spanInWords(-ms)}`;
  return html`<time datetime="${iso}" title="${clockTime(iso)}">${words}</time>`;
}
