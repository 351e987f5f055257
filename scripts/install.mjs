// @ts-check
import { existsSync, readFileSync } from "node:fs";
import { runProgram, Trouble, withProgress } from "./run.mjs";

const LOCK = "package-lock.json";
const INSTALLED = "node_modules/.package-lock.json";

/** Refuses a Node that is too old, with what to do. */
export function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Trouble(
    `This is Node ${process.versions.node}; the desk needs 20.19 or newer. Get it from https://nodejs.org and try again.`,
  );
}

/** @param {string} path @returns {Record<string, { version?: string, optional?: boolean }>} */
function packagesIn(path) {
  return JSON.parse(readFileSync(path, "utf8")).packages ?? {};
}

/** Holds npm's own record of what is installed against the lock file; packages of other platforms are optional. */
function isInstalled() {
  if (!existsSync(INSTALLED)) return false;
  const installed = packagesIn(INSTALLED);
  return Object.entries(packagesIn(LOCK)).every(
    ([path, { version, optional }]) => path === "" || optional || installed[path]?.version === version,
  );
}

/** npm as it runs us, or the one on the path. */
export function npm() {
  const own = process.env.npm_execpath;
  if (own?.endsWith("npm-cli.js")) return { command: process.execPath, args: [own] };
  return { command: process.platform === "win32" ? "npm.cmd" : "npm", args: [] };
}

/** Installs the packages of the lock file when they are not there; offline afterwards. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  const { command, args } = npm();
  const ci = ["ci", "--include=dev", "--no-audit", "--no-fund", "--loglevel=error"];
  const { code, output } = await withProgress("Installing packages", () => runProgram(command, [...args, ...ci]));
  if (code === 0) return;
  const errors = output.split("\n").flatMap((line) => /^npm error (?!code )(.+)/.exec(line)?.[1] ?? []);
  throw new Trouble(
    `The packages could not be installed: ${errors[0] ?? "npm ci failed"} Is the npm registry reachable?`,
  );
}
