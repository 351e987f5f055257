// @ts-check
import { createHash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const STAMPS = "dist/stamps.json";

/** @param {string} path @returns {string[]} */
function filesUnder(path) {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found) return [];
  if (!found.isDirectory()) return [path];
  return readdirSync(path)
    .sort()
    .flatMap((name) => filesUnder(join(path, name)));
}

/** @param {string} path */
const isTest = (path) => /\.(test|spec)\.tsx?$/.test(path);

/**
 * The hash of everything a build is made from.
 * @param {string[]} paths files and folders; tests in them do not count
 * @param {string} rest what else changes the outcome
 */
export function hashOf(paths, rest) {
  const hash = createHash("sha256").update(rest);
  for (const file of paths.flatMap(filesUnder).filter((path) => !isTest(path))) {
    hash.update(`\n${file}\n`).update(readFileSync(file));
  }
  return hash.digest("hex");
}

/** @returns {Record<string, string>} */
function readStamps() {
  try {
    return JSON.parse(readFileSync(STAMPS, "utf8"));
  } catch {
    return {};
  }
}

/**
 * Builds a part unless it was built from the same sources.
 * @param {{ name: string, output: string, hash: string, force?: boolean }} part
 * @param {() => Promise<void>} build
 */
export async function buildIfStale({ name, output, hash, force = false }, build) {
  const exists = statSync(output, { throwIfNoEntry: false }) !== undefined;
  if (!force && exists && readStamps()[name] === hash) return;
  await build();
  mkdirSync("dist", { recursive: true });
  writeFileSync(STAMPS, `${JSON.stringify({ ...readStamps(), [name]: hash }, null, 2)}\n`);
}
