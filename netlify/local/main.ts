import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { type LocalArguments, parseArguments, USAGE } from "./arguments.mjs";
import { localBanner } from "./banner.ts";
import { builtBase, gotrueSettings, ownEnvironment, refuseProduction } from "./config.ts";
import type { NetlifyOptions } from "./premises.ts";
import { remoteBanner } from "./remote/banner.ts";
import { gotrueSecrets } from "./remote/gotrue-secrets.mjs";
import { startRemote } from "./remote/start-remote.ts";
import { startLocal } from "./start-local.ts";

/** Bundled into dist/local, beside what it serves. */
const DIST = resolve(dirname(fileURLToPath(import.meta.url)), "..");

const STOP_MS = 3_000;

interface Running {
  url: string;
  banner: string[];
  close(): Promise<void>;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function netlifyOptions(flags: LocalArguments, env: Record<string, string>): NetlifyOptions {
  const built = { functionsDir: join(DIST, "functions"), siteDir: join(DIST, "site") };
  const whileDeveloping = { functionsDir: join(DIST, "dev-functions"), siteProxy: flags.pagesFrom, watch: true };
  return {
    port: flags.port,
    dataDir: resolve(flags.data),
    ...(flags.pagesFrom === undefined ? built : whileDeveloping),
    context: flags.context,
    legacyDirectory: flags.directory === "legacy",
    // GoTrue's own settings, secrets among them, are not for functions.
    env: Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("GOTRUE_"))),
    log: say,
  };
}

async function runLocal(flags: LocalArguments, env: Record<string, string>): Promise<Running> {
  const base = builtBase();
  const local = await startLocal({
    ...netlifyOptions(flags, env),
    reset: flags.reset,
    people: flags.people,
    identity: gotrueSettings(env),
    providers: flags.providers,
    strict: flags.strict,
    base,
  });
  const seeded = local.identity.people.count();
  const kept = flags.people !== undefined && seeded < flags.people;
  const notes = kept ? [`The data hold ${seeded} accounts; --people counts for an empty store: add --reset.`] : [];
  return { url: local.url, banner: localBanner({ url: local.url, base, notes }), close: local.close };
}

async function runRemote(flags: LocalArguments, gotrueUrl: string, env: Record<string, string>): Promise<Running> {
  const secrets = gotrueSecrets(env);
  const { publicUrl } = flags;
  const gotrue = { url: gotrueUrl, ...secrets };
  const { url, eventsUrl, events, close } = await startRemote({ ...netlifyOptions(flags, env), gotrue, publicUrl });
  const banner = remoteBanner({
    gotrueUrl,
    url,
    publicUrl,
    base: builtBase(),
    eventsUrl,
    events,
    hasWebhookSecret: secrets.webhookSecret !== undefined,
    hasOwners: Boolean(env.DESK_OWNERS),
    hasDemoDirectory: flags.directory === "legacy" && !env.DESK_DIRECTORY_HTTP_URL,
    secretsAreOne: secrets.operatorToken === secrets.jwtSecret,
  });
  return { url, banner, close };
}

function stopAtSignals(close: () => Promise<void>): void {
  const stop = () => {
    // A second Ctrl-C does not wait for anything.
    process.once("SIGINT", () => process.exit(130));
    void close().then(() => process.exit(0));
    // What does not let go by then is left behind; what was answered is on the disk already.
    setTimeout(() => process.exit(0), STOP_MS).unref();
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
}

async function start(flags: LocalArguments): Promise<void> {
  const env = ownEnvironment();
  refuseProduction(env);
  const { identity } = flags;
  const { url, banner, close } = await (identity === undefined
    ? runLocal(flags, env)
    : runRemote(flags, identity, env));
  stopAtSignals(close);
  for (const line of banner) say(line);
  say(`Ready on ${url}`);
}

async function main(): Promise<void> {
  try {
    const flags = parseArguments(process.argv.slice(2));
    if (flags.help) return say(USAGE);
    await start(flags);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

await main();
