import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { build } from "esbuild";

/** A server of ours in a process of its own. */
export interface ServerProcess {
  /** Resolves with its address at the ready line; rejects with all it said when it ends before. */
  ready: Promise<string>;
  /** Resolves when it has ended. */
  exit: Promise<{ code: number | null; out: string; err: string }>;
  /** Everything on standard output so far. */
  out(): string;
  stop(): Promise<void>;
}

export interface ServerPrograms {
  identity(args: string[], env: Record<string, string>): ServerProcess;
  local(args: string[], env: Record<string, string>): ServerProcess;
  remove(): void;
}

function run(program: string, args: string[], env: Record<string, string>): ServerProcess {
  const given = { NODE_ENV: "test" as const, ...env };
  const child: ChildProcess = spawn(process.execPath, [program, ...args], { env: given });
  const said = { out: "", err: "" };
  child.stdout?.on("data", (chunk) => {
    said.out += chunk;
  });
  child.stderr?.on("data", (chunk) => {
    said.err += chunk;
  });
  const exit = once(child, "close").then(([code]) => ({ code, ...said }));
  const ready = new Promise<string>((done, refuse) => {
    child.stdout?.on("data", () => {
      const url = /^Ready on (\S+)$/m.exec(said.out)?.[1];
      if (url) done(url);
    });
    void exit.then(({ code, out, err }) => refuse(new Error(`It ended with code ${code}.\n${out}${err}`)));
  });
  // Whoever only waits for the end need not hear of it twice.
  ready.catch(() => undefined);
  return {
    ready,
    exit,
    out: () => said.out,
    async stop() {
      child.kill("SIGTERM");
      await exit;
    },
  };
}

/** Bundles `npm run identity` and `npm start` as they are built, with these functions and one page as the site. */
export async function serverPrograms(functionsDir: string): Promise<ServerPrograms> {
  // Inside the project, so that the bundles find the packages they leave outside.
  const folder = mkdtempSync(join(resolve("node_modules"), ".server-programs-"));
  await build({
    entryPoints: {
      "identity/main": "netlify/identity/main.ts",
      "local/main": "netlify/local/main.ts",
      "local/sandbox": "netlify/local/functions/sandbox.mjs",
    },
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    logLevel: "silent",
    define: { "process.env.DESK_BASE": '""' },
  });
  symlinkSync(functionsDir, join(folder, "functions"));
  mkdirSync(join(folder, "site"));
  writeFileSync(join(folder, "site/index.html"), "<!doctype html><title>The desk</title>");
  return {
    identity: (args, env) => run(join(folder, "identity/main.mjs"), args, env),
    local: (args, env) => run(join(folder, "local/main.mjs"), args, env),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
