import type { Endpoint, Input, Output } from "#lib/contract/endpoint.ts";
import type { ChangeDeps, Deps, PublicDeps } from "#lib/server/deps.ts";
import { AppError } from "#lib/server/errors.ts";

/** The sweep is the one thing that a machine may ask for. */
type DepsOf<Row extends Endpoint> = Row["action"] extends "public"
  ? PublicDeps
  : Row["action"] extends "sweep.run"
    ? ChangeDeps
    : Deps;
type Handler<Row extends Endpoint> = (input: Input<Row>, deps: DepsOf<Row>) => Promise<Output<Row>>;

export interface Route {
  row: Endpoint;
  // biome-ignore lint/suspicious/noExplicitAny: rows of one function differ in type; route() has checked each pair.
  handler: Handler<any>;
}

/** Ties a row of the contract to what serves it. */
export function route<Row extends Endpoint>(row: Row, handler: Handler<Row>): Route {
  return { row, handler };
}

const API = `${__DESK_BASE__}/api`;

export interface Match {
  route: Route;
  params: Record<string, string>;
}

/** What a request's path and method come to. */
export interface Found {
  /** Served under this path, whatever the method. */
  allowed: string[];
  match: Match | undefined;
}

/** Looks a request up among the routes of a function. */
export function find(routes: readonly Route[], request: Request): Found {
  const { pathname } = new URL(request.url);
  const here = routes.flatMap((known): Match[] => {
    const params = matchPath(`${API}${known.row.path}`, pathname);
    return params ? [{ route: known, params }] : [];
  });
  return {
    allowed: [...new Set(here.map((match) => match.route.row.method))].sort(),
    match: here.find((match) => match.route.row.method === request.method),
  };
}

/** The values of a path's `:name` parts, or undefined where the path is another one. */
function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return undefined;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const value = given[index] ?? "";
    if (part.startsWith(":") && value !== "") params[part.slice(1)] = decoded(value);
    else if (part !== value) return undefined;
  }
  return params;
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** @throws AppError `not_found`, or `method_not_allowed` with what is. */
export function requireServed({ match, allowed }: Found, request: Request): Match {
  if (match) return match;
  if (allowed.length === 0) throw new AppError("not_found", "There is nothing under this address.");
  throw new AppError("method_not_allowed", `${request.method} is not served here.`, {
    headers: { allow: allowed.join(", ") },
  });
}
