// @ts-check
import { addressOf, PASSWORD } from "./people.mjs";
import { call, send } from "./server-process.mjs";

/** @typedef {import("./server-process.mjs").Server} Server */

const CLIENTS = 8;
const SAMPLE_EVERY = 250;
const HASH_EVERY = 20;
const FORM = { "Content-Type": "application/x-www-form-urlencoded" };

/**
 * What one visitor does, one request after the other; it leaves as many accounts and sessions as it found.
 * @param {Server} server
 * @param {number} visit a number of its own
 * @param {number} people how many there are
 * @returns {(() => Promise<unknown>)[]}
 */
function requestsOf(server, visit, people) {
  const email = addressOf(visit % people);
  const guest = `guest.${visit}@example.com`;
  /** @type {any} */
  let session;
  /** @type {any} */
  let account;
  const form = (/** @type {Record<string, string>} */ fields) => post(server, fields);
  const signIn = async () => {
    session = await form({ grant_type: "password", username: email, password: PASSWORD });
  };
  const refresh = async () => {
    session = await form({ grant_type: "refresh_token", refresh_token: session.refresh_token });
  };
  return [
    signIn,
    refresh,
    () => call(server, "GET /admin/users?page=1&per_page=50"),
    () => call(server, `GET /admin/users?filter=${visit % people}&per_page=20`),
    async () => {
      // Hashing a password takes longer than all the rest of a visit together.
      const route = visit % HASH_EVERY === 0 ? "POST /admin/users" : "POST /invite";
      account = await call(server, route, { email: guest });
    },
    () => call(server, `PUT /admin/users/${account.id}`, { user_metadata: { visit } }),
    () => call(server, "POST /recover", { email: guest }),
    refresh,
    () => call(server, `DELETE /admin/users/${account.id}`),
    () => send(server, "POST /logout", { headers: { Authorization: `Bearer ${session.access_token}` } }),
  ];
}

/** @param {Server} server @param {Record<string, string>} fields */
async function post(server, fields) {
  return JSON.parse(await send(server, "POST /token", { body: String(new URLSearchParams(fields)), headers: FORM }));
}

/**
 * @typedef {object} Soaked
 * @property {number} requests after the warm-up
 * @property {number} before MB, the median of the first fifth after the warm-up
 * @property {number} after MB, the median of the last fifth
 * @property {number} files descriptors more than after the warm-up
 * @property {number} seconds
 */

/**
 * Sends mixed requests (sign-in, refresh, list, search, create, change, mail, delete, sign-out) and watches the process.
 * @param {Server} server
 * @param {{ people: number, warmUp: number, requests: number }} size
 * @returns {Promise<Soaked>}
 */
export async function soak(server, { people, warmUp, requests }) {
  const begun = performance.now();
  let visit = 0;
  let done = 0;
  /** @type {number[]} */
  const samples = [];
  const live = async (/** @type {number} */ until) => {
    while (done < until) {
      visit += 1;
      for (const request of requestsOf(server, visit, people)) {
        await request();
        done += 1;
        if (done % SAMPLE_EVERY === 0) samples.push(server.memory());
      }
    }
  };
  const everybody = (/** @type {number} */ until) => Promise.all(Array.from({ length: CLIENTS }, () => live(until)));
  await everybody(warmUp);
  samples.length = 0;
  const files = server.files();
  await everybody(warmUp + requests);
  const fifth = Math.max(1, Math.floor(samples.length / 5));
  return {
    requests,
    before: median(samples.slice(0, fifth)),
    after: median(samples.slice(-fifth)),
    files: server.files() - files,
    seconds: (performance.now() - begun) / 1000,
  };
}

/** @param {number[]} numbers */
export function median(numbers) {
  return quantile(numbers, 0.5);
}

/** @param {number[]} numbers @param {number} share */
export function quantile(numbers, share) {
  const sorted = numbers.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
