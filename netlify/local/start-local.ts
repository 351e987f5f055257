import { readProviderNames, withLocalProviders } from "#netlify/identity/local-providers.ts";
import { createIdentity, type Identity } from "#netlify/identity/server.ts";
import { parseSettings, type Settings } from "#netlify/identity/settings.ts";
import type { Environment } from "#netlify/identity/settings-reader.ts";
import { applyStrictness } from "#netlify/identity/strictness.ts";
import { identityEnvironment, refuseProduction } from "./config.ts";
import { openLocalConsole } from "./dev.ts";
import { hooksFor } from "./event-hooks.ts";
import type { Functions } from "./functions.ts";
import { KNOWN_ADDRESSES } from "./legacy-directory.ts";
import {
  deployFacts,
  type NetlifyOptions,
  openDoors,
  openPremises,
  type Premises,
  startFunctions,
} from "./premises.ts";
import { seedPeople, staff } from "./seeds.ts";
import { orUndo, type Undo } from "./undo-list.ts";

export interface Local {
  url: string;
  port: number;
  identity: Identity;
  /** Everything gone and the demo people back. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

export interface LocalOptions extends NetlifyOptions {
  /** How many people to seed into an empty store besides the staff; absent: a small demo set. */
  people?: number;
  /** GOTRUE_* settings. */
  identity?: Record<string, string>;
  bcryptCost?: number;
  /** Providers that the local stand-in plays, comma separated. */
  providers?: string;
  /** What upstream became strict about later, by name, comma separated: "upstream-2026". */
  strict?: string;
  /** Path under which the pages live. */
  base?: string;
}

/** Whoever is seeded as owner is named as one. */
const DEMO = { DESK_OWNERS: "owner@example.com" };

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

interface IdentityParts {
  settings: Settings;
  functions: Functions;
}

function environmentFor({ identity = {}, providers }: LocalOptions, { data, siteUrl }: Premises): Environment {
  const env = identityEnvironment(identity, siteUrl, data.secrets.jwt);
  const names = providers === undefined ? [] : readProviderNames(providers);
  return withLocalProviders(env, names, `${siteUrl}/.netlify/identity`);
}

async function openIdentity(
  options: LocalOptions,
  { data, listener, log }: Premises,
  { settings, functions }: IdentityParts,
): Promise<Identity> {
  return createIdentity({
    settings,
    journal: data.journal,
    hooks: () => hooksFor(functions, listener.port),
    bcryptCost: options.bcryptCost,
    log,
  });
}

async function open(options: LocalOptions, undo: Undo): Promise<Local> {
  const premises = await openPremises(options, undo);
  const { siteUrl, listener, blobs, legacy, log } = premises;
  const { settings, warnings } = parseSettings(environmentFor(options, premises));
  for (const warning of warnings) log(warning);
  const eventKey = settings.jwt.secret;
  const functions = await startFunctions(options, premises, { url: siteUrl, eventKey, defaults: DEMO });
  undo.add(functions.close);
  const identity = await openIdentity(options, premises, { settings, functions });
  undo.add(() => identity.close());
  if (options.strict !== undefined) applyStrictness(identity.strictness, options.strict);
  undo.add(identity.clock.onChange(() => functions.setTime(identity.clock.shift())));

  const seed = () => seedPeople(identity, options.people);
  if (identity.people.count() === 0) seed();
  const reset = inTurn(async () => {
    await identity.reset();
    blobs.clear();
    await functions.restart();
    seed();
  });
  const deploy = deployFacts(options, premises);
  const seeds = { staff, known: legacy ? KNOWN_ADDRESSES : [] };
  const base = options.base ?? "";
  const console = openLocalConsole({ identity, functions, deploy, blobs, seeds, base, warnings, reset, log });
  openDoors(options, premises, { identity, functions, eventKey, rooms: [console] });
  return { url: siteUrl, port: listener.port, identity, reset, close: undo.run };
}

/** Starts the local Netlify with its Identity on one loopback port. Rejects with one clear sentence when it cannot. */
export async function startLocal(options: LocalOptions): Promise<Local> {
  refuseProduction();
  return orUndo((undo) => open(options, undo));
}
