// @ts-check
import { call, send } from "./server-process.mjs";
import { median } from "./soak.mjs";

/**
 * @typedef {import("./server-process.mjs").Server} Server
 * @typedef {(route: string, body?: unknown) => Promise<any>} Ask
 */

/** What Netlify gives a function. */
export const FUNCTION_MS = 10_000;

/** @param {Server} server @returns {Promise<string>} */
async function adminToken(server) {
  const { staff } = JSON.parse(await send(server, "GET /__dev/seeds", { headers: { accept: "application/json" } }));
  const { email, password } = staff.find((/** @type {{ rank: string }} */ { rank }) => rank === "admin");
  const body = String(new URLSearchParams({ grant_type: "password", username: email, password }));
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  return JSON.parse(await send(server, "POST /.netlify/identity/token", { body, headers })).access_token;
}

/** Calls the desk as an admin. @param {Server} server @returns {Promise<Ask>} */
export async function asAdmin(server) {
  const headers = { authorization: `Bearer ${await adminToken(server)}`, "content-type": "application/json" };
  return async (route, body) =>
    JSON.parse(await send(server, route, { headers, ...(body !== undefined && { body: JSON.stringify(body) }) }));
}

/** Calls Identity itself, as the operator. @param {Server} server @returns {Ask} */
export const asOperator = (server) => (route, body) => call(server, route.replace(" ", " /.netlify/identity"), body);

/** Makes Identity misbehave until `heal`, which answers with what it did. @param {Server} server @param {Record<string, unknown>} rule */
export async function fault(server, rule) {
  const headers = { accept: "application/json", "content-type": "application/json" };
  const { id } = JSON.parse(await send(server, "POST /__dev/faults", { headers, body: JSON.stringify(rule) }));
  return {
    /** @returns {Promise<{ seen: number }>} */
    heal: async () => JSON.parse(await send(server, `DELETE /__dev/faults/${id}`, { headers })),
  };
}

/** @template Value @param {() => Promise<Value>} work @returns {Promise<{ ms: number, value: Value }>} */
export async function timed(work) {
  const began = performance.now();
  const value = await work();
  return { ms: performance.now() - began, value };
}

/**
 * The medians in milliseconds of two that are taken in turn, so that what else the machine does meets both.
 * @param {number} rounds
 * @param {(round: number) => Promise<unknown>} one
 * @param {(round: number) => Promise<unknown>} other
 */
export async function inTurn(rounds, one, other) {
  /** @type {{ one: number[], other: number[] }} */
  const times = { one: [], other: [] };
  await one(rounds);
  await other(rounds);
  for (let round = 0; round < rounds; round += 1) {
    times.one.push((await timed(() => one(round))).ms);
    times.other.push((await timed(() => other(round))).ms);
  }
  return { one: median(times.one), other: median(times.other) };
}
