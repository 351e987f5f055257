// @ts-check
// Plain JavaScript: `npm start` looks at the secrets before anything is installed or built.
import { ArgumentError } from "../argument-error.mjs";

const SHORTEST = 16;
const FEWEST_DIFFERENT = 6;
const REQUIRED = ["GOTRUE_OPERATOR_TOKEN", "GOTRUE_JWT_SECRET"];

/**
 * What the secrets in GoTrue's README, example.env, dev.env and hack/, and in the guides that copy them, are made of:
 * "CHANGE-THIS! VERY IMPORTANT!", "super-secret-operator-token", "supersecretvalue", "foobar", "testsecret", ….
 */
const WORDS = [
  ..."admin api at auth bar change chars characters default demo dev development example foo gotrue here hook identity".split(
    " ",
  ),
  ..."important insecure is jwt key least local localhost long me min my netlify operator password please sample".split(
    " ",
  ),
  ..."secret secure sign signing site string super test testing this token value very web with your".split(" "),
];
const ONLY_WORDS = new RegExp(`^(?:${WORDS.join("|")})+$`);
const REPEATED = /^(.{1,8}?)\1+$/s;
const SEQUENCES = ["0123456789", "0123456789abcdef", "abcdefghijklmnopqrstuvwxyz"].map((run) => run.repeat(8));

/** Why anybody could guess it. @param {string} value @returns {string | undefined} */
function weakness(value) {
  const small = value.toLowerCase();
  if (ONLY_WORDS.test(small.replace(/[^a-z]/g, ""))) return "is an example that anybody can guess";
  if (value.length < SHORTEST) return `is shorter than ${SHORTEST} characters`;
  const isMonotonous = new Set(value).size < FEWEST_DIFFERENT || REPEATED.test(small);
  return isMonotonous || SEQUENCES.some((run) => run.includes(small)) ? "has too little variety" : undefined;
}

/** @param {string} name @param {string} value */
function requireStrength(name, value) {
  const why = weakness(value);
  if (why === undefined) return;
  throw new ArgumentError(
    `${name} ${why}, and whoever guesses it owns every account. Make one with "openssl rand -hex 32", start your GoTrue with it, and start this again.`,
  );
}

/**
 * @typedef {object} GotrueSecrets
 * @property {string} operatorToken
 * @property {string} jwtSecret
 * @property {string | undefined} webhookSecret signs GoTrue's calls of its webhook
 */

/**
 * The secrets of the GoTrue that runs elsewhere, by GoTrue's own names. Missing and guessable ones are refused; no message
 * shows a value.
 * @param {Record<string, string | undefined>} env
 * @returns {GotrueSecrets}
 */
export function gotrueSecrets(env) {
  const missing = REQUIRED.filter((name) => !env[name]);
  if (missing.length > 0) {
    throw new ArgumentError(
      `${missing.join(" and ")} ${missing.length > 1 ? "are" : "is"} not set. With --identity, set ${REQUIRED.join(" and ")} to what your GoTrue was started with.`,
    );
  }
  for (const name of [...REQUIRED, "GOTRUE_WEBHOOK_SECRET"]) if (env[name]) requireStrength(name, env[name]);
  const operatorToken = env.GOTRUE_OPERATOR_TOKEN ?? "";
  if (!/^[\x21-\x7e]+$/.test(operatorToken)) {
    throw new ArgumentError(
      "GOTRUE_OPERATOR_TOKEN holds a blank or a sign beyond ASCII, which no GoTrue takes as a bearer.",
    );
  }
  return {
    operatorToken,
    jwtSecret: env.GOTRUE_JWT_SECRET ?? "",
    webhookSecret: env.GOTRUE_WEBHOOK_SECRET || undefined,
  };
}
