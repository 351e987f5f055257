// @ts-check
import { asAdmin, asOperator, fault, inTurn, timed } from "./desk-client.mjs";
import { counted } from "./size.mjs";
import { median } from "./soak.mjs";

/**
 * @typedef {import("./desk-client.mjs").Ask} Ask
 * @typedef {import("./server-process.mjs").Server} Server
 * @typedef {import("./table.mjs").Figure} Figure
 */

const AWAY_MS = 40;
const PLAIN = "GET /api/users?perPage=50";

/** A plain list through our function beside the same asked of Identity. @param {Server} server @param {{ rounds: number }} size @returns {Promise<Figure[]>} */
export async function directFigures(server, { rounds }) {
  const [ask, direct] = [await asAdmin(server), asOperator(server)];
  const both = () =>
    inTurn(
      rounds,
      () => ask(PLAIN),
      () => direct("GET /admin/users?page=1&per_page=50"),
    );
  // A function that served nobody yet compiles as it goes: that is the first list, and not what most people wait for.
  await both();
  const near = await both();
  const away = await fault(server, { kind: "delay", route: "*", ms: AWAY_MS });
  const far = await both();
  await away.heal();
  return [
    { name: "plain page of 50 through the function", value: near.one, budget: 1000, unit: "ms" },
    { name: "added to the direct call, p50", value: near.one - near.other, budget: 8, unit: "ms" },
    {
      name: `Identity ${AWAY_MS} ms away: through the function ÷ the direct call`,
      value: far.one / far.other,
      budget: 2.3,
      unit: "×",
    },
  ];
}

/** A moment that no other round asks for. @param {number} round */
const since = (round) => `2020-01-01T00:00:${String(round % 60).padStart(2, "0")}Z`;

/** @type {[string, (round: number) => string][]} */
const LISTS = [
  ["filter by role, warm", () => "role=member"],
  ["filters never asked before", (round) => `role=member&provider=email&createdFrom=${since(round)}`],
  ["filter by status", (round) => `status=active,suspended&createdFrom=${since(round)}`],
  ["text with a filter", (round) => `q=a${round}&role=member`],
  ...["email", "name", "status", "createdAt", "lastSeen", "provider", "roles"].map(
    /** @returns {[string, (round: number) => string]} */
    (column) => [`sort by ${column}`, (round) => `sort=${round % 2 === 0 ? "" : "-"}${column}&createdFrom=2000-01-01`],
  ),
  ["sort by email, the last page", () => "sort=email&page=1000"],
];

/** What the snapshot answers, each beside a plain page through the same function. @param {Server} server @param {{ rounds: number }} size @returns {Promise<Figure[]>} */
export async function listFigures(server, { rounds }) {
  const ask = await asAdmin(server);
  /** @type {Figure[]} */
  const figures = [];
  for (const [name, query] of LISTS) {
    const { one, other } = await inTurn(
      rounds,
      (round) => ask(`${PLAIN}&${query(round)}`),
      () => ask(PLAIN),
    );
    figures.push({ name: `${name} ÷ a plain page`, value: one / other, budget: 2, unit: "×" });
  }
  const all = await timed(() => ask("GET /api/users/ids?createdFrom=2000-01-01"));
  return [
    ...figures,
    {
      name: "filter right after a change of ours ÷ a plain page",
      value: await afterChanges(ask, rounds),
      budget: 4,
      unit: "×",
    },
    { name: `select all: ids of ${counted(all.value.ids.length)}`, value: all.ms, budget: 2_000, unit: "ms" },
  ];
}

/** Nothing that was worked out may be wrong now. @param {Ask} ask @param {number} rounds @returns {Promise<number>} */
async function afterChanges(ask, rounds) {
  const filter = `${PLAIN}&role=member&status=active`;
  const { id } = (await ask(filter)).users[0];
  /** @type {{ plain: number[], asked: number[] }} */
  const { plain, asked } = { plain: [], asked: [] };
  for (let round = 0; round < Math.ceil(rounds / 4); round += 1) {
    const { name } = await ask(`GET /api/users/${id}`);
    const changed = `Bench ${round}`;
    await ask(`PUT /api/users/${id}/name`, { name: changed, expected: name });
    const { ms, value } = await timed(() => ask(filter));
    if (value.users[0]?.name !== changed) throw new Error("A list shows somebody as they were before our own change.");
    asked.push(ms);
    plain.push((await timed(() => ask(PLAIN))).ms);
  }
  return median(asked) / median(plain);
}
