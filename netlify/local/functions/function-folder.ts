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

export interface FunctionFolder {
  /** Everything in it, ready to be imported. `.mjs` is taken as it is; anything else is bundled first. */
  load(): Promise<{ loadable: LoadableFunction[]; broken: BrokenFunction[] }>;
  /** Calls back when a file changes that went into the last load. */
  watch(changed: () => void): void;
  close(): void;
}

/** A folder of functions: bundles that a build made, or the sources of a site. */
export function openFunctionFolder(directory: string): FunctionFolder {
  const watchers = new Map<string, FSWatcher>();
  let temporary: string | undefined;
  let loads = 0;
  let sources = [directory];
  let changed: (() => void) | undefined;
  let timer: NodeJS.Timeout | undefined;

  function settle(): void {
    clearTimeout(timer);
    timer = setTimeout(() => changed?.(), QUIET_MS);
  }

  function watchSources(): void {
    if (!changed) return;
    for (const folder of sources) {
      if (!watchers.has(folder)) watchers.set(folder, watch(folder, settle));
    }
  }

  function bundle(file: FunctionFile) {
    temporary ??= mkdtempSync(join(tmpdir(), "local-functions-"));
    return bundleFunction(file, join(temporary, String(loads)));
  }

  return {
    async load() {
      loads += 1;
      const loadable: LoadableFunction[] = [];
      const broken: BrokenFunction[] = [];
      const folders = new Set([directory]);
      for (const file of await functionFiles(directory)) {
        const { name, path } = file;
        folders.add(dirname(path));
        if (extname(path) === ".mjs") {
          loadable.push({ name, url: pathToFileURL(path).href, format: "esm" });
          continue;
        }
        try {
          const bundled = await bundle(file);
          loadable.push(bundled.loadable);
          for (const source of bundled.sources) folders.add(dirname(source));
        } catch (error) {
          broken.push({ name, reason: error instanceof Error ? error.message : String(error) });
        }
      }
      sources = [...folders];
      watchSources();
      return { loadable, broken };
    },
    watch(callback) {
      changed = callback;
      watchSources();
    },
    close() {
      clearTimeout(timer);
      for (const watcher of watchers.values()) watcher.close();
      if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
    },
  };
}
