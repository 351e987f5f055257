// @ts-check
import { asAdmin, FUNCTION_MS, inTurn, timed } from "./desk-client.mjs";

/**
 * @typedef {import("./server-process.mjs").Server} Server
 * @typedef {import("./table.mjs").Figure} Figure
 */

/** Who looks like an address, among everybody. @param {Server} server @param {{ rounds: number }} size @returns {Promise<Figure[]>} */
export async function lookAlikeFigures(server, { rounds }) {
  const ask = await asAdmin(server);
  const people = (await ask("GET /api/users?perPage=50&role=member&sort=email")).users;
  const check = async (/** @type {number} */ round) => {
    const { id, email } = people[round % people.length];
    // A Cyrillic letter for the Latin one: no search by text finds them.
    const address = email.replace("a", "а").replace("@", "+shop@");
    const { lookAlikes, complete } = await ask(`GET /api/check?directory=skip&address=${encodeURIComponent(address)}`);
    const found = lookAlikes.some((/** @type {{ id: string }} */ alike) => alike.id === id);
    if (!complete || !found) throw new Error(`Nobody is found who looks like ${address}.`);
  };
  const first = await timed(() => check(rounds));
  const { one, other } = await inTurn(rounds, check, () => ask("GET /api/users?perPage=50"));
  return [
    { name: "first look-alike check, which indexes everybody", value: first.ms, budget: FUNCTION_MS / 2, unit: "ms" },
    // It asks Identity twice for a text, and a form waits for it.
    { name: "look-alike check ÷ a plain page", value: one / other, budget: 10, unit: "×" },
  ];
}
