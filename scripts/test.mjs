// @ts-check
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { ensureBrowser } from "./browser.mjs";
import { checkNode, ensureInstalled } from "./install.mjs";
import { ensureNetlifyCli } from "./netlify-cli.mjs";
import { buildAll } from "./parts.mjs";
import { runProgram, runScript, Trouble } from "./run.mjs";
import { playwrightTally, vitestTally } from "./test-results.mjs";

const REPORTS = "dist/test";
const VITEST_REPORT = `${REPORTS}/vitest.json`;
const PLAYWRIGHT_REPORT = `${REPORTS}/playwright.json`;
const NETLIFY_REPORT = `${REPORTS}/netlify.json`;

/** @typedef {import("./test-results.mjs").Tally} Tally */
/**
 * @typedef {{ name: string, run: () => Promise<Tally>, beside?: boolean, long?: boolean }} Lane `beside`: may run while
 * another does; `long`: only when asked for, or with --long
 */
/** @typedef {Tally & { seconds: number }} Result */

const PASSED = { passed: 1, failed: 0, skipped: [] };
const FAILED = { passed: 0, failed: 1, skipped: [] };

/** A check that passes or does not. @param {string} script @param {string[]} args @returns {Promise<Tally>} */
async function check(script, args) {
  const { code, output } = await runProgram(process.execPath, [`node_modules/${script}`, ...args]);
  if (code === 0) return PASSED;
  console.log(output.trim());
  return FAILED;
}

/**
 * Tests with a report of their own. Ending badly without a failed test, or without any test, is a failure, too.
 * @param {string[]} args
 * @param {Record<string, string>} env
 * @param {() => Tally} tally
 * @returns {Promise<Tally>}
 */
async function suite(args, env, tally) {
  const { code } = await runProgram(process.execPath, args, { env, show: true });
  const counted = tally();
  const silent = counted.failed === 0 && (code !== 0 || counted.passed === 0);
  return silent ? { ...counted, failed: 1 } : counted;
}

async function build() {
  await buildAll();
  return PASSED;
}

/** What stops a lane is told, counts as one failure, and leaves the others their turn. @param {Lane} lane @returns {Promise<Result>} */
async function runLane({ run }) {
  const begun = performance.now();
  const tally = await run().catch((error) => {
    console.log(error instanceof Trouble ? error.message : error);
    return FAILED;
  });
  return { ...tally, seconds: (performance.now() - begun) / 1000 };
}

/** Starts the lanes that may run beside one another, two at a time. @param {Lane[]} lanes @returns {(lane: Lane) => Promise<Result>} */
function startBeside(lanes) {
  /** @type {Map<Lane, Promise<Result>>} */
  const started = new Map();
  /** @type {Promise<unknown>[]} */
  const slots = [Promise.resolve(), Promise.resolve()];
  for (const [index, lane] of lanes.filter(({ beside }) => beside).entries()) {
    // The compiler takes about as long as the others together.
    const slot = index === 0 ? 0 : 1;
    const result = (slots[slot] ?? Promise.resolve()).then(() => runLane(lane));
    slots[slot] = result;
    started.set(lane, result);
  }
  return async (lane) => started.get(lane) ?? runLane(lane);
}

async function unit() {
  const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${VITEST_REPORT}`];
  return suite(["node_modules/vitest/vitest.mjs", "run", ...reporters], {}, () => vitestTally(VITEST_REPORT));
}

async function browser() {
  await ensureBrowser();
  const env = { PLAYWRIGHT_JSON_OUTPUT_NAME: PLAYWRIGHT_REPORT };
  const args = ["node_modules/@playwright/test/cli.js", "test", "--reporter=list,json"];
  return suite(args, env, () => playwrightTally(PLAYWRIGHT_REPORT));
}

/** Sites that the real netlify dev serves: one that knows nothing of us, the same with the desk added, and our own. */
async function netlify() {
  await buildAll();
  await ensureBrowser();
  const cli = await ensureNetlifyCli();
  const env = { PLAYWRIGHT_JSON_OUTPUT_NAME: NETLIFY_REPORT, NETLIFY_CLI: cli };
  const config = ["--config", "playwright.netlify.config.ts"];
  const args = ["node_modules/@playwright/test/cli.js", "test", ...config, "--reporter=list,json"];
  return suite(args, env, () => playwrightTally(NETLIFY_REPORT));
}

const FOLDERS = ["app", "bench", "components", "lib", "netlify", "e2e"];
/** @type {Lane[]} */
const LANES = [
  { name: "types", beside: true, run: () => check("typescript/bin/tsc", ["--noEmit"]) },
  { name: "lint", beside: true, run: () => check("@biomejs/biome/bin/biome", ["check", "."]) },
  {
    name: "imports",
    beside: true,
    run: () =>
      check("dependency-cruiser/bin/dependency-cruise.mjs", ["--config", ".dependency-cruiser.mjs", ...FOLDERS]),
  },
  { name: "unused", beside: true, run: () => check("knip/bin/knip.js", []) },
  { name: "build", run: build },
  { name: "unit", run: unit },
  { name: "e2e", run: browser },
  { name: "netlify", long: true, run: netlify },
];

/** @param {string[]} argv @returns {Lane[]} */
function chosen(argv) {
  const names = argv.filter((argument) => argument !== "--long");
  const unknown = names.find((name) => !LANES.some((lane) => lane.name === name));
  if (unknown) {
    throw new Trouble(
      `There is no ${unknown}. npm test -- takes --long and ${LANES.map(({ name }) => name).join(", ")}.`,
    );
  }
  const isLong = argv.includes("--long");
  return LANES.filter(({ name, long }) => (names.length > 0 ? names.includes(name) : isLong || !long));
}

/** Skipped tests by name; in CI each needs a reason in allowed-skips.json. @param {string[]} skipped @returns {number} failures */
function tellSkipped(skipped) {
  /** @type {{ title: string, reason: string }[]} */
  const allowed = JSON.parse(readFileSync("scripts/allowed-skips.json", "utf8"));
  let failures = 0;
  for (const name of skipped) {
    const reason = allowed.find(({ title }) => title === name)?.reason;
    console.log(`skipped: ${name} (${reason ?? "no reason in scripts/allowed-skips.json"})`);
    if (reason === undefined && process.env.CI === "true") failures += 1;
  }
  return failures;
}

await runScript(async () => {
  const argv = process.argv.slice(2);
  const lanes = chosen(argv);
  checkNode();
  await ensureInstalled();
  if (argv.includes("--long")) process.env.DESK_TEST_LONG = "1";
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });
  const total = { passed: 0, failed: 0 };
  const finish = startBeside(lanes);
  for (const lane of lanes) {
    const { passed, failed, skipped, seconds } = await finish(lane);
    const unexplained = tellSkipped(skipped);
    total.passed += passed;
    total.failed += failed + unexplained;
    console.log(`${lane.name.padEnd(8)} ${passed} passed, ${failed + unexplained} failed  ${seconds.toFixed(1)} s\n`);
  }
  console.log(`${total.passed} passed, ${total.failed} failed`);
  if (total.failed > 0 || total.passed === 0) process.exitCode = 1;
});
