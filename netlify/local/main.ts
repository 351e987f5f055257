import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { ArgumentError, type LocalArguments, parseArguments, USAGE } from "./arguments.mjs";
import { builtBase, gotrueSettings, ownEnvironment, refuseProduction } from "./config.ts";
import { staff } from "./seeds.ts";
import { type Local, startLocal } from "./start-local.ts";

/** Bundled into dist/local, beside what it serves. */
const DIST = resolve(dirname(fileURLToPath(import.meta.url)), "..");

const STOP_MS = 3_000;

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

function banner({ url }: Local, notes: string[]): void {
  const width = Math.max(...staff.map(({ email }) => email.length));
  say("");
  say(`  Dashboard     ${url}${builtBase()}/`);
  say(`  Sign-up page  ${url}${builtBase()}/sign-up`);
  say(`  Mailbox       ${url}/__dev/mails`);
  say("");
  say("  Sign in as");
  for (const { rank, email, password } of staff) say(`    ${rank.padEnd(8)} ${email.padEnd(width)}  ${password}`);
  for (const note of notes) say(`\n  ${note}`);
  say("");
  say(`Ready on ${url}`);
}

async function start(flags: LocalArguments): Promise<void> {
  const env = ownEnvironment();
  refuseProduction(env);
  const functionEnv = Object.fromEntries(Object.entries(env).filter(([name]) => !name.startsWith("GOTRUE_")));
  const built = { functionsDir: join(DIST, "functions"), siteDir: join(DIST, "site") };
  const whileDeveloping = { functionsDir: join(DIST, "dev-functions"), siteProxy: flags.pagesFrom, watch: true };
  const local = await startLocal({
    port: flags.port,
    dataDir: resolve(flags.data),
    reset: flags.reset,
    ...(flags.pagesFrom === undefined ? built : whileDeveloping),
    context: flags.context,
    people: flags.people,
    legacyDirectory: flags.directory === "legacy",
    env: functionEnv,
    identity: gotrueSettings(env),
    base: builtBase(),
    log: say,
  });
  const stop = () => {
    // A second Ctrl-C does not wait for anything.
    process.once("SIGINT", () => process.exit(130));
    void local.close().then(() => process.exit(0));
    // What does not let go by then is left behind; what was answered is on the disk already.
    setTimeout(() => process.exit(0), STOP_MS).unref();
  };
  process.once("SIGINT", stop);
  process.once("SIGTERM", stop);
  const seeded = local.identity.people.count();
  const kept = flags.people !== undefined && seeded < flags.people;
  banner(local, kept ? [`The data hold ${seeded} accounts; --people counts for an empty store: add --reset.`] : []);
}

async function main(): Promise<void> {
  try {
    const flags = parseArguments(process.argv.slice(2));
    if (flags.help) return say(USAGE);
    await start(flags);
  } catch (error) {
    const known = error instanceof ArgumentError || error instanceof Error;
    process.stderr.write(`${known ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

await main();
