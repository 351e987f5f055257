import type { FunctionManifest } from "./sandbox-messages.ts";

const DEFAULT_PREFIX = "/.netlify/functions/";
const EXPRESSION = /[{}()[\]?+]/;

export interface FunctionMatch {
  fn: FunctionManifest;
  /** The pattern of its own path that matched, if it has one. */
  route: string | undefined;
}
export type RouteMatch = FunctionMatch | "method-not-allowed" | undefined;

/** Turns `/api/users/:id` or `/files/*` into a pattern; a trailing slash more or less is the same path, as on Netlify. */
function patternOf(path: string): RegExp {
  if (!path.startsWith("/")) throw new Error(`A function's path begins with "/", found ${JSON.stringify(path)}.`);
  if (EXPRESSION.test(path)) {
    throw new Error(`The local Netlify knows ":name" and "*" in a function's path, found ${JSON.stringify(path)}.`);
  }
  const source = path
    .replace(/\/$/, "")
    .replace(/[.\\^$|]/g, "\\$&")
    .replace(/:[A-Za-z_]\w*/g, "[^/]+?")
    .replace(/\*/g, ".*");
  return new RegExp(`^${source}/?$`);
}

interface Route {
  fn: FunctionManifest;
  path: string;
  pattern: RegExp;
  excluded: RegExp[];
}

function serves(fn: FunctionManifest, method: string): boolean {
  return fn.methods.length === 0 || fn.methods.includes(method);
}

/** The address book of the loaded functions: a function with a path of its own does not answer at its default address. */
export function routesOf(functions: readonly FunctionManifest[]): (method: string, path: string) => RouteMatch {
  const own: Route[] = functions.flatMap((fn) =>
    fn.paths.map((path) => ({ fn, path, pattern: patternOf(path), excluded: fn.excludedPaths.map(patternOf) })),
  );
  const atDefault = new Map(functions.filter((fn) => fn.paths.length === 0).map((fn) => [fn.name, fn]));

  return (method, path) => {
    const matches = own.filter(
      ({ pattern, excluded }) => pattern.test(path) && !excluded.some((not) => not.test(path)),
    );
    const allowed = matches.find(({ fn }) => serves(fn, method));
    if (allowed) return { fn: allowed.fn, route: allowed.path };
    if (matches.length > 0) return "method-not-allowed";
    if (!path.startsWith(DEFAULT_PREFIX)) return undefined;
    const fn = atDefault.get(path.slice(DEFAULT_PREFIX.length).replace(/\/$/, ""));
    if (!fn) return undefined;
    return serves(fn, method) ? { fn, route: undefined } : "method-not-allowed";
  };
}
