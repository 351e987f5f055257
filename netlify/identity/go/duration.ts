const UNITS_MS: Record<string, number> = {
  ns: 1e-6,
  us: 1e-3,
  "\u00b5s": 1e-3,
  "\u03bcs": 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
};
const SPELLING = /^[+-]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|\u00b5s|\u03bcs|ms|s|m|h))+)$/;
const MAX_SECONDS = 9_223_372_036;

/** Milliseconds of a duration as Go writes it (`15m`, `1h30m`, `1.5s`); undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  if (!SPELLING.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+\.?\d*|\.\d+)([a-z\u00b5\u03bc]+)/g)) {
    total += Number(amount) * (UNITS_MS[unit ?? ""] ?? 0);
  }
  return text.startsWith("-") ? -total : total;
}

/** Seconds as Go prints a duration: `59s`, `1m0s`, `26h0m3s`, `2.4s`; capped at what an int64 of nanoseconds holds. */
export function formatDuration(seconds: number): string {
  if (seconds > MAX_SECONDS) return "2562047h47m16.854775807s";
  if (seconds > 0 && seconds < 1) return `${Number((seconds * 1000).toFixed(3))}ms`;
  const whole = Math.floor(seconds);
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  const rest = Number(((whole % 60) + (seconds - whole)).toFixed(6));
  if (hours > 0) return `${hours}h${minutes}m${rest}s`;
  return minutes > 0 ? `${minutes}m${rest}s` : `${rest}s`;
}
