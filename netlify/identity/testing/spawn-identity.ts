import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { build } from "esbuild";
import { processEnvironment } from "../settings.ts";

/** A server in a process of its own, as `npm run identity` starts it. */
export interface Spawned {
  child: ChildProcess;
  out: () => string;
  err: () => string;
  /** Resolves with the exit code, null after a signal. */
  exit: Promise<number | null>;
  /** The address, once it is ready. Rejects when it does not get there. */
  ready(): Promise<string>;
  /** Ends it as Ctrl-C does. */
  stop(): Promise<number | null>;
}

export interface Bundle {
  file: string;
  /** `through`: a program that runs the server, with its arguments before ours. */
  run(args: string[], options?: { env?: Record<string, string>; through?: string[] }): Spawned;
  remove(): void;
}

const TOKENS = { GOTRUE_OPERATOR_TOKEN: "op", GOTRUE_JWT_SECRET: "secret" };
const READY_MS = 20_000;

/** Bundles the server into a folder of its own, inside the project, so that it finds the packages it leaves outside. */
export async function bundleIdentity(): Promise<Bundle> {
  const folder = mkdtempSync(join(resolve("node_modules"), ".identity-spawned-"));
  const file = join(folder, "main.mjs");
  const entryPoints = ["netlify/identity/main.ts"];
  const target = { bundle: true, platform: "node", format: "esm", target: "node20", packages: "external" } as const;
  await build({ entryPoints, outfile: file, ...target });
  return {
    file,
    run: (args, { env = {}, through = [] } = {}) => spawnServer([...through, process.execPath, file, ...args], env),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function spawnServer([program = "", ...args]: string[], env: Record<string, string>): Spawned {
  const child = spawn(program, args, {
    env: { NODE_ENV: "development", PATH: processEnvironment().PATH, ...TOKENS, ...env },
  });
  const texts = { out: "", err: "" };
  child.stdout.on("data", (chunk) => {
    texts.out += chunk;
  });
  child.stderr.on("data", (chunk) => {
    texts.err += chunk;
  });
  const exit = new Promise<number | null>((done) => child.on("close", done));
  let isOver = false;
  void exit.then(() => {
    isOver = true;
  });
  return {
    child,
    out: () => texts.out,
    err: () => texts.err,
    exit,
    async ready() {
      const until = Date.now() + READY_MS;
      while (!isOver && Date.now() < until) {
        const port = /^Ready on http:\/\/localhost:(\d+)$/m.exec(texts.out)?.[1];
        if (port) return `http://127.0.0.1:${port}`;
        await sleep(10);
      }
      throw new Error(`not ready: ${texts.out}${texts.err}`);
    },
    stop() {
      child.kill("SIGTERM");
      return exit;
    },
  };
}
