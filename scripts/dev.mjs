// @ts-check
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { createServer } from "node:net";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { FUNCTIONS_OUT, functionOptions } from "./bundle.mjs";
import { buildServers } from "./parts.mjs";
import { Trouble } from "./run.mjs";

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
  mkdirSync(FUNCTIONS_OUT, { recursive: true });
  const watcher = await context({ ...functionOptions(), minifyWhitespace: false, logLevel: "warning" });
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

/** `npm run dev`: pages from next dev behind the front door, functions bundled anew at every change. @param {string[]} argv */
export async function startDev(argv) {
  await buildServers();
  await watchFunctions();
  const port = await freePort();
  startNext(port);
  process.argv.splice(2, Infinity, ...argv, "--pages-from", `http://127.0.0.1:${port}`);
  await import(pathToFileURL(resolve("dist/local/main.mjs")).href);
}
