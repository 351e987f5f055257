/** Whether a request is one of those a pattern means. `path` is as the routes see it. */
export type RouteMatcher = (method: string, path: string) => boolean;

interface Pattern {
  method: string;
  segments: string[];
}

const SPELLING = /^(?:(\*|[A-Z]+) )?(\/\S*)$/;

/** `METHOD /path` with `{name}` for one segment and a `*` at the end for all below; `*` alone is everything. Undefined: no pattern. */
export function routeMatcher(text: string): RouteMatcher | undefined {
  const pattern = patternOf(text);
  return pattern && ((method, path) => isMatch(pattern, method, segmentsOf(path)));
}

/** Whether the pattern can mean any of these routes, given as `METHOD /path/{name}`. */
export function meansSome(text: string, routes: readonly string[]): boolean {
  const pattern = patternOf(text);
  if (!pattern) return false;
  return routes.some((route) => {
    const [method = "", path = ""] = route.split(" ");
    return isMatch(pattern, method, segmentsOf(path));
  });
}

function patternOf(text: string): Pattern | undefined {
  if (text === "*") return { method: "*", segments: ["*"] };
  const [, method = "*", path] = SPELLING.exec(text) ?? [];
  return path === undefined ? undefined : { method, segments: segmentsOf(path) };
}

/** A trailing slash is the same route, as in upstream's sub-routers. */
function segmentsOf(path: string): string[] {
  return path.replace(/\/$/, "").split("/").slice(1);
}

function isMatch({ method, segments }: Pattern, asked: string, path: string[]): boolean {
  if (method !== "*" && method !== asked) return false;
  const takesRest = segments.at(-1) === "*";
  const fixed = takesRest ? segments.slice(0, -1) : segments;
  if (takesRest ? path.length < fixed.length : path.length !== fixed.length) return false;
  return fixed.every((segment, index) => isAny(segment) || isAny(path[index]) || segment === path[index]);
}

/** A name in a route of the table stands for any segment, as one in a pattern does. */
function isAny(segment: string | undefined): boolean {
  return segment !== undefined && /^\{.*\}$/.test(segment);
}
