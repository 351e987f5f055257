// @ts-check
// Plain JavaScript: `npm start` reads its arguments before anything is installed or built.
import { ArgumentError } from "../argument-error.mjs";

const PRIVATE_V4 =
  /^(?:127|10)\.|^192\.168\.|^172\.(?:1[6-9]|2\d|3[01])\.|^169\.254\.|^100\.(?:6[4-9]|[7-9]\d|1[01]\d|12[0-7])\./;
const PRIVATE_V6 = /^\[(?:::1\]|f[cd]|fe[89ab])/;
/** Names that no public name server knows: of this machine, of a container network, of a home or company network. */
const PRIVATE_NAME = /^[^.]+$|\.(?:localhost|local|internal)$/;

/**
 * Whether a host is this machine or in a private network. These are also the hosts that a stock GoTrue never calls.
 * @param {string} hostname as `URL` has it: an IPv6 address in brackets
 */
export function isPrivateHost(hostname) {
  if (/^\d+(?:\.\d+){3}$/.test(hostname)) return PRIVATE_V4.test(`${hostname}.`);
  return hostname.startsWith("[") ? PRIVATE_V6.test(hostname) : PRIVATE_NAME.test(hostname);
}

/** @param {string} flag @param {string} value @param {string} example */
function parse(flag, value, example) {
  const wrong = (/** @type {string} */ why) => new ArgumentError(`${flag} ${why}. Give an address like ${example}.`);
  if (!/^https?:\/\/[^/]/i.test(value) || !URL.canParse(value)) {
    throw wrong(`takes a whole http: or https: address, not ${JSON.stringify(value)}`);
  }
  const url = new URL(value);
  if (url.username || url.password) throw wrong("must not hold a user name or a password: they would end up in logs");
  if (/[?#]/.test(value)) throw wrong("must not hold a query or a fragment");
  if (url.protocol === "http:" && !isPrivateHost(url.hostname)) {
    throw wrong(
      `goes to ${url.hostname} unencrypted, with every password and token: use https: (http: is taken for this machine and for private addresses only)`,
    );
  }
  return url;
}

/**
 * The value of `--identity`: where the GoTrue answers, its path without a slash at the end.
 * @param {string} value
 */
export function gotrueAddress(value) {
  const { origin, pathname } = parse("--identity", value, "https://auth.example.com");
  return origin + pathname.replace(/\/+$/, "");
}

/**
 * The value of `--public-url`: how the world, GoTrue included, reaches us.
 * @param {string} value
 */
export function publicAddress(value) {
  const { origin, pathname } = parse("--public-url", value, "https://desk.example.com");
  if (pathname === "/") return origin;
  throw new ArgumentError(`--public-url takes an address without a path: give ${origin}.`);
}
