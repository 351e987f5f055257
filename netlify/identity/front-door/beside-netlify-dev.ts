import { type ConsoleOptions, openConsole } from "../dev/console.ts";
import type { Hooks } from "../hooks.ts";
import type { Identity } from "../server.ts";
import { type FrontDoor, hooksFor, openFrontDoor } from "./front-door.ts";
import { type SiteFunction, watchSiteFunctions } from "./site-functions.ts";

export interface BesideOptions {
  identity: Identity;
  /** Where it runs, `http://localhost:8889`. */
  netlifyDev: string;
  /** Folders with the site's functions. */
  functions: readonly string[];
  /** Our own. */
  port: number;
  /** What `/__dev` tells of this server. */
  console?: Pick<ConsoleOptions, "warnings" | "facts">;
  log(line: string): void;
}

export interface BesideNetlifyDev extends FrontDoor {
  /** Where Identity's events go, from moment to moment. */
  hooks(): Hooks;
  /** What a person should know, a line each. */
  notes: string[];
  close(): void;
}

/** Beside the bundle of this server, and beside this file while testing. */
const PRELOAD = new URL("./netlify-dev-preload.mjs", import.meta.url).href;

/**
 * The front door of a site that `netlify dev` serves, with Identity's events going to the site's functions.
 * @throws Error for a folder that cannot be used
 */
export async function openBesideNetlifyDev(options: BesideOptions): Promise<BesideNetlifyDev> {
  const { identity, netlifyDev, functions: directories, port, log } = options;
  let known: readonly SiteFunction[] = [];
  const onChange = (functions: readonly SiteFunction[]) => {
    const before = subscriptions(known);
    known = functions;
    if (subscriptions(known) !== before) log(`Identity's events call: ${subscriptions(known) || "nothing"}`);
  };
  const watched = await watchSiteFunctions({ directories, log, onChange });
  const door = openFrontDoor({
    identity,
    console: openConsole({ ...options.console, identity, identityPath: "/.netlify/identity", log }),
    netlifyDev,
    url: `http://localhost:${port}`,
    functions: () => known,
  });
  return {
    ...door,
    hooks: () => hooksFor(known, `http://127.0.0.1:${port}`),
    notes: notes(netlifyDev, directories),
    close: watched.close,
  };
}

function subscriptions(functions: readonly SiteFunction[]): string {
  const listening = functions.filter(({ events }) => events.length > 0);
  return listening.map(({ name, events }) => `${name} (${events.join(", ")})`).join(", ");
}

function notes(netlifyDev: string, folders: readonly string[]): string[] {
  const none = "Identity's events call nothing: name the site's functions folder with --functions.";
  const { port } = new URL(netlifyDev);
  return [
    ...(folders.length === 0 ? [none] : []),
    `Pages and functions come from ${netlifyDev}, to be started in the site's folder with:`,
    `  NODE_OPTIONS=--import=${PRELOAD} netlify dev --port ${port}`,
  ];
}
