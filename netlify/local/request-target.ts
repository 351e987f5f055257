export interface Target {
  /** As sent, percent-encoding kept. */
  path: string;
  /** With its "?", or empty. */
  query: string;
}

/**
 * Splits the raw request line without resolving anything: `new URL` would read `//evil.example/x` as a host and fold
 * dot segments away before anybody could refuse them. Undefined for what is not a path (`*`, `CONNECT` authority).
 */
export function parseTarget(raw: string | undefined): Target | undefined {
  const absolute = raw?.replace(/^https?:\/\/[^/?#]*/i, "");
  const target = absolute === "" ? "/" : absolute;
  if (!target?.startsWith("/")) return undefined;
  const end = target.indexOf("?");
  const path = end < 0 ? target : target.slice(0, end);
  return { path: path.replace(/#.*$/, ""), query: end < 0 ? "" : target.slice(end) };
}
