import { methodNotAllowed, notFound, type Reply } from "./reply.ts";

/** chi's routing: sub-routers run their check before anything below them is looked for. */
export interface Match<C> {
  call: C;
  method: string;
  path: string;
}
type Handler<C> = (call: C) => Reply | Promise<Reply>;
type Enter<C, D> = (call: C, parameter: string) => D | Promise<D>;

/** A row of the route table. `describe` lists it and what is below for the coverage of the API. */
export interface Route<C> {
  path: string;
  methods: string[];
  /** A sub-router takes its own path, that with a slash, and everything below. */
  subrouter: boolean;
  run(match: Match<C>, parameter: string): Reply | Promise<Reply>;
  describe(): string[];
}

/** The methods chi knows; any other is 405 at once, whatever the path. */
const METHODS = new Set(["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"]);

export function endpoint<C>(method: string, path: string, handler: Handler<C>): Route<C> {
  return {
    path,
    methods: [method],
    subrouter: false,
    run: ({ call }) => handler(call),
    describe: () => [`${method} ${path}`],
  };
}

/** `enter` is the sub-router's check: it throws, or returns the call as the routes below need it. */
export function subrouter<C, D>(path: string, enter: Enter<C, D>, routes: Route<D>[]): Route<C> {
  return {
    path,
    methods: [],
    subrouter: true,
    async run({ call, method, path: rest }, parameter) {
      return route(routes, { call: await enter(call, parameter), method, path: rest });
    },
    describe: () => routes.flatMap((row) => row.describe()).map((line) => line.replace(" ", ` ${path}`)),
  };
}

/** Runs a check for one endpoint only, after method and path are found good. */
export function after<C, D>(enter: (call: C) => D | Promise<D>, handler: Handler<D>): Handler<C> {
  return async (call) => handler(await enter(call));
}

/** Answers a request from the whole table. */
export function dispatch<C>(routes: Route<C>[], match: Match<C>): Reply | Promise<Reply> {
  return METHODS.has(match.method) ? route(routes, match) : methodNotAllowed([]);
}

function route<C>(routes: Route<C>[], match: Match<C>): Reply | Promise<Reply> {
  const exact = routes.filter((row) => !row.subrouter && row.path === match.path);
  const endpointRow = exact.find((row) => row.methods.includes(match.method));
  if (endpointRow) return endpointRow.run(match, "");
  for (const row of routes) {
    const below = row.subrouter ? enterPath(row.path, match.path) : undefined;
    if (below) return row.run({ ...match, path: below.rest }, below.parameter);
  }
  return exact.length > 0 ? methodNotAllowed(exact.flatMap((row) => row.methods)) : notFound();
}

/** What is left of `path` below a sub-router, and the value of its `{parameter}` if it has one. */
function enterPath(pattern: string, path: string): { rest: string; parameter: string } | undefined {
  if (!pattern.includes("{")) {
    if (path === pattern) return { rest: "/", parameter: "" };
    return path.startsWith(`${pattern}/`) ? { rest: path.slice(pattern.length), parameter: "" } : undefined;
  }
  const [, parameter, rest] = /^\/([^/]*)(\/.*)?$/s.exec(path) ?? [];
  if (parameter === undefined || path === "/") return undefined;
  return { rest: rest ?? "/", parameter };
}
