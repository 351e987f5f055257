import type { RequestListener } from "node:http";
import { join } from "node:path";
import { deployedSign } from "./deployed.ts";
import { type ConsoleOptions, withConsole } from "./dev/console.ts";
import { type Flags, readFlags, USAGE } from "./flags.ts";
import { type BesideNetlifyDev, openBesideNetlifyDev } from "./front-door/beside-netlify-dev.ts";
import type { Hooks } from "./hooks.ts";
import { messageOf } from "./http/errors.ts";
import { freePort, listen } from "./listen.ts";
import { withLocalProviders } from "./local-providers.ts";
import { PROVIDERS } from "./provider-page/stand-in.ts";
import { withSecrets } from "./secrets.ts";
import { createIdentity, type Identity } from "./server.ts";
import { parseSettings, processEnvironment } from "./settings.ts";
import { makeDirectory } from "./store/data-directory.ts";
import { applyStrictness } from "./strictness.ts";

const STOP_MS = 3_000;

/** Providers and functions lead back to an address, which has to be known before there is one. */
async function withKnownPort(flags: Flags): Promise<Flags> {
  const isNeeded = flags.providers.length > 0 || flags.netlifyDev !== undefined;
  return flags.port === 0 && isNeeded ? { ...flags, port: await freePort() } : flags;
}

function readOwnSettings({ port, site, data, providers, netlifyDev }: Flags): ReturnType<typeof parseSettings> {
  const own = processEnvironment();
  const sign = deployedSign(own);
  if (sign !== undefined) {
    throw new Error(
      `${sign}. This server is for development: its mails and admin powers are open to whoever reaches it. Unset that variable if this is your own machine.`,
    );
  }
  const origin = `http://localhost:${port}`;
  const env = withLocalProviders(own, providers, netlifyDev === undefined ? origin : `${origin}/.netlify/identity`);
  if (data !== undefined) makeDirectory(data);
  const { secrets, notes } = withSecrets(env, data);
  const siteUrl = site ?? (netlifyDev === undefined ? undefined : (env.GOTRUE_SITE_URL ?? origin));
  const { settings, warnings } = parseSettings({ ...env, ...secrets, ...(siteUrl && { GOTRUE_SITE_URL: siteUrl }) });
  if (site) settings.friendlyOrigin = new URL(site).origin;
  for (const warning of warnings) process.stderr.write(`${warning}\n`);
  for (const note of notes) say(note);
  return { settings, warnings };
}

interface Door extends Partial<BesideNetlifyDev> {
  handle: RequestListener;
}

/** What answers: the Identity alone at the root, or in front of a site. */
async function openDoor(flags: Flags, identity: Identity, warnings: string[]): Promise<Door> {
  const { netlifyDev, functions, port } = flags;
  const console = { warnings, facts: () => factsOf(flags) };
  if (netlifyDev === undefined) return { handle: withConsole(identity, { ...console, log: say }) };
  return openBesideNetlifyDev({ identity, console, netlifyDev, functions, port, log: say });
}

/** What the console shows besides what the Identity knows of itself. */
function factsOf({ data, netlifyDev }: Flags): ReturnType<NonNullable<ConsoleOptions["facts"]>> {
  const kept = { name: "Data", value: data === undefined ? "nothing is kept when it stops" : `kept in ${data}` };
  return netlifyDev === undefined ? [kept] : [kept, { name: "Pages and functions come from", value: netlifyDev }];
}

async function start(given: Flags): Promise<void> {
  if (given.help) return say(USAGE);
  const flags = await withKnownPort(given);
  const { settings, warnings } = readOwnSettings(flags);
  const journal = flags.data === undefined ? undefined : join(flags.data, "identity.journal");
  let hooks = (): Hooks => ({});
  const identity = await createIdentity({
    settings,
    journal,
    compactAfter: flags.compactAfter,
    hooks: () => hooks(),
    log: say,
  });
  if (flags.strict !== undefined) applyStrictness(identity.strictness, flags.strict);
  const giveUp = async (error: unknown) => {
    await identity.close();
    throw error;
  };
  const door = await openDoor(flags, identity, warnings).catch(giveUp);
  hooks = door.hooks ?? hooks;
  const server = await listen(door.handle, flags.port, door.upgrade).catch((error: unknown) => {
    door.close?.();
    return giveUp(error);
  });
  // Before anybody is told: whoever is ready may be stopped.
  stopAtSignals(async () => {
    door.close?.();
    await server.close();
    await identity.close();
  });
  for (const note of door.notes ?? []) say(note);
  say(`Ready on http://localhost:${server.port}`);
  say(`Mails are at http://localhost:${server.port}/__dev/mails, links lead to ${settings.siteUrl}`);
  const played = PROVIDERS.filter((name) => identity.standIn.clientOf(name));
  if (played.length > 0) say(`A local stand-in plays ${played.join(", ")}`);
}

function stopAtSignals(close: () => Promise<void>): void {
  const stop = () => {
    // A hook that is being asked could hold us for three times five seconds.
    void close().then(() => process.exit(0));
    // What does not let go by then is left behind; what was answered is on the disk already.
    setTimeout(() => process.exit(0), STOP_MS).unref();
  };
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, stop);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

try {
  await start(readFlags(process.argv.slice(2)));
} catch (error) {
  process.stderr.write(`${messageOf(error).replace(/\s+/g, " ")}\n`);
  process.exitCode = 1;
}
