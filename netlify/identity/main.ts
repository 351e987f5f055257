import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { withConsole } from "./dev/console.ts";
import { messageOf } from "./http/errors.ts";
import { listen } from "./listen.ts";
import { withSecrets } from "./secrets.ts";
import { createIdentity } from "./server.ts";
import { parseSettings, processEnvironment } from "./settings.ts";

const USAGE = "npm run identity -- [--port 9999] [--site http://localhost:3000] [--data DIR]";
const DEFAULT_PORT = 9999;

interface Flags {
  port: number;
  site: string | undefined;
  data: string | undefined;
}

function readFlags(argv: string[]): Flags {
  const options = { port: { type: "string" }, site: { type: "string" }, data: { type: "string" } } as const;
  try {
    const { values } = parseArgs({ args: argv, options, strict: true, allowPositionals: false });
    return { port: readPort(values.port), site: readSite(values.site), data: values.data };
  } catch (error) {
    throw new Error(`${messageOf(error)} Usage: ${USAGE}`);
  }
}

function readPort(text: string | undefined): number {
  if (text === undefined) return DEFAULT_PORT;
  const port = Number(text);
  if (!/^\d+$/.test(text) || port > 65535) throw new Error(`--port is "${text}": give a number from 0 to 65535.`);
  return port;
}

function readSite(text: string | undefined): string | undefined {
  if (text === undefined || /^https?:\/\/[^/]/.test(text)) return text;
  throw new Error(`--site is "${text}": give a whole address, like http://localhost:3000.`);
}

async function start({ port, site, data }: Flags): Promise<void> {
  const env = processEnvironment();
  if (env.NODE_ENV === "production") {
    throw new Error(
      "NODE_ENV is production. This server is for development: its mails and admin powers are open to whoever reaches it.",
    );
  }
  if (data !== undefined) mkdirSync(data, { recursive: true });
  const { secrets, notes } = withSecrets(env, data);
  const { settings, warnings } = parseSettings({ ...env, ...secrets, ...(site && { GOTRUE_SITE_URL: site }) });
  if (site) settings.friendlyOrigin = new URL(site).origin;
  for (const warning of warnings) process.stderr.write(`${warning}\n`);
  for (const note of notes) say(note);

  const journal = data === undefined ? undefined : join(data, "identity.journal");
  const identity = await createIdentity({ settings, journal, log: say });
  const server = await listen(withConsole(identity, { log: say }), port).catch(async (error: unknown) => {
    await identity.close();
    throw error;
  });
  say(`Ready on http://localhost:${server.port}`);
  say(`Mails are at http://localhost:${server.port}/__dev/mails, links lead to ${settings.siteUrl}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => void server.close().then(identity.close));
  }
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
