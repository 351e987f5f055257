// @ts-check
import { basePath } from "./base-path.mjs";
import { buildSite, SITE_OUT } from "./build-site.mjs";
import { bundleFunctions, bundleServers, FUNCTIONS_OUT } from "./bundle.mjs";
import { withProgress } from "./run.mjs";
import { buildIfStale, hashOf } from "./sources.mjs";

const HOUSE = ["package.json", "package-lock.json", "tsconfig.json"];
const BUNDLER = ["scripts/bundle.mjs", "scripts/base-path.mjs"];
const SERVER_SOURCES = ["netlify/identity", "netlify/local", ...BUNDLER, ...HOUSE];
const FUNCTION_SOURCES = ["netlify/functions", "lib/contract", "lib/server", "desk.config.ts", ...BUNDLER, ...HOUSE];
const SITE_SOURCES = [
  "app",
  "components",
  "lib/client",
  "lib/contract",
  "public",
  "desk.config.ts",
  "next.config.js",
  "postcss.config.mjs",
  "scripts/build-site.mjs",
  "scripts/site-headers.mjs",
  ...BUNDLER,
  ...HOUSE,
];

/** What of the environment ends in the outcome. */
function fromEnvironment() {
  const shown = Object.entries(process.env).filter(([name]) => name.startsWith("NEXT_PUBLIC_"));
  return JSON.stringify([basePath(), shown.sort()]);
}

/** @typedef {{ force?: boolean }} BuildChoice */

/** @param {BuildChoice} [choice] */
export async function buildServers({ force } = {}) {
  const part = {
    name: "servers",
    output: "dist/local/main.mjs",
    hash: hashOf(SERVER_SOURCES, fromEnvironment()),
    force,
  };
  await buildIfStale(part, () => withProgress("Bundling the local servers", bundleServers));
}

/** @param {BuildChoice} [choice] */
export async function buildFunctions({ force } = {}) {
  const part = { name: "functions", output: FUNCTIONS_OUT, hash: hashOf(FUNCTION_SOURCES, fromEnvironment()), force };
  await buildIfStale(part, () => withProgress("Bundling the functions", bundleFunctions));
}

/** @param {BuildChoice} [choice] */
export async function buildPages({ force } = {}) {
  const part = { name: "site", output: SITE_OUT, hash: hashOf(SITE_SOURCES, fromEnvironment()), force };
  await buildIfStale(part, () => withProgress("Building the site", buildSite));
}

/** Everything that `npm start` serves. @param {BuildChoice} [choice] */
export async function buildAll(choice) {
  await buildServers(choice);
  await buildFunctions(choice);
  await buildPages(choice);
}
