import { openSiteProxy } from "#netlify/identity/front-door/site-proxy.ts";
import { type Blobs, openBlobs } from "./blobs.ts";
import { functionsEnvironment } from "./config.ts";
import { type DataDirectory, openDataDirectory } from "./data-directory.ts";
import { openFrontDoor } from "./front-door.ts";
import type { DeployContext } from "./functions/platform-headers.ts";
import { type Functions, openFunctions } from "./functions.ts";
import { type LegacyDirectory, startLegacyDirectory } from "./legacy-directory.ts";
import { type Listener, listen } from "./listener.ts";
import { oneLine } from "./request-log.ts";
import type { Room } from "./room.ts";
import type { DeployFacts } from "./scheduled-call.ts";
import { openSite } from "./site.ts";
import { identityRoom, type SiteIdentity } from "./site-identity.ts";
import type { Undo } from "./undo-list.ts";

const NO_PAGES_YET = "The page server (next dev) does not answer yet. Reload in a moment.";
const SITE_ID = "10ca1000-0000-4000-8000-000000005173";

/** What the local Netlify is told, whichever Identity it has. */
export interface NetlifyOptions {
  /** 0 takes any free port. */
  port: number;
  /** Absent: nothing is kept. */
  dataDir?: string;
  /** Bundles that a build made (`.mjs`), or the sources of a site's functions. */
  functionsDir: string;
  /** The built site; absent: no pages. */
  siteDir?: string;
  /** A running `next dev` that serves the pages instead. */
  siteProxy?: string;
  context?: DeployContext;
  /** The environment of the functions; what the desk needs is filled in. */
  env?: Record<string, string>;
  /** The stand-in outside directory; true unless told. */
  legacyDirectory?: boolean;
  /** Empty the data directory first. */
  reset?: boolean;
  /** Load functions again when a file of theirs changes. */
  watch?: boolean;
  log?: (line: string) => void;
}

/** What stands before there is an Identity: the port, the data, the stand-in directory, Blobs. */
export interface Premises {
  /** `http://localhost:<port>` */
  siteUrl: string;
  listener: Listener;
  data: DataDirectory;
  legacy: LegacyDirectory | undefined;
  blobs: Blobs;
  log(line: string): void;
}

export async function openPremises(options: NetlifyOptions, undo: Undo): Promise<Premises> {
  const write = options.log ?? (() => undefined);
  const listener = await listen(options.port);
  undo.add(listener.close);
  const data = openDataDirectory(options.dataDir, options.reset);
  undo.add(data.unlock);
  const legacy =
    options.legacyDirectory === false ? undefined : await startLegacyDirectory(data.secrets.blobs.slice(0, 32));
  if (legacy) undo.add(legacy.close);
  const blobs = openBlobs({ siteId: SITE_ID, token: data.secrets.blobs, path: data.blobs });
  undo.add(blobs.close);
  const siteUrl = `http://localhost:${listener.port}`;
  return { siteUrl, listener, data, legacy, blobs, log: (line) => write(oneLine(line)) };
}

export interface FunctionsFacts {
  /** The site's main address. */
  url: string;
  /** Keys the signatures of the deliveries that functions get. */
  eventKey: string;
  /** Variables that the person's own replace. */
  defaults?: Record<string, string>;
}

/** Loads the functions with all that Netlify and the desk put into their environment. */
export async function startFunctions(
  options: NetlifyOptions,
  { data, legacy, log }: Premises,
  facts: FunctionsFacts,
): Promise<Functions> {
  return openFunctions({
    directory: options.functionsDir,
    watch: options.watch,
    log,
    env: functionsEnvironment({
      given: { ...facts.defaults, ...options.env },
      deskSecret: data.secrets.desk,
      eventKey: facts.eventKey,
      siteUrl: facts.url,
      siteId: SITE_ID,
      directoryUrl: legacy?.urlTemplate,
      directoryHeader: legacy?.header ?? "",
    }),
  });
}

export interface Tenants {
  identity: SiteIdentity;
  functions: Functions;
  /** Keys the signatures of the deliveries that functions get. */
  eventKey: string;
  /** How the world reaches the site, where that is not by `siteUrl` alone. */
  publicUrl?: string;
  /** What else is behind the door. */
  rooms: Room[];
}

/** What functions are told of the deploy they belong to. */
export function deployFacts(options: NetlifyOptions, { siteUrl, listener, blobs }: Premises): DeployFacts {
  const context = options.context ?? "production";
  return { siteUrl, siteId: SITE_ID, context, blobs: blobs.contextFor(listener.port) };
}

/** Opens the front door. The first answer leaves in a later turn, after whoever awaits this could say it is ready. */
export function openDoors(options: NetlifyOptions, premises: Premises, tenants: Tenants): void {
  const { listener, blobs, log } = premises;
  const { identity, functions, eventKey, publicUrl, rooms } = tenants;
  const door = openFrontDoor({
    around: {
      functions,
      identity,
      ...deployFacts(options, premises),
      publicUrl,
      webhookSecret: eventKey,
      log,
    },
    rooms: [identityRoom(identity), ...rooms],
    blobs,
    site: options.siteDir === undefined ? undefined : openSite(options.siteDir),
    siteProxy: options.siteProxy === undefined ? undefined : openSiteProxy(options.siteProxy, { absent: NO_PAGES_YET }),
  });
  setImmediate(() => listener.open(door));
}
