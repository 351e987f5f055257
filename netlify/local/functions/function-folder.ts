import { type FSWatcher, mkdtempSync, rmSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundleFunction } from "./bundling.ts";
import { type FunctionFile, functionFiles } from "./files.ts";
import type { LoadableFunction } from "./sandbox-messages.ts";

/** A bundler or an editor writes several files one after the other: wait until it is quiet. */
const QUIET_MS = 120;

export interface BrokenFunction {
  name: string;
  reason: string;
}

interface Prepared {
  loadable: LoadableFunction[];
  broken: BrokenFunction[];
}

export interface FunctionFolder {
  /** Everything in it, ready to be imported. `.mjs` is taken as it is; anything else is bundled first. */
  load(): Promise<Prepared>;
  /** Calls back when a file changes in a folder that something of the last load came from. */
  watch(changed: () => void): void;
  close(): void;
}

/** A folder of functions: bundles that a build made, or the sources of a site. */
export function openFunctionFolder(directory: string): FunctionFolder {
  const watching = openWatch();
  let temporary: string | undefined;
  let loads = 0;
  const outdir = () => {
    temporary ??= mkdtempSync(join(tmpdir(), "local-functions-"));
    return join(temporary, String(loads));
  };
  return {
    async load() {
      loads += 1;
      const prepared = await Promise.all((await functionFiles(directory)).map((file) => prepare(file, outdir)));
      watching.see([directory, ...prepared.flatMap(({ sources }) => sources.map(dirname))]);
      return {
        loadable: prepared.flatMap(({ loadable }) => loadable),
        broken: prepared.flatMap(({ broken }) => broken),
      };
    },
    watch: watching.start,
    close() {
      watching.close();
      if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
    },
  };
}

async function prepare(file: FunctionFile, outdir: () => string): Promise<Prepared & { sources: string[] }> {
  const { name, path } = file;
  if (extname(path) === ".mjs") {
    return { loadable: [{ name, url: pathToFileURL(path).href, format: "esm" }], broken: [], sources: [path] };
  }
  try {
    const { loadable, sources } = await bundleFunction(file, outdir());
    return { loadable: [loadable], broken: [], sources };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { loadable: [], broken: [{ name, reason }], sources: [path] };
  }
}

/** Watches folders, new ones as they become known, and calls back once they are quiet again. */
function openWatch() {
  const watchers = new Map<string, FSWatcher>();
  let known: readonly string[] = [];
  let changed: (() => void) | undefined;
  let timer: NodeJS.Timeout | undefined;
  const settle = () => {
    clearTimeout(timer);
    timer = setTimeout(() => changed?.(), QUIET_MS);
  };
  const look = () => {
    if (!changed) return;
    for (const folder of known) {
      if (!watchers.has(folder)) watchers.set(folder, watch(folder, settle));
    }
  };
  return {
    see(folders: readonly string[]) {
      known = folders;
      look();
    },
    start(callback: () => void) {
      changed = callback;
      look();
    },
    close() {
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
    },
  };
}
