// @ts-check
import { asAdmin, asOperator, FUNCTION_MS, fault, timed } from "./desk-client.mjs";
import { counted } from "./size.mjs";

/**
 * @typedef {import("./desk-client.mjs").Ask} Ask
 * @typedef {import("./server-process.mjs").Server} Server
 * @typedef {import("./table.mjs").Figure} Figure
 */

const MOST_CALLS = 60;
const PER_PAGE = 500;

/** Steps until everybody was read. @param {Ask} ask @returns {Promise<number[]>} ms of each call */
async function refresh(ask) {
  /** @type {number[]} */
  const calls = [];
  for (let state = ""; state !== "ready"; ) {
    if (calls.length === MOST_CALLS) throw new Error(`The snapshot is not ready after ${MOST_CALLS} calls: ${state}.`);
    const { ms, value } = await timed(() => ask("POST /api/snapshot", {}));
    calls.push(ms);
    state = value.state;
  }
  return calls;
}

/** The first crawl, the first list after it, and a refresh after somebody was changed elsewhere. @param {Server} server @returns {Promise<Figure[]>} */
export async function crawlFigures(server) {
  const ask = await asAdmin(server);
  const { total } = await ask("GET /api/users?perPage=1");
  // One that never acts counts who passes.
  const pages = await fault(server, { kind: "delay", route: "GET /admin/users", ms: 1, after: 1_000_000 });
  const crawl = await refresh(ask);
  const { seen } = await pages.heal();
  const { people } = await ask("GET /api/snapshot");
  if (people !== total) throw new Error(`The snapshot holds ${people} of ${total} people.`);
  const cold = await timed(() => ask("GET /api/users?role=member"));
  const { id } = (await ask("GET /api/users?perPage=1&sort=createdAt")).users[0];
  await asOperator(server)(`PUT /admin/users/${id}`, { user_metadata: { elsewhere: true } });
  const again = (await refresh(ask)).reduce((sum, ms) => sum + ms, 0);
  const first = `first crawl of ${counted(total)}`;
  return [
    { name: `${first}: calls`, value: crawl.length, budget: 20, unit: "" },
    {
      name: `${first}: pages of ${PER_PAGE} ÷ those there are`,
      value: seen / Math.ceil(total / PER_PAGE),
      budget: 1.1,
      unit: "×",
    },
    { name: `${first}: longest call`, value: Math.max(...crawl), budget: FUNCTION_MS, unit: "ms" },
    { name: "first list from the snapshot, memory cold", value: cold.ms, budget: FUNCTION_MS / 2, unit: "ms" },
    { name: "refresh after one change elsewhere", value: again, budget: FUNCTION_MS / 2, unit: "ms" },
  ];
}
