import type { DevRoute } from "./route.ts";

export interface Match {
  route: DevRoute;
  params: Record<string, string>;
}

/**
 * The route for a raw path below `/__dev`. Segments are compared as sent, so no dot segment and no encoded slash leads
 * anywhere; only what stands for a `:name` is decoded. Fixed paths win over names; a slash at the end
 * says nothing.
 */
export function matchRoute(routes: readonly DevRoute[], path: string): Match | undefined {
  const wanted = path.replace(/\/$/, "");
  const fixed = routes.find((route) => route.path === wanted);
  if (fixed) return { route: fixed, params: {} };
  for (const route of routes) {
    const params = paramsOf(route.path.split("/"), wanted.split("/"));
    if (params) return { route, params };
  }
  return undefined;
}

function paramsOf(pattern: string[], segments: string[]): Record<string, string> | undefined {
  if (pattern.length !== segments.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of pattern.entries()) {
    const segment = segments[index] ?? "";
    if (!part.startsWith(":")) {
      if (part !== segment) return undefined;
      continue;
    }
    const value = decoded(segment);
    if (value === undefined || value === "") return undefined;
    params[part.slice(1)] = value;
  }
  return params;
}

function decoded(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    // "%zz" names nothing.
    return undefined;
  }
}
