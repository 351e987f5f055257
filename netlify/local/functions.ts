import { setTimeout as sleep } from "node:timers/promises";
import { openFunctionFolder } from "./functions/function-folder.ts";
import { type Loaded, loadFunctions } from "./functions/loaded.ts";
import type { RouteMatch } from "./functions/routes.ts";
import { type FunctionAnswer, FunctionFailure, FunctionTimeout, type Invocation } from "./functions/sandbox.ts";
import type { FunctionManifest, TimeShift } from "./functions/sandbox-messages.ts";

/** How long a background function may run; a call under way when the functions are loaded again is given as much. */
const DRAIN_MS = 15 * 60_000;
const DRAIN_LOOK_MS = 1_000;

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

/** Waits for the calls under way before the thread goes. */
async function drain({ sandbox }: Loaded): Promise<void> {
  const until = performance.now() + DRAIN_MS;
  while (sandbox.underWay() > 0 && performance.now() < until) await sleep(DRAIN_LOOK_MS, undefined, { ref: false });
  await sandbox.close();
}

/** Loads functions into a sandbox and keeps one running: after a crash, and after a change. */
export async function openFunctions({ directory, env, watch, log }: FunctionsOptions): Promise<Functions> {
  const folder = openFunctionFolder(directory);
  const draining = new Set<Loaded>();
  const print = (line: string) => log(`function: ${line}`);
  let time: TimeShift = { offsetMs: 0 };
  let closed = false;

  const load = async (): Promise<Loaded> => {
    const next = await loadFunctions(directory, folder, { time, env, print, died: recover });
    // It may have been moved while the functions were loaded.
    next.sandbox.setTime(time);
    for (const [name, reason] of next.broken) log(`${name} does not load: ${reason}`);
    for (const name of next.idle) log(`${name} exports no handler, so there is no such function.`);
    return next;
  };

  function recover(reason: string): void {
    log(`The functions crashed and are started again: ${reason}`);
    // Whoever calls meanwhile waits for the new sandbox, or hears why there is none.
    if (!closed) current = load();
    current.catch((error: unknown) => log(`The functions do not start: ${explain(error)}`));
  }

  async function reload(why: string): Promise<void> {
    const next = await load();
    const old = await current;
    const worse = [...next.broken.keys()].some((name) => !old.broken.has(name));
    if (closed || worse) return next.sandbox.close();
    current = Promise.resolve(next);
    shown = next;
    draining.add(old);
    void drain(old).then(() => draining.delete(old));
    log(`Functions loaded again: ${why}.`);
  }

  async function invoke(invocation: Invocation): Promise<FunctionAnswer> {
    const { sandbox, broken } = await current;
    const reason = broken.get(invocation.name);
    if (reason !== undefined) throw new FunctionFailure(`${invocation.name} does not load: ${reason}`);
    try {
      return await sandbox.invoke(invocation);
    } catch (error) {
      // Netlify gives up such a sandbox, too: an endless loop would keep everybody else waiting.
      if (error instanceof FunctionTimeout) reload(error.message).catch((problem: unknown) => log(explain(problem)));
      throw error;
    }
  }

  let shown = await load();
  let current = Promise.resolve(shown);
  const [broken] = shown.broken;
  if (broken && !watch) {
    folder.close();
    await shown.sandbox.close();
    throw new Error(`The function ${broken[0]} does not load: ${firstLine(broken[1])}`);
  }
  const changed = () => void reload("they were changed").catch((error: unknown) => log(explain(error)));
  if (watch) folder.watch(changed);

  return {
    match: (method, path) => shown.match(method, path),
    invoke,
    list: () => shown.list,
    setTime(shift) {
      time = shift;
      for (const { sandbox } of draining) sandbox.setTime(shift);
      // One that does not start is told of where it was to be started.
      current.then(({ sandbox }) => sandbox.setTime(shift)).catch(() => undefined);
    },
    restart: () => reload("everything starts over"),
    async close() {
      closed = true;
      folder.close();
      await Promise.all([...draining].map(({ sandbox }) => sandbox.close()));
      await current.then(({ sandbox }) => sandbox.close()).catch(() => undefined);
    },
  };
}
