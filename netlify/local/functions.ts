import { type FSWatcher, watch } from "node:fs";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type RouteMatch, routesOf } from "./functions/routes.ts";
import { type FunctionAnswer, type Invocation, openSandbox, type Sandbox } from "./functions/sandbox.ts";
import type { FunctionManifest } from "./functions/sandbox-messages.ts";

/** A call under way when the functions are reloaded may take this long to finish. */
const DRAIN_MS = 60_000;

export interface Functions {
  match(method: string, path: string): RouteMatch;
  invoke(invocation: Invocation): Promise<FunctionAnswer>;
  list(): readonly FunctionManifest[];
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

/** Loads the bundled functions into a sandbox and keeps one running: after a crash, and after a rebuild. */
export async function openFunctions({ directory, env, watch: watching, log }: FunctionsOptions): Promise<Functions> {
  const print = (line: string) => log(`function: ${line}`);
  let closed = false;

  const open = async (): Promise<Sandbox> => {
    const functions = await bundlesIn(directory);
    return openSandbox({ functions, env, print, died: (reason) => void recover(reason) });
  };

  async function replace(next: Sandbox): Promise<void> {
    const old = sandbox;
    sandbox = next;
    match = routesOf(next.functions);
    setTimeout(() => void old.close(), DRAIN_MS).unref();
  }

  async function recover(reason: string): Promise<void> {
    log(`The functions crashed and are started again: ${reason}`);
    if (!closed) await open().then(replace, (error: Error) => log(`They do not start: ${error.message}`));
  }

  async function reload(): Promise<void> {
    const next = await open();
    if (closed) return next.close();
    for (const { name, reason } of next.broken) log(`${name} does not load: ${reason}`);
    if (next.broken.length > 0) return next.close();
    await replace(next);
    log("Functions reloaded.");
  }

  let sandbox = await open();
  const [broken] = sandbox.broken;
  if (broken) {
    await sandbox.close();
    throw new Error(`The function ${broken.name} does not load: ${firstLine(broken.reason)}`);
  }
  let match = routesOf(sandbox.functions);
  const watcher = watching
    ? onChange(directory, () => void reload().catch((error: Error) => log(error.message)))
    : undefined;

  return {
    match: (method, path) => match(method, path),
    invoke: (invocation) => sandbox.invoke(invocation),
    list: () => sandbox.functions,
    async close() {
      closed = true;
      watcher?.close();
      await sandbox.close();
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
