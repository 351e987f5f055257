// @ts-check
// Plain JavaScript: `npm start` reads its arguments before anything is installed or built.
import { parseArgs } from "node:util";
import { ArgumentError } from "./argument-error.mjs";
import { gotrueAddress, publicAddress } from "./remote/gotrue-address.mjs";

const CONTEXTS = ["production", "deploy-preview", "branch-deploy"];
const DIRECTORIES = ["legacy", "none"];

export const USAGE = `npm start -- [--port 8888] [--people N] [--data DIR] [--reset]
             [--context production|deploy-preview|branch-deploy] [--directory legacy|none]
             [--strict upstream-2026,…] [--providers google,github,…]
npm start -- --identity URL [--public-url URL] [--port 8888] [--data DIR] [--context …] [--directory …]
             a GoTrue that runs elsewhere, with GOTRUE_OPERATOR_TOKEN, GOTRUE_JWT_SECRET and GOTRUE_WEBHOOK_SECRET
             from the environment; see docs/guides/self-hosted-gotrue.md`;

/**
 * @typedef {object} LocalArguments
 * @property {number} port
 * @property {string} data directory that keeps everything
 * @property {number | undefined} people how many to seed into an empty store
 * @property {boolean} reset
 * @property {"production" | "deploy-preview" | "branch-deploy"} context
 * @property {"legacy" | "none"} directory
 * @property {string | undefined} strict names of what the local Identity is strict about, comma separated
 * @property {string | undefined} providers names of providers that the stand-in plays, comma separated
 * @property {string | undefined} identity address of a GoTrue that runs elsewhere
 * @property {string | undefined} publicUrl how that GoTrue reaches us
 * @property {string | undefined} pagesFrom address of a running next dev
 * @property {boolean} help
 */

const OPTIONS = /** @type {const} */ ({
  port: { type: "string", default: "8888" },
  people: { type: "string" },
  data: { type: "string", default: ".desk" },
  reset: { type: "boolean", default: false },
  context: { type: "string", default: "production" },
  directory: { type: "string", default: "legacy" },
  strict: { type: "string" },
  providers: { type: "string" },
  identity: { type: "string" },
  "public-url": { type: "string" },
  // For `npm run dev` only: a running next dev. Then functions are reloaded when they change, too.
  "pages-from": { type: "string" },
  help: { type: "boolean", short: "h", default: false },
});

/** What the local Identity can do and no other, with the reason. @type {Record<string, string>} */
const LOCAL_ONLY = {
  people: "the people of a GoTrue that runs elsewhere are real: nothing is seeded there",
  reset: "the people of a GoTrue that runs elsewhere are real: nothing is emptied there",
  strict: "how strict a GoTrue that runs elsewhere is, it decides itself",
  providers: "the providers of a GoTrue that runs elsewhere are set where it runs",
};

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
    return parseArgs({ args: argv, strict: true, allowPositionals: false, options: OPTIONS }).values;
  } catch (error) {
    const reason = error instanceof Error ? error.message.split(/\. |\n/)[0] : String(error);
    const known = Object.keys(OPTIONS).filter((name) => name !== "pages-from");
    throw new ArgumentError(`${reason}. Known are: ${known.map((name) => `--${name}`).join(", ")}.`);
  }
}

/** @param {ReturnType<typeof parseFlags>} flags */
function elsewhere(flags) {
  if (flags.identity === undefined) {
    if (flags["public-url"] === undefined) return {};
    throw new ArgumentError(
      "--public-url says how a GoTrue that runs elsewhere reaches us: it goes with --identity URL.",
    );
  }
  for (const [flag, reason] of Object.entries(LOCAL_ONLY)) {
    if (Object.entries(flags).some(([name, value]) => name === flag && value)) {
      throw new ArgumentError(`--${flag} does not go with --identity: ${reason}.`);
    }
  }
  const publicUrl = flags["public-url"];
  return {
    identity: gotrueAddress(flags.identity),
    publicUrl: publicUrl === undefined ? undefined : publicAddress(publicUrl),
  };
}

/**
 * Reads the arguments of `npm start`.
 * @param {string[]} argv without node and script
 * @returns {LocalArguments}
 */
export function parseArguments(argv) {
  const flags = parseFlags(argv);
  if (flags.data === "") throw new ArgumentError("--data takes the name of a directory.");
  const { identity, publicUrl } = elsewhere(flags);
  return {
    port: wholeNumber("port", flags.port, 65_535) ?? 8888,
    data: flags.data,
    people: wholeNumber("people", flags.people, 1_000_000),
    reset: flags.reset,
    context: oneOf("context", flags.context, CONTEXTS),
    directory: oneOf("directory", flags.directory, DIRECTORIES),
    strict: flags.strict,
    providers: flags.providers,
    identity,
    publicUrl,
    pagesFrom: flags["pages-from"],
    help: flags.help,
  };
}
