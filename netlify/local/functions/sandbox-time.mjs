// @ts-check
// The time of the functions is Identity's: `Date` is shifted in this thread, and in this thread only. Timers, deadlines of
// the platform and `performance` stay real, so a function that measures how long something took is not misled.

/** @import { TimeShift } from "./sandbox-messages.ts" */

const RealDate = Date;
const realNow = RealDate.now.bind(RealDate);

/** @type {TimeShift} */
let shift = { offsetMs: 0 };

const now = () => shift.frozenAt ?? realNow() + shift.offsetMs;

/** @param {TimeShift} next */
export function shiftTime(next) {
  shift = next;
}

/** Puts the shifted `Date` in place of the real one; for before anything else is loaded. */
export function installTime() {
  RealDate.now = now;
  globalThis.Date = new Proxy(RealDate, {
    apply: () => new RealDate(now()).toString(),
    construct: (target, given, newTarget) => Reflect.construct(target, given.length === 0 ? [now()] : given, newTarget),
  });
  RealDate.prototype.constructor = globalThis.Date;
}
