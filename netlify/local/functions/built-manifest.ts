import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { FunctionManifest } from "./sandbox-messages.ts";

interface Entry {
  events: string[];
  background: boolean;
  schedule: string | undefined;
}

/** What Netlify's build found in the sources, by function name. */
export type BuiltManifest = ReadonlyMap<string, Entry>;

function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : [];
}

function entryOf(value: unknown): [string, Entry][] {
  if (typeof value !== "object" || value === null) return [];
  const { name, eventSubscriptions, invocationMode, schedule }: Record<string, unknown> = { ...value };
  if (typeof name !== "string") return [];
  // Netlify's bundler counts a typed function's `fetch` as an event.
  const events = textsIn(eventSubscriptions).filter((event) => event !== "fetch");
  const background = invocationMode === "background";
  return [[name, { events, background, schedule: typeof schedule === "string" ? schedule : undefined }]];
}

/** Reads the `manifest.json` that Netlify's build leaves beside its functions; undefined where there is none. */
export async function readBuiltManifest(directory: string): Promise<BuiltManifest | undefined> {
  const path = join(directory, "manifest.json");
  const text = await readFile(path, "utf8").catch(() => undefined);
  if (text === undefined) return undefined;
  try {
    const { functions }: { functions?: unknown } = { ...JSON.parse(text) };
    return new Map(Array.isArray(functions) ? functions.flatMap(entryOf) : []);
  } catch (error) {
    throw new Error(`${path} is not the manifest of a build: ${error instanceof Error ? error.message : error}`);
  }
}

/** The build decides: Netlify never loads a function to learn what it listens to. */
export function asBuilt(fn: FunctionManifest, built: BuiltManifest | undefined): FunctionManifest {
  const entry = built?.get(fn.name);
  if (!entry) return fn;
  const { events, background, schedule } = entry;
  return { ...fn, events, background: fn.background || background, ...(schedule !== undefined && { schedule }) };
}
