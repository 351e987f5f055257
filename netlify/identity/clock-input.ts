import { type Clock, ClockError } from "./clock.ts";
import { parseDuration } from "./go/duration.ts";

const DAY_MS = 86_400_000;
const DAYS_FIRST = /^([+-]?)(\d+(?:\.\d+)?)d(.*)$/s;
/** With a zone: a time without one means something else on every machine. */
const ABSOLUTE = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/i;

const COMMANDS = ["advance", "set", "freeze", "reset"] as const;
const HELP =
  'Send one of {"advance":"20m"}, {"set":"2026-12-01T00:00:00Z"}, {"freeze":true}, {"freeze":false} and {"reset":true}.';

/** Does what a request to `/__dev/clock` asks for. Throws ClockError, and then the clock is as it was. */
export function moveClock(clock: Clock, fields: Record<string, unknown>): void {
  const unknown = Object.keys(fields).find((key) => !COMMANDS.some((command) => command === key));
  if (unknown !== undefined) throw new ClockError(`The clock knows no "${unknown}". ${HELP}`);
  if (Object.keys(fields).length !== 1) throw new ClockError(`The clock does one thing at a time. ${HELP}`);
  const { advance, set, freeze, reset } = fields;
  if (advance !== undefined) clock.advance(readShift(advance));
  if (set !== undefined) clock.set(readTime(set));
  if (freeze !== undefined) isOn("freeze", freeze) ? clock.freeze() : clock.unfreeze();
  if (reset === undefined) return;
  if (!isOn("reset", reset)) throw new ClockError(`"reset" is false, which changes nothing. ${HELP}`);
  clock.reset();
}

/** Milliseconds of `20m`, `1h30m`, `-5m`, `7d` or `1d12h`. Throws ClockError. */
export function readShift(value: unknown): number {
  const ms = typeof value === "string" ? shiftOf(value.trim()) : undefined;
  if (ms !== undefined) return Math.round(ms);
  throw new ClockError(
    `"advance" is ${JSON.stringify(value)}: give a duration as Go writes it, like "20m", "1h30m", "-5m" or "7d".`,
  );
}

/** Go has no days; here they may come first. */
function shiftOf(text: string): number | undefined {
  const [, sign = "", days, rest = ""] = DAYS_FIRST.exec(text) ?? [];
  if (days === undefined) return parseDuration(text);
  const part = rest === "" ? 0 : /^[+-]/.test(rest) ? undefined : parseDuration(`${sign}${rest}`);
  return part === undefined ? undefined : Number(`${sign}${days}`) * DAY_MS + part;
}

/** Milliseconds since 1970 of an RFC 3339 time. Throws ClockError. */
export function readTime(value: unknown): number {
  const at = typeof value === "string" && ABSOLUTE.test(value.trim()) ? Date.parse(value.trim()) : Number.NaN;
  if (!Number.isNaN(at)) return at;
  throw new ClockError(
    `"set" is ${JSON.stringify(value)}: give a time with its zone (RFC 3339), like "2026-12-01T00:00:00Z".`,
  );
}

function isOn(name: string, value: unknown): boolean {
  if (value === true || value === "true" || value === "on") return true;
  if (value === false || value === "false" || value === "off") return false;
  throw new ClockError(`"${name}" is ${JSON.stringify(value)}: give true or false.`);
}
