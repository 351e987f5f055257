import { type ClockState, isReal } from "../clock.ts";
import { spanInWords } from "./times.ts";

/** "8 days ahead of the real time, and stands still"; undefined while the clock is real. */
export function shiftInWords(state: ClockState): string | undefined {
  if (isReal(state)) return undefined;
  const { offsetMs, frozen } = state;
  const away =
    Math.abs(offsetMs) < 1000
      ? ""
      : `${spanInWords(Math.abs(offsetMs))} ${offsetMs > 0 ? "ahead of" : "behind"} the real time`;
  if (!frozen) return away || "less than a second from the real time";
  return away === "" ? "standing still" : `${away}, and stands still`;
}

const UNITS: readonly [string, number][] = [
  ["d", 86_400_000],
  ["h", 3_600_000],
  ["m", 60_000],
  ["s", 1000],
];

/** Whole seconds as the clock's page takes them: `1d1m`, `15m`. */
export function durationText(ms: number): string {
  let rest = ms;
  let text = "";
  for (const [unit, size] of UNITS) {
    const count = Math.floor(rest / size);
    rest -= count * size;
    if (count > 0) text += `${count}${unit}`;
  }
  return text || "0s";
}
