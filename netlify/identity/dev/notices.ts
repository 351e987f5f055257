import type { Identity } from "../server.ts";
import { shiftInWords } from "./clock-words.ts";
import { deedInWords } from "./fault-words.ts";
import { clockTime } from "./times.ts";

/** A line on every page while something here is not as it is elsewhere, with the page that sets it right. */
export interface Notice {
  text: string;
  /** Path below `/__dev`. */
  path: string;
  /** Words of the link. */
  action: string;
}

type Watch = (identity: Identity) => Notice | undefined;

const clock: Watch = (identity) => {
  const state = identity.clock.state();
  const shift = shiftInWords(state);
  if (shift === undefined) return undefined;
  return { text: `The clock says ${clockTime(state.now)}: ${shift}.`, path: "/clock", action: "Set it right" };
};

const faults: Watch = (identity) => {
  const on = identity.faults.list().filter(({ spent }) => !spent);
  const [first] = on;
  if (!first) return undefined;
  const others = on.length === 1 ? "" : ` and ${on.length - 1} more`;
  return { text: `A fault is on: ${deedInWords(first)}${others}.`, path: "/faults", action: "Look at the faults" };
};

const WATCHES: readonly Watch[] = [clock, faults];

export function noticesOf(identity: Identity): Notice[] {
  return WATCHES.flatMap((watch) => watch(identity) ?? []);
}
