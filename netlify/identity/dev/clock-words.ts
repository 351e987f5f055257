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
