import { setTimeout as sleep } from "node:timers/promises";
import { type FunctionFolder, openFunctionFolder } from "./functions/function-folder.ts";
import { type Loaded, loadFunctions } from "./functions/loaded.ts";
import type { RouteMatch } from "./functions/routes.ts";
import { type FunctionAnswer, FunctionFailure, FunctionTimeout, type Invocation } from "./functions/sandbox.ts";
import type { FunctionManifest, TimeShift } from "./functions/sandbox-messages.ts";

/** How long a background function may run; a call under way when the functions are loaded again is given as much. */
const DRAIN_MS = 15 * 60_000;
const DRAIN_LOOK_MS = 1_000;
/** Functions that crash as soon as they are loaded are not loaded again all the time. */
const CRASH_PAUSE_MS = 1_000;

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
  /** Bundles that a build made (`<name>.mjs`), or the sources of a site's functions. */
  directory: string;
  env: Record<string, string>;
  /** Load again when a file changes; what does not load is said then, and stops nothing. */
  watch?: boolean;
  log(line: string): void;
}

function firstLine(text: string): string {
  return text.split("\n", 1)[0] ?? text;
}

function explain(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

interface Running {
  /** What callers wait for: the newest loading that serves, or will. */
  current: Promise<Loaded>;
  /** The newest that did load. */
  shown: Loaded;
  /** Replaced ones, until their last call has ended. */
  draining: Set<Loaded>;
  closed: boolean;
  /** When they last crashed, by `performance.now()`. */
  crashedAt: number;
  load(): Promise<Loaded>;
  log(line: string): void;
}

/** Loads functions into a sandbox and keeps one running: after a crash, and after a change. */
export async function openFunctions({ directory, env, watch, log }: FunctionsOptions): Promise<Functions> {
  const folder = openFunctionFolder(directory);
  let time: TimeShift = { offsetMs: 0 };
  let running: Running | undefined;
  const load = async (): Promise<Loaded> => {
    let loaded: Loaded | undefined;
    const died = (reason: string) => {
      // One that has been replaced already leaves nobody without functions.
      if (running && !(loaded && running.draining.has(loaded))) recover(running, reason);
    };
    const print = (line: string) => log(`function: ${line}`);
    const next = await loadFunctions(directory, folder, { time, env, print, died });
    // It may have been moved while the functions were loaded.
    next.sandbox.setTime(time);
    tell(next, log);
    loaded = next;
    return next;
  };
  const first = await load();
  if (!watch) await refuseBroken(first, folder);
  const state = { shown: first, draining: new Set<Loaded>(), closed: false, crashedAt: Number.NEGATIVE_INFINITY };
  const now: Running = { current: Promise.resolve(first), ...state, load, log };
  running = now;
  if (watch) folder.watch(() => void reload(now, "they were changed").catch((error: unknown) => log(explain(error))));
  return {
    match: (method, path) => now.shown.match(method, path),
    invoke: (invocation) => invoke(now, invocation),
    list: () => now.shown.list,
    setTime(shift) {
      time = shift;
      for (const { sandbox } of now.draining) sandbox.setTime(shift);
      // One that does not start is told of where it was to be started.
      now.current.then(({ sandbox }) => sandbox.setTime(shift)).catch(() => undefined);
    },
    restart: () => reload(now, "everything starts over"),
    async close() {
      now.closed = true;
      folder.close();
      await Promise.all([...now.draining].map(({ sandbox }) => sandbox.close()));
      await now.current.then(({ sandbox }) => sandbox.close()).catch(() => undefined);
    },
  };
}

function tell({ broken, idle }: Loaded, log: (line: string) => void): void {
  for (const [name, reason] of broken) log(`${name} does not load: ${reason}`);
  for (const name of idle) log(`${name} exports no handler, so there is no such function.`);
}

async function refuseBroken({ broken, sandbox }: Loaded, folder: FunctionFolder): Promise<void> {
  const [first] = broken;
  if (!first) return;
  folder.close();
  await sandbox.close();
  throw new Error(`The function ${first[0]} does not load: ${firstLine(first[1])}`);
}

function recover(running: Running, reason: string): void {
  const { log } = running;
  log(`The functions crashed and are started again: ${reason}`);
  const sinceLast = performance.now() - running.crashedAt;
  running.crashedAt = performance.now();
  // Whoever calls meanwhile waits for the new sandbox, or hears why there is none.
  if (!running.closed) running.current = loadAfter(running, sinceLast < CRASH_PAUSE_MS ? CRASH_PAUSE_MS : 0);
  running.current.catch((error: unknown) => log(`The functions do not start: ${explain(error)}`));
}

async function loadAfter(running: Running, ms: number): Promise<Loaded> {
  if (ms > 0) await sleep(ms, undefined, { ref: false });
  if (running.closed) throw new FunctionFailure("The functions were stopped.");
  return running.load();
}

/** What worked goes on working: nothing is replaced by a loading in which something of it is broken. */
async function reload(running: Running, why: string): Promise<void> {
  const next = await running.load();
  const old = await running.current;
  const worse = [...next.broken.keys()].some((name) => !old.broken.has(name));
  if (running.closed || worse) return next.sandbox.close();
  running.current = Promise.resolve(next);
  running.shown = next;
  running.draining.add(old);
  void drain(old).then(() => running.draining.delete(old));
  running.log(`Functions loaded again: ${why}.`);
}

/** Waits for the calls under way before the thread goes. */
async function drain({ sandbox }: Loaded): Promise<void> {
  const until = performance.now() + DRAIN_MS;
  while (sandbox.underWay() > 0 && performance.now() < until) await sleep(DRAIN_LOOK_MS, undefined, { ref: false });
  await sandbox.close();
}

async function invoke(running: Running, invocation: Invocation): Promise<FunctionAnswer> {
  const { sandbox, broken } = await running.current;
  const reason = broken.get(invocation.name);
  if (reason !== undefined) throw new FunctionFailure(`${invocation.name} does not load: ${reason}`);
  try {
    return await sandbox.invoke(invocation);
  } catch (error) {
    const { log } = running;
    // Netlify gives up such a sandbox, too: an endless loop would keep everybody else waiting.
    if (error instanceof FunctionTimeout) reload(running, error.message).catch((problem) => log(explain(problem)));
    throw error;
  }
}
