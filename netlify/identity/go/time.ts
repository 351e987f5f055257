/** RFC 3339 as Go writes a time in UTC: fraction without trailing zeros, none for a whole second. `ms` since 1970. */
export function formatTime(ms: number): string {
  const seconds = Math.floor(ms / 1000);
  const nanoseconds = Math.round((ms - seconds * 1000) * 1e6);
  const fraction = nanoseconds === 0 ? "" : `.${String(nanoseconds).padStart(9, "0").replace(/0+$/, "")}`;
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}${fraction}Z`;
}

/** RFC 3339 with the fraction cut off. */
export function formatSeconds(ms: number): string {
  return formatTime(Math.floor(ms / 1000) * 1000);
}
