// @ts-check
// Plain JavaScript: `npm start` reads its arguments before anything is installed or built.
import { parseArgs } from "node:util";

const CONTEXTS = ["production", "deploy-preview", "branch-deploy"];
const DIRECTORIES = ["legacy", "none"];

export const USAGE = `npm start -- [--port 8888] [--people N] [--data DIR] [--reset]
             [--context production|deploy-preview|branch-deploy] [--directory legacy|none]`;

/**
 * @typedef {object} LocalArguments
 * @property {number} port
 * @property {string} data directory that keeps everything
 * @property {number | undefined} people how many to seed into an empty store
 * @property {boolean} reset
 * @property {"production" | "deploy-preview" | "branch-deploy"} context
 * @property {"legacy" | "none"} directory
 * @property {string | undefined} pagesFrom address of a running next dev
 * @property {boolean} help
 */

/** An argument that cannot be taken; the message says which and what would do. */
export class ArgumentError extends Error {}

/**
 * @param {string} flag
 * @param {string | undefined} value
 * @param {number} most
 * @returns {number | undefined}
 */
function wholeNumber(flag, value, most) {
  if (value === undefined) return undefined;
  if (/^\d+$/.test(value) && Number(value) <= most) return Number(value);
  throw new ArgumentError(`--${flag} takes a whole number up to ${most}, not ${JSON.stringify(value)}.`);
}

/**
 * @template {string} Choice
 * @param {string} flag
 * @param {string} value
 * @param {readonly string[]} choices
 * @returns {Choice}
 */
function oneOf(flag, value, choices) {
  if (choices.includes(value)) return /** @type {Choice} */ (value);
  throw new ArgumentError(`--${flag} takes ${choices.join(", ")}, not ${JSON.stringify(value)}.`);
}

/** @param {string[]} argv */
function parseFlags(argv) {
  try {
    return parseArgs({
      args: argv,
      strict: true,
      allowPositionals: false,
      options: {
        port: { type: "string", default: "8888" },
        people: { type: "string" },
        data: { type: "string", default: ".desk" },
        reset: { type: "boolean", default: false },
        context: { type: "string", default: "production" },
        directory: { type: "string", default: "legacy" },
        identity: { type: "string" },
        // For `npm run dev` only: a running next dev. Then functions are reloaded when they change, too.
        "pages-from": { type: "string" },
        help: { type: "boolean", short: "h", default: false },
      },
    }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split(/\. |\n/)[0] : String(error);
    throw new ArgumentError(`${reason}. Known are: --port, --people, --data, --reset, --context, --directory, --help.`);
  }
}

/**
 * Reads the arguments of `npm start`.
 * @param {string[]} argv without node and script
 * @returns {LocalArguments}
 */
export function parseArguments(argv) {
  const flags = parseFlags(argv);
  if (flags.identity !== undefined) {
    throw new ArgumentError(
      "--identity (a GoTrue that runs elsewhere) is not there yet. Leave it out to use the local Identity.",
    );
  }
  if (flags.data === "") throw new ArgumentError("--data takes the name of a directory.");
  return {
    port: wholeNumber("port", flags.port, 65_535) ?? 8888,
    data: flags.data,
    people: wholeNumber("people", flags.people, 1_000_000),
    reset: flags.reset,
    context: oneOf("context", flags.context, CONTEXTS),
    directory: oneOf("directory", flags.directory, DIRECTORIES),
    pagesFrom: flags["pages-from"],
    help: flags.help,
  };
}
