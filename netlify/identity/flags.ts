import { parseArgs } from "node:util";
import { messageOf } from "./http/errors.ts";
import { readProviderNames } from "./local-providers.ts";
import type { ProviderName } from "./settings.ts";
import { applyStrictness, createStrictness } from "./strictness.ts";

/** What `--help` answers. */
export const USAGE = `npm run identity -- [--port 9999] [--site http://localhost:3000] [--data DIR [--compact-after 4194304]]
  [--providers google,github] [--strict upstream-2026] [--netlify-dev http://localhost:8889 [--functions DIR]…]`;

const DEFAULT_PORT = 9999;
/** Where people look for a site that Netlify serves. */
const DEFAULT_DOOR_PORT = 8888;

/** What `npm run identity` is told. */
export interface Flags {
  /** The usage is all that was asked for. */
  help: boolean;
  port: number;
  site: string | undefined;
  data: string | undefined;
  /** Bytes that the journal may grow by before it is compacted. */
  compactAfter: number | undefined;
  /** Those that the local stand-in plays. */
  providers: ProviderName[];
  /** Rules of a later upstream to begin with, a comma list. */
  strict: string | undefined;
  /** Where `netlify dev` serves a site that this is to stand in front of. */
  netlifyDev: string | undefined;
  /** Folders with the functions of that site. */
  functions: string[];
}

const text = { type: "string" } as const;
const KNOWN = {
  help: { type: "boolean" },
  port: text,
  site: text,
  data: text,
  "compact-after": text,
  providers: text,
  strict: text,
  "netlify-dev": text,
  functions: { ...text, multiple: true },
} as const;

/** Reads the arguments behind the program's name. Throws Error with what is wrong and what would do. */
export function readFlags(argv: string[]): Flags {
  try {
    const { values } = parseArgs({ args: argv, options: KNOWN, strict: true, allowPositionals: false });
    const { site, data, functions = [], "netlify-dev": netlifyDev } = values;
    if (functions.length > 0 && netlifyDev === undefined) {
      throw new Error("--functions goes with --netlify-dev, which runs them.");
    }
    const port = readPort(values.port) ?? (netlifyDev === undefined ? DEFAULT_PORT : DEFAULT_DOOR_PORT);
    const providers = values.providers === undefined ? [] : readProviderNames(values.providers);
    return {
      help: values.help === true,
      port,
      site: readSite(site),
      data,
      compactAfter: readCompactAfter(values["compact-after"]),
      providers,
      strict: readStrict(values.strict),
      netlifyDev: readNetlifyDev(netlifyDev, port),
      functions,
    };
  } catch (error) {
    throw new Error(`${messageOf(error).replace(/(?<![.?!])$/, ".")} Usage: ${USAGE}`);
  }
}

function readPort(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  const port = Number(given);
  if (!/^\d+$/.test(given) || port > 65535) throw new Error(`--port is "${given}": give a number from 0 to 65535.`);
  return port;
}

function readCompactAfter(given: string | undefined): number | undefined {
  if (given === undefined || /^[1-9]\d{0,11}$/.test(given)) return given === undefined ? undefined : Number(given);
  throw new Error(`--compact-after is "${given}": give a number of bytes.`);
}

function readSite(given: string | undefined): string | undefined {
  if (given === undefined || /^https?:\/\/[^/]/.test(given)) return given;
  throw new Error(`--site is "${given}": give a whole address, like http://localhost:3000.`);
}

function readStrict(given: string | undefined): string | undefined {
  if (given !== undefined) applyStrictness(createStrictness(), given);
  return given;
}

/** `localhost:8889` and `http://localhost:8889/` are the same place; our own is none. */
function readNetlifyDev(given: string | undefined, ownPort: number): string | undefined {
  if (given === undefined) return undefined;
  const whole = /^[a-z][a-z0-9+.-]*:\/\//i.test(given) ? given : `http://${given}`;
  if (!URL.canParse(whole) || new URL(whole).protocol !== "http:") {
    throw new Error(`--netlify-dev is "${given}": give the address where it runs, like http://localhost:8889.`);
  }
  const { origin, port } = new URL(whole);
  if (port === String(ownPort)) {
    throw new Error(
      `--netlify-dev is "${given}", which is this server's own port: start netlify dev with another --port.`,
    );
  }
  return origin;
}
