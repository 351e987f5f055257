import { createIdentity, type Identity } from "#netlify/identity/server.ts";
import { parseSettings } from "#netlify/identity/settings.ts";
import { type Blobs, openBlobs } from "./blobs.ts";
import { functionsEnvironment, identityEnvironment, refuseProduction } from "./config.ts";
import { type DataDirectory, openDataDirectory } from "./data-directory.ts";
import { openFrontDoor } from "./front-door.ts";
import { eventOfFileName } from "./functions/event-guard.ts";
import type { DeployContext } from "./functions/platform-headers.ts";
import { type Functions, openFunctions } from "./functions.ts";
import { KNOWN_ADDRESSES, type LegacyDirectory, startLegacyDirectory } from "./legacy-directory.ts";
import { type Listener, listen } from "./listener.ts";
import { oneLine } from "./request-log.ts";
import { seedPeople, staff } from "./seeds.ts";
import { openSite } from "./site.ts";
import { openSiteProxy } from "./site-proxy.ts";

const SITE_ID = "10ca1000-0000-4000-8000-000000005173";

export interface Local {
  url: string;
  port: number;
  identity: Identity;
  /** Everything gone and the demo people back. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export interface LocalOptions {
  /** 0 takes any free port. */
  port: number;
  /** Absent: nothing is kept. */
  dataDir?: string;
  /** Built bundles, one per function. */
  functionsDir: string;
  /** The built site; absent: no pages. */
  siteDir?: string;
  /** A running `next dev` that serves the pages instead. */
  siteProxy?: string;
  context?: DeployContext;
  /** How many people to seed into an empty store besides the staff; absent: a small demo set. */
  people?: number;
  /** The environment of the functions; what the desk needs is filled in. */
  env?: Record<string, string>;
  /** GOTRUE_* settings. */
  identity?: Record<string, string>;
  bcryptCost?: number;
  /** The stand-in outside directory; true unless told. */
  legacyDirectory?: boolean;
  /** Path under which the pages live. */
  base?: string;
  /** Empty the data directory first. */
  reset?: boolean;
  /** Load functions again when their bundles change. */
  watch?: boolean;
  log?: (line: string) => void;
}

/** Runs what must be undone in reverse order, also when a later step fails. */
function undoList() {
  const steps: (() => void | Promise<void>)[] = [];
  return {
    add: (step: () => void | Promise<void>) => void steps.push(step),
    async run() {
      for (const step of steps.splice(0).reverse()) await step();
    },
  };
}

type Undo = ReturnType<typeof undoList>;

/** Identity calls event functions over HTTP as the hosted one does, at the address that stands for their deploy. */
function hooksFor(functions: Functions, port: number): Record<string, string[]> {
  const hooks: Record<string, string[]> = {};
  for (const { name, events } of functions.list()) {
    const byName = eventOfFileName(name);
    for (const event of byName ? [byName] : events) {
      const short = event.replace(/^identity_/, "");
      hooks[short] = [...(hooks[short] ?? []), `http://127.0.0.1:${port}/.netlify/functions/${name}`];
    }
  }
  return hooks;
}

/** Runs of `work` one after another, however many ask at once. */
function inTurn(work: () => Promise<void>): () => Promise<void> {
  let last: Promise<unknown> = Promise.resolve();
  return () => {
    const run = last.then(work);
    // Whoever asked is told of a failure; the next run is none the worse for it.
    last = run.catch(() => undefined);
    return run;
  };
}

interface Rooms {
  data: DataDirectory;
  listener: Listener;
  legacy: LegacyDirectory | undefined;
  blobs: Blobs;
  log: (line: string) => void;
}

async function openRooms(options: LocalOptions, undo: Undo): Promise<Rooms> {
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
  return { data, listener, legacy, blobs, log: (line) => write(oneLine(line)) };
}

async function startFunctions(
  options: LocalOptions,
  rooms: Rooms,
  siteUrl: string,
  jwtSecret: string,
): Promise<Functions> {
  return openFunctions({
    directory: options.functionsDir,
    watch: options.watch,
    log: rooms.log,
    env: functionsEnvironment({
      given: options.env ?? {},
      secrets: { ...rooms.data.secrets, jwt: jwtSecret },
      siteUrl,
      siteId: SITE_ID,
      directoryUrl: rooms.legacy?.urlTemplate,
      directoryHeader: rooms.legacy?.header ?? "",
    }),
  });
}

async function open(options: LocalOptions, undo: Undo): Promise<Local> {
  const rooms = await openRooms(options, undo);
  const { data, listener, legacy, blobs, log } = rooms;
  const siteUrl = `http://localhost:${listener.port}`;
  const settings = identityEnvironment(options.identity ?? {}, siteUrl, data.secrets.jwt);
  const webhookSecret = settings.GOTRUE_JWT_SECRET ?? data.secrets.jwt;

  const functions = await startFunctions(options, rooms, siteUrl, webhookSecret);
  undo.add(functions.close);
  const parsed = parseSettings(settings);
  for (const warning of parsed.warnings) log(warning);
  const identity = await createIdentity({
    settings: parsed.settings,
    journal: data.journal,
    hooks: hooksFor(functions, listener.port),
    bcryptCost: options.bcryptCost,
    log,
  });
  undo.add(() => identity.close());

  const seed = () => seedPeople(identity, options.people);
  if (identity.people.count() === 0) seed();
  const reset = inTurn(async () => {
    await identity.reset();
    blobs.clear();
    await functions.restart();
    seed();
  });

  const door = openFrontDoor({
    around: {
      functions,
      identity,
      siteUrl,
      siteId: SITE_ID,
      context: options.context ?? "production",
      webhookSecret,
      blobs: blobs.contextFor(listener.port),
      log,
    },
    blobs,
    dev: { identity, seeds: { staff, known: legacy ? KNOWN_ADDRESSES : [] }, base: options.base ?? "", reset },
    site: options.siteDir === undefined ? undefined : openSite(options.siteDir),
    siteProxy: options.siteProxy === undefined ? undefined : openSiteProxy(options.siteProxy),
  });
  // In the next turn, so that whoever awaits this can say it is ready before the first answer leaves.
  setImmediate(() => listener.open(door));
  return { url: siteUrl, port: listener.port, identity, reset, close: undo.run };
}

/** Starts the local Netlify with its Identity on one loopback port. Rejects with one clear sentence when it cannot. */
export async function startLocal(options: LocalOptions): Promise<Local> {
  refuseProduction();
  const undo = undoList();
  try {
    return await open(options, undo);
  } catch (error) {
    await undo.run();
    throw error;
  }
}
