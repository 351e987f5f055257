/** Lowest and highest value of minute, hour, day of month, month and day of week (0 and 7 are Sunday). */
const BOUNDS: readonly [number, number][] = [
  [0, 59],
  [0, 23],
  [1, 31],
  [1, 12],
  [0, 7],
];
const NAMED: Record<string, string> = {
  "@yearly": "0 0 1 1 *",
  "@annually": "0 0 1 1 *",
  "@monthly": "0 0 1 * *",
  "@weekly": "0 0 * * 0",
  "@daily": "0 0 * * *",
  "@midnight": "0 0 * * *",
  "@hourly": "0 * * * *",
};
const MINUTE_MS = 60_000;
/** 29 February comes every eight years at the latest. */
const MAX_DAYS = 8 * 366 + 1;

/** `1-5`, `*`, `0/15`, `mon` are refused or read; undefined for what cannot be. */
function valuesOf(part: string, [low, high]: [number, number]): number[] | undefined {
  const found = /^(?:\*|(\d+)(?:-(\d+))?)(?:\/(\d+))?$/.exec(part);
  if (!found) return undefined;
  const [, from, to, step] = found;
  const first = from === undefined ? low : Number(from);
  const last = to === undefined ? (from === undefined || step !== undefined ? high : first) : Number(to);
  const by = step === undefined ? 1 : Number(step);
  if (first < low || last > high || by < 1) return undefined;
  return Array.from({ length: Math.floor((last - first) / by) + 1 }, (_, index) => first + index * by);
}

function fieldOf(text: string, bounds: [number, number]): Set<number> | undefined {
  const lists = text.split(",").map((part) => valuesOf(part, bounds));
  const values = new Set<number>();
  for (const list of lists) {
    if (!list) return undefined;
    for (const value of list) values.add(value);
  }
  return values;
}

type Fields = [Set<number>, Set<number>, Set<number>, Set<number>, Set<number>];

function isFive(fields: (Set<number> | undefined)[]): fields is Fields {
  return fields.length === 5 && fields.every((field) => field !== undefined);
}

/**
 * When a schedule comes next, in UTC as on Netlify; undefined for an expression that is not understood (names of days and
 * months are not) or never comes. Day of month and day of week are alternatives when both are given, as in cron.
 */
export function nextRun(schedule: string, afterMs: number): Date | undefined {
  const texts = (NAMED[schedule.trim()] ?? schedule.trim()).split(/\s+/);
  const fields = texts.map((text, index) => fieldOf(text, BOUNDS[index] ?? [0, 0]));
  if (!isFive(fields)) return undefined;
  const [minutes, hours, days, months, weekdays] = fields;
  const anyDay = texts[2] === "*";
  const anyWeekday = texts[4] === "*";
  const isDay = (at: Date) => {
    const day = days.has(at.getUTCDate());
    const weekday = weekdays.has(at.getUTCDay()) || (at.getUTCDay() === 0 && weekdays.has(7));
    if (!months.has(at.getUTCMonth() + 1)) return false;
    return anyDay || anyWeekday ? day && weekday : day || weekday;
  };
  const start = (Math.floor(afterMs / MINUTE_MS) + 1) * MINUTE_MS;
  const day = new Date(start);
  day.setUTCHours(0, 0, 0, 0);
  for (let count = 0; count < MAX_DAYS; count += 1, day.setUTCDate(day.getUTCDate() + 1)) {
    if (!isDay(day)) continue;
    for (const hour of [...hours].sort((a, b) => a - b)) {
      for (const minute of [...minutes].sort((a, b) => a - b)) {
        const at = day.getTime() + (hour * 60 + minute) * MINUTE_MS;
        if (at >= start) return new Date(at);
      }
    }
  }
  return undefined;
}
