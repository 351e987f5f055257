// @ts-check
import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { basePath } from "./base-path.mjs";
import { Trouble } from "./run.mjs";

const FUNCTIONS = "netlify/functions";
export const FUNCTIONS_OUT = "dist/functions";

/** Netlify reads paths and events of a function from its source, so what depends on the base is folded in here. */
function definitions() {
  const base = JSON.stringify(basePath());
  return { __DESK_BASE__: base, "process.env.DESK_BASE": base };
}

/** @returns {import("esbuild").BuildOptions} */
function shared() {
  return {
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    outExtension: { ".js": ".mjs" },
    logLevel: "silent",
    define: definitions(),
  };
}

/** One bundle per function, with all it needs. @returns {import("esbuild").BuildOptions} */
export function functionOptions() {
  const entries = readdirSync(FUNCTIONS).filter((file) => file.endsWith(".ts"));
  if (entries.length === 0) throw new Trouble(`There is no function in ${FUNCTIONS}.`);
  return {
    ...shared(),
    entryPoints: entries.map((file) => join(FUNCTIONS, file)),
    outdir: FUNCTIONS_OUT,
    minify: true,
    legalComments: "none",
    // What came as CommonJS asks for Node's own modules with require.
    banner: { js: 'import{createRequire as $require}from"node:module";const require=$require(import.meta.url);' },
  };
}

/** @param {import("esbuild").BuildOptions} options */
async function build(options) {
  const { build: run } = await import("esbuild");
  try {
    return await run(options);
  } catch (error) {
    throw new Trouble(buildTrouble(error));
  }
}

const CHECK_CONFIG = `
  import { deskConfig } from "./desk.config.ts";
  import { parseDeskConfig } from "./lib/server/desk-config.ts";
  parseDeskConfig(deskConfig);
`;

/** Stops at a desk.config.ts that its schema refuses, with the name of the key; functions would only find out when called. */
export async function checkDeskConfig() {
  const stdin = { contents: CHECK_CONFIG, resolveDir: process.cwd(), sourcefile: "check-desk-config.ts" };
  const result = await build({ ...shared(), stdin, write: false });
  const [file] = result.outputFiles ?? [];
  const code = Buffer.from(file?.contents ?? []).toString("base64");
  try {
    await import(`data:text/javascript;base64,${code}`);
  } catch (error) {
    throw new Trouble(error instanceof Error ? error.message : String(error));
  }
}

/** @param {unknown} error */
function buildTrouble(error) {
  const first = /** @type {import("esbuild").BuildFailure} */ (error).errors?.[0];
  if (!first) return String(error);
  const { file, line } = first.location ?? { file: "", line: 0 };
  return `${first.text}${file ? ` (${file}:${line})` : ""}`;
}

export async function bundleFunctions() {
  await checkDeskConfig();
  rmSync(FUNCTIONS_OUT, { recursive: true, force: true });
  mkdirSync(FUNCTIONS_OUT, { recursive: true });
  await build(functionOptions());
}

/** The local Identity and the local Netlify, which keep using node_modules. */
export async function bundleServers() {
  const servers = {
    identity: [
      { in: "netlify/identity/main.ts", out: "main" },
      { in: "netlify/identity/front-door/netlify-dev-preload.mjs", out: "netlify-dev-preload" },
    ],
    local: [
      { in: "netlify/local/main.ts", out: "main" },
      { in: "netlify/local/functions/sandbox.mjs", out: "sandbox" },
    ],
  };
  for (const [name, entryPoints] of Object.entries(servers)) {
    const outdir = join("dist", name);
    rmSync(outdir, { recursive: true, force: true });
    await build({ ...shared(), entryPoints, outdir, packages: "external", sourcemap: "linked" });
  }
}
