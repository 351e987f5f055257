import { asBuilt, readBuiltManifest } from "./built-manifest.ts";
import { eventOfFileName } from "./event-of-file-name.ts";
import type { BrokenFunction, FunctionFolder } from "./function-folder.ts";
import { type RouteMatch, routesOf } from "./routes.ts";
import { openSandbox, type Sandbox, type SandboxOptions } from "./sandbox.ts";
import type { FunctionManifest } from "./sandbox-messages.ts";

/** One loading of all functions, until the next. */
export interface Loaded {
  sandbox: Sandbox;
  /** Those that do not load are among them: a call is answered with a failure, not with "there is none". */
  list: FunctionManifest[];
  match(method: string, path: string): RouteMatch;
  /** Reasons by name. */
  broken: ReadonlyMap<string, string>;
  /** Names of files that handle nothing. */
  idle: string[];
}

function eventsByName(name: string): string[] {
  const event = eventOfFileName(name);
  return event === undefined ? [] : [event];
}

/** Netlify's build says no to both, so neither runs here. */
function refusalOf({ name, paths, schedule }: FunctionManifest): string | undefined {
  if (paths.length === 0) return undefined;
  if (eventOfFileName(name))
    return "a function that Identity calls by its name has no path of its own: take config.path out";
  return schedule === undefined
    ? undefined
    : "a scheduled function has no path: take config.path or config.schedule out";
}

function standIn({ name }: BrokenFunction): FunctionManifest {
  const nothing = { paths: [], excludedPaths: [], methods: [], servesHttp: true, background: false };
  return { name, kind: "modern", events: eventsByName(name), ...nothing };
}

/** Loads every function of a folder into a new sandbox. */
export async function loadFunctions(
  directory: string,
  folder: FunctionFolder,
  options: Omit<SandboxOptions, "functions">,
): Promise<Loaded> {
  const { loadable, broken: unbuilt } = await folder.load();
  const built = await readBuiltManifest(directory);
  const sandbox = await openSandbox({ ...options, functions: loadable });
  const known = sandbox.functions.map((fn) => asBuilt(fn, built));
  const refused = known.flatMap((fn) => {
    const reason = refusalOf(fn);
    return reason === undefined ? [] : [{ name: fn.name, reason }];
  });
  const broken = [...unbuilt, ...sandbox.broken, ...refused];
  const good = known.filter(({ name }) => !refused.some((fn) => fn.name === name));
  const named = good.map((fn) => ({ ...fn, events: [...new Set([...eventsByName(fn.name), ...fn.events])] }));
  const list = [...named, ...broken.map(standIn)].sort((a, b) => (a.name < b.name ? -1 : 1));
  const reasons = new Map(broken.map(({ name, reason }) => [name, reason]));
  return { sandbox, list, match: routesOf(list), broken: reasons, idle: sandbox.idle };
}
