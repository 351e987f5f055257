import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { freePort } from "../free-port.ts";
import { type Started, startProgram } from "../process-group.ts";

const IDENTITY = path.resolve("dist/identity/main.mjs");
const PRELOAD = pathToFileURL(path.resolve("dist/identity/netlify-dev-preload.mjs")).href;
const NETLIFY = path.resolve(process.env.NETLIFY_CLI ?? ".netlify-cli/node_modules/netlify-cli", "bin/run.js");
const START_LIMIT_MS = 120_000;

export interface BesideOptions {
  /** The site's folder. */
  folder: string;
  /** Of its functions, below it. */
  functions: string[];
  /** More flags for `netlify dev`. */
  flags?: string[];
  /** The functions' environment. */
  env?: Record<string, string>;
  /** Settings of Identity. */
  gotrue?: Record<string, string>;
}

/** A site that the real `netlify dev` serves, behind the local Identity's front door. */
export interface Beside {
  url: string;
  /** netlify dev's own address, past the front door. */
  netlifyDevUrl: string;
  stop(): Promise<void>;
}

/** Both programs as a person starts them, on free ports. */
export async function startBeside(options: BesideOptions): Promise<Beside> {
  const [port, netlifyPort, functionsPort, staticPort] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  const netlifyDevUrl = `http://localhost:${netlifyPort}`;
  const home = await mkdtemp(path.join(tmpdir(), "netlify-cli-home-"));
  const started: Started[] = [];
  const stop = async () => {
    for (const program of started.reverse()) await program.stop();
    await rm(home, { recursive: true, force: true });
  };
  try {
    started.push(await startNetlifyDev({ ...options, home, ports: [netlifyPort, functionsPort, staticPort] }));
    started.push(await startFrontDoor(options, port, netlifyDevUrl));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url: `http://localhost:${port}`, netlifyDevUrl, stop };
}

interface NetlifyDevOptions extends BesideOptions {
  /** What it keeps about the person, so that theirs stays as it is. */
  home: string;
  ports: [main: number, functions: number, pages: number];
}

function startNetlifyDev({ folder, flags = [], env = {}, home, ports }: NetlifyDevOptions): Promise<Started> {
  const [port, functionsPort, staticPort] = ports.map(String) as [string, string, string];
  const own = ["--port", port, "--functions-port", functionsPort, "--staticServerPort", staticPort];
  // Without a network: it would fetch Deno for edge functions at the first request.
  const offline = ["--offline", "--internal-disable-edge-functions", "--no-open", "--skip-gitignore"];
  return startProgram([NETLIFY, "dev", ...offline, ...own, ...flags], {
    cwd: folder,
    env: { ...process.env, CI: "1", NO_COLOR: "1", XDG_CONFIG_HOME: home, NODE_OPTIONS: `--import=${PRELOAD}`, ...env },
    ready: /Local dev server ready/,
    limitMs: START_LIMIT_MS,
  });
}

function startFrontDoor({ folder, functions, gotrue }: BesideOptions, port: number, netlifyDevUrl: string) {
  const folders = functions.flatMap((name) => ["--functions", path.join(folder, name)]);
  return startProgram([IDENTITY, "--port", String(port), "--netlify-dev", netlifyDevUrl, ...folders], {
    // netlify dev checks tokens for role redirects with "secret" unless netlify.toml names another.
    env: { ...process.env, CI: "", GOTRUE_JWT_SECRET: "secret", ...gotrue },
    ready: /^Ready on /m,
    limitMs: START_LIMIT_MS,
  });
}
