// @ts-check
import { spawn } from "node:child_process";

/** A problem the person can mend; it is told in one line. */
export class Trouble extends Error {}

/**
 * Runs a script's main function and turns what goes wrong into one line and an exit code.
 * @param {() => Promise<void>} main
 */
export async function runScript(main) {
  try {
    await main();
  } catch (error) {
    const text = error instanceof Trouble ? error.message : error instanceof Error ? error.stack : String(error);
    console.error(text);
    process.exitCode = 1;
  }
}

/** @typedef {{ code: number, output: string, seconds: number }} Outcome */

/**
 * Runs a program to its end and keeps what it says.
 * @param {string} command
 * @param {string[]} args
 * @param {{ env?: Record<string, string>, show?: boolean }} [options] `show`: let the person see it as it comes
 * @returns {Promise<Outcome>}
 */
export function runProgram(command, args, { env = {}, show = false } = {}) {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { env: { ...process.env, ...env }, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    /** @param {Buffer} chunk */
    const hear = (chunk) => {
      output += chunk;
      if (show) process.stdout.write(chunk);
    };
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("error", (error) => reject(new Trouble(`${command} cannot be started: ${error.message}`)));
    child.on("close", (code) => resolve({ code: code ?? 1, output, seconds: (performance.now() - begun) / 1000 }));
  });
}

/**
 * Tells what is going on, and on a terminal every second for how long.
 * @template Result
 * @param {string} what
 * @param {() => Promise<Result>} work
 * @returns {Promise<Result>}
 */
export async function withProgress(what, work) {
  const begun = performance.now();
  const line = () => `${what}… ${Math.round((performance.now() - begun) / 1000)} s`;
  const live = process.stdout.isTTY === true;
  const timer = live ? setInterval(() => process.stdout.write(`\r${line()}`), 1000) : undefined;
  if (!live) console.log(`${what}…`);
  try {
    return await work();
  } finally {
    clearInterval(timer);
    console.log(live ? `\r${line()}` : line());
  }
}
