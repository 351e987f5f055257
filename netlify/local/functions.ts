import { type FSWatcher, watch } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type RouteMatch, routesOf } from "./functions/routes.ts";
import {
  type FunctionAnswer,
  FunctionTimeout,
  type Invocation,
  openSandbox,
  type Sandbox,
} from "./functions/sandbox.ts";
import type { FunctionManifest, TimeShift } from "./functions/sandbox-messages.ts";

/** A call under way when the functions are reloaded may take this long to finish. */
const DRAIN_MS = 60_000;

export interface Functions {
  match(method: string, path: string): RouteMatch;
  invoke(invocation: Invocation): Promise<FunctionAnswer>;
  list(): readonly FunctionManifest[];
  /** The time that functions live in from now on, those that are loaded later too. */
  setTime(shift: TimeShift): void;
  /** Forgets whatever the functions remember. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

export interface FunctionsOptions {
  /** Holds one bundle per function, `<name>.mjs`. */
  directory: string;
  env: Record<string, string>;
  /** Load again when a bundle changes. */
  watch?: boolean;
  log(line: string): void;
}

async function bundlesIn(directory: string): Promise<{ name: string; url: string }[]> {
  const files = await readdir(directory).catch(() => {
    throw new Error(`There are no built functions in ${directory}. Run "npm run build" first.`);
  });
  const bundles = files.filter((file) => file.endsWith(".mjs")).sort();
  return bundles.map((file) => ({
    name: file.slice(0, -".mjs".length),
    url: pathToFileURL(join(directory, file)).href,
  }));
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? text;
}

function explain(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Loads the bundled functions into a sandbox and keeps one running: after a crash, and after a rebuild. */
export async function openFunctions({ directory, env, watch: watching, log }: FunctionsOptions): Promise<Functions> {
  const print = (line: string) => log(`function: ${line}`);
  const draining = new Set<Sandbox>();
  let time: TimeShift = { offsetMs: 0 };
  let closed = false;

  const open = async (): Promise<Sandbox> => {
    const functions = await bundlesIn(directory);
    const sandbox = await openSandbox({ functions, time, env, print, died: recover });
    // It may have been moved while the bundles were loaded.
    sandbox.setTime(time);
    return sandbox;
  };

  function use(next: Sandbox): void {
    list = next.functions;
    match = routesOf(next.functions);
  }

  function recover(reason: string): void {
    log(`The functions crashed and are started again: ${reason}`);
    // Whoever calls meanwhile waits for the new sandbox, or hears why there is none.
    if (!closed) current = open();
    current.catch((error: unknown) => log(`The functions do not start: ${explain(error)}`));
  }

  async function reload(why: string): Promise<void> {
    const next = await open();
    for (const { name, reason } of next.broken) log(`${name} does not load: ${reason}`);
    if (closed || next.broken.length > 0) return next.close();
    const old = await current;
    current = Promise.resolve(next);
    use(next);
    draining.add(old);
    setTimeout(() => void old.close().then(() => draining.delete(old)), DRAIN_MS).unref();
    log(`Functions loaded again: ${why}.`);
  }

  async function invoke(invocation: Invocation): Promise<FunctionAnswer> {
    try {
      return await (await current).invoke(invocation);
    } catch (error) {
      // Netlify gives up such a sandbox, too: an endless loop would keep everybody else waiting.
      if (error instanceof FunctionTimeout) reload(error.message).catch((problem: unknown) => log(explain(problem)));
      throw error;
    }
  }

  const first = await open();
  const [broken] = first.broken;
  if (broken) {
    await first.close();
    throw new Error(`The function ${broken.name} does not load: ${firstLine(broken.reason)}`);
  }
  let current = Promise.resolve(first);
  let list = first.functions;
  let match = routesOf(list);
  const onRebuild = () => void reload("they were built anew").catch((error: unknown) => log(explain(error)));
  const watcher = watching ? onChange(directory, onRebuild) : undefined;

  return {
    match: (method, path) => match(method, path),
    invoke,
    list: () => list,
    setTime(shift) {
      time = shift;
      for (const sandbox of draining) sandbox.setTime(shift);
      // One that does not start is told of where it was to be started.
      current.then((sandbox) => sandbox.setTime(shift)).catch(() => undefined);
    },
    restart: () => reload("everything starts over"),
    async close() {
      closed = true;
      watcher?.close();
      await Promise.all([...draining].map((sandbox) => sandbox.close()));
      await current.then((sandbox) => sandbox.close()).catch(() => undefined);
    },
  };
}

/** A bundler writes several files one after the other: wait until it is quiet. */
function onChange(directory: string, run: () => void): FSWatcher {
  let timer: NodeJS.Timeout | undefined;
  return watch(directory, () => {
    clearTimeout(timer);
    timer = setTimeout(run, 120);
  });
}
