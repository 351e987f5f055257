import { type FSWatcher, watch } from "node:fs";
import { stat } from "node:fs/promises";
import { basename, resolve } from "node:path";
import type { HookEvent } from "../deliveries.ts";
import { messageOf } from "../http/errors.ts";

/** A function of the site, as far as Identity has to do with it. */
export interface SiteFunction {
  name: string;
  /** Events that call it: one by its file name, or those of a typed default export. */
  events: HookEvent[];
  /** Netlify gives these no identity. */
  isBackground: boolean;
}

export interface SiteFunctions {
  list(): readonly SiteFunction[];
  close(): void;
}

export interface SiteFunctionsOptions {
  directories: readonly string[];
  log(line: string): void;
  /** Called with each new list, the first one included. */
  onChange(functions: readonly SiteFunction[]): void;
}

const EVENTS: readonly HookEvent[] = ["validate", "signup", "login", "usermodified", "userdeleted"];
const BY_FILE_NAME = /^identity-(validate|signup|login)(?:-background)?$/;
const QUIET_MS = 200;

/** The event that a function gets by its file name, or undefined. */
export function eventOfFileName(name: string): HookEvent | undefined {
  const named = BY_FILE_NAME.exec(name)?.[1];
  return EVENTS.find((event) => event === named);
}

/**
 * Reads which functions of the folders are called for which events, and again at each change of them.
 * @throws Error for a folder that is not there, or for one that Netlify's own reader cannot read
 */
export async function watchSiteFunctions({ directories, log, onChange }: SiteFunctionsOptions): Promise<SiteFunctions> {
  const folders = directories.map((directory) => resolve(directory));
  for (const folder of folders) await requireFolder(folder);
  let known: readonly SiteFunction[] = [];
  const read = async () => {
    known = await readSiteFunctions(folders, log);
    onChange(known);
  };
  await read();
  const reread = () => void read().catch((error: unknown) => log(`The functions cannot be read: ${messageOf(error)}`));
  const watchers = folders.map((folder) => onceQuiet(folder, reread));
  return {
    list: () => known,
    close() {
      for (const watcher of watchers) watcher.close();
    },
  };
}

async function requireFolder(folder: string): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found?.isDirectory()) return;
  throw new Error(`--functions names ${folder}, which is no folder. Give the site's functions directory.`);
}

/** Netlify's own reader says what is a function, and which events a typed default export handles. */
async function readSiteFunctions(folders: string[], log: (line: string) => void): Promise<SiteFunction[]> {
  const { listFunctions } = await import("@netlify/zip-it-and-ship-it");
  const found = await listFunctions(folders);
  const functions = found.map(async ({ name, mainFile }): Promise<SiteFunction> => {
    const byName = eventOfFileName(name);
    const { events, isBackground } = await readSource(name, mainFile, log);
    return { name, events: byName ? [byName] : events, isBackground: isBackground || name.endsWith("-background") };
  });
  return Promise.all(functions);
}

async function readSource(name: string, mainFile: string, log: (line: string) => void) {
  // Not among the package's exports: listFunctions does this reading, too, and keeps the events to itself.
  const { parseFile } = await import("@netlify/zip-it-and-ship-it/dist/runtimes/node/in_source_config/index.js");
  try {
    const { eventSubscriptions = [], invocationMode } = await parseFile(mainFile, { functionName: name });
    const events = EVENTS.filter((event) => eventSubscriptions.includes(`identity_${event}`));
    return { events, isBackground: invocationMode === "background" };
  } catch (error) {
    log(`${basename(mainFile)} cannot be read, so no event calls it: ${messageOf(error)}`);
    return { events: [], isBackground: false };
  }
}

/** An editor writes in several steps: wait until it is quiet. */
function onceQuiet(folder: string, run: () => void): FSWatcher {
  let timer: NodeJS.Timeout | undefined;
  return watch(folder, { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(run, QUIET_MS);
  });
}
