// @ts-check

/** The number of people that the budgets are about. */
export const FULL = 100_000;

/**
 * @typedef {object} Size
 * @property {number} people
 * @property {number} rounds how often each of two things is asked for in turn
 * @property {number} starts of the local Identity
 * @property {number} loads of each function
 * @property {number} searches
 * @property {{ people: number, warmUp: number, requests: number }} soak
 */

const WHOLE = { rounds: 40, starts: 10, loads: 5, searches: 400 };
const SHORT = { rounds: 3, starts: 2, loads: 1, searches: 20 };

/** With fewer people than the budgets are about, everything is repeated less: it shows that the bench works. @param {number} people @returns {Size} */
export function sizeFor(people) {
  if (people < FULL) return { people, ...SHORT, soak: { people: 100, warmUp: 100, requests: 200 } };
  return { people, ...WHOLE, soak: { people: 10_000, warmUp: 30_000, requests: 100_000 } };
}

/** @param {number} count */
export const counted = (count) => count.toLocaleString("en-GB");
