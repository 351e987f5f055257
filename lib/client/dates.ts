const exact = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});
const day = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "short", year: "numeric" });
const clock = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit" });
const relative = new Intl.RelativeTimeFormat("en-GB", { numeric: "auto" });

const units: [unit: Intl.RelativeTimeFormatUnit, seconds: number][] = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** Reads a time of the wire; undefined for none, for nonsense and for Go's zero time, which means "never". */
export function parseTime(text: string | undefined): Date | undefined {
  if (!text) return undefined;
  const time = new Date(text);
  return Number.isNaN(time.getTime()) || time.getUTCFullYear() <= 1 ? undefined : time;
}

/** "20 Nov 2026, 14:03", in the reader's time zone. */
export function exactTime(time: Date): string {
  return exact.format(time);
}

/** "20 Nov 2026". */
export function dayOf(time: Date): string {
  return day.format(time);
}

/** "14:03". */
export function clockOf(time: Date): string {
  return clock.format(time);
}

/** "3 days ago", "just now"; for a clock that runs behind the server's also "just now", never "in 20 seconds". */
export function relativeTime(time: Date, now: Date): string {
  const seconds = (time.getTime() - now.getTime()) / 1000;
  const unit = units.find(([, size]) => Math.abs(seconds) >= size);
  if (!unit) return "just now";
  return relative.format(Math.trunc(seconds / unit[1]), unit[0]);
}

/** Entries under the day they belong to, in the order they came; "Today" and "Yesterday" by the reader's clock. */
export function byDay<Entry extends { at: string }>(
  entries: readonly Entry[],
  now: Date,
): { day: string; entries: Entry[] }[] {
  const today = day.format(now);
  const yesterday = day.format(new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1));
  const groups: { day: string; entries: Entry[] }[] = [];
  for (const entry of entries) {
    const time = parseTime(entry.at);
    const date = time ? day.format(time) : "Unknown day";
    const name = date === today ? "Today" : date === yesterday ? "Yesterday" : date;
    const last = groups.at(-1);
    if (last?.day === name) last.entries.push(entry);
    else groups.push({ day: name, entries: [entry] });
  }
  return groups;
}
