// @ts-check
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { npm } from "./install.mjs";
import { runProgram, Trouble, withProgress } from "./run.mjs";

/** The newest that runs on Node 20. Not among our packages: it is half a gigabyte, and only one lane needs it. */
const VERSION = "26.2.0";
const FOLDER = ".netlify-cli";
const PACKAGE = `${FOLDER}/node_modules/netlify-cli`;

/** npm writes this list last. */
function isThere() {
  if (!existsSync(`${FOLDER}/node_modules/.package-lock.json`)) return false;
  return JSON.parse(readFileSync(`${PACKAGE}/package.json`, "utf8")).version === VERSION;
}

/**
 * Makes sure that there is a netlify-cli to test with: the one that NETLIFY_CLI names, or ours, fetched once.
 * @returns {Promise<string>} the folder of the package
 */
export async function ensureNetlifyCli() {
  if (process.env.NETLIFY_CLI) return process.env.NETLIFY_CLI;
  if (isThere()) return PACKAGE;
  mkdirSync(FOLDER, { recursive: true });
  const own = { private: true, dependencies: { "netlify-cli": VERSION } };
  writeFileSync(`${FOLDER}/package.json`, `${JSON.stringify(own, null, 2)}\n`);
  const { command, args } = npm();
  const install = ["install", "--prefix", FOLDER, "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
  const { output } = await withProgress(`Fetching netlify-cli ${VERSION} into ${FOLDER}, once, 420 MB`, () =>
    runProgram(command, [...args, ...install]),
  );
  if (isThere()) return PACKAGE;
  throw new Trouble(
    `netlify-cli ${VERSION} could not be fetched. Is the npm registry reachable? Or set NETLIFY_CLI to the folder of one that is there.\n${output.trim()}`,
  );
}
