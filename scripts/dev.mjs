// @ts-check
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, rmSync } from "node:fs";
import { connect, createServer } from "node:net";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { checkDeskConfig, functionOptions } from "./bundle.mjs";
import { buildServers } from "./parts.mjs";
import { Trouble, withProgress } from "./run.mjs";

/** Apart from what `npm run build` writes, for these are not small. The local Netlify looks here when pages come from next dev. */
const FUNCTIONS_OUT = "dist/dev-functions";
const NEXT_START_MS = 60_000;

async function freePort() {
  const probe = createServer().listen(0, "127.0.0.1");
  await once(probe, "listening");
  const address = probe.address();
  probe.close();
  if (address === null || typeof address === "string") throw new Trouble("The system gave no free port.");
  return address.port;
}

/** Rebuilds the functions at every change; the local Netlify sees the new files and loads them. */
async function watchFunctions() {
  const { context } = await import("esbuild");
  rmSync(FUNCTIONS_OUT, { recursive: true, force: true });
  mkdirSync(FUNCTIONS_OUT, { recursive: true });
  const options = { ...functionOptions(), outdir: FUNCTIONS_OUT, minifyWhitespace: false };
  const watcher = await context({ ...options, logLevel: "warning" });
  await watcher.rebuild().catch(() => {
    throw new Trouble("The functions do not build; see above.");
  });
  await watcher.watch();
}

/** @param {number} port */
function startNext(port) {
  const next = spawn(
    process.execPath,
    ["node_modules/next/dist/bin/next", "dev", "-p", String(port), "-H", "127.0.0.1"],
    {
      env: { ...process.env, NEXT_TELEMETRY_DISABLED: "1" },
      stdio: ["ignore", "ignore", "inherit"],
    },
  );
  process.once("exit", () => next.kill());
  next.once("exit", (code) => {
    if (process.exitCode !== undefined || code === null) return;
    console.error(`next dev ended with code ${code}.`);
    process.exit(1);
  });
}

/** Waits until somebody listens there. @param {number} port */
async function untilOpen(port) {
  const until = Date.now() + NEXT_START_MS;
  while (Date.now() < until) {
    const socket = connect(port, "127.0.0.1");
    const open = await once(socket, "connect").then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (open) return;
    await new Promise((wait) => setTimeout(wait, 100));
  }
  throw new Trouble("next dev did not start within a minute.");
}

/** `npm run dev`: pages from next dev behind the front door, functions bundled anew at every change. @param {string[]} argv */
export async function startDev(argv) {
  await buildServers();
  await checkDeskConfig();
  await watchFunctions();
  const port = await freePort();
  startNext(port);
  await withProgress("Starting next dev", () => untilOpen(port));
  process.argv.splice(2, Infinity, ...argv, "--pages-from", `http://127.0.0.1:${port}`);
  await import(pathToFileURL(resolve("dist/local/main.mjs")).href);
}
