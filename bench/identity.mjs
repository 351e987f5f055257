// @ts-check
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildServers } from "../scripts/parts.mjs";
import { withProgress } from "../scripts/run.mjs";
import { longestWait, searchTimes, startTimes } from "./identity-figures.mjs";
import { addPeople } from "./people.mjs";
import { startServer } from "./server-process.mjs";
import { counted } from "./size.mjs";
import { median, quantile, soak } from "./soak.mjs";

const FILE = "dist/identity/main.mjs";

/**
 * @typedef {import("./table.mjs").Figure} Figure
 * @typedef {import("./size.mjs").Size} Size
 */

/** @param {string} folder @param {Size} size @returns {Promise<Figure[]>} */
async function figuresOfMany(folder, { people, starts, searches }) {
  const data = ["--data", folder];
  const first = await startServer(FILE, data);
  await addPeople(first, people);
  await first.stop();
  const compacting = await waitWhileCompacting(folder);
  const times = await startTimes(FILE, data, starts);
  const server = await startServer(FILE, data);
  const found = await searchTimes(server, searches);
  const memory = server.memory();
  await server.stop();
  const many = counted(people);
  return [
    { name: `Identity: start with ${many} people, p50 of ${starts}`, value: median(times), budget: 1000, unit: "ms" },
    {
      name: `Identity: search among ${many}, writes in between, p95`,
      value: quantile(found, 0.95),
      budget: 20,
      unit: "ms",
    },
    { name: `Identity: memory with ${many} people, after searches`, value: memory, budget: 400, unit: "MB" },
    { name: `Identity: longest wait while ${many} are compacted`, value: compacting, budget: 100, unit: "ms" },
  ];
}

/** Makes the journal grow; the next start compacts it. @param {string} folder @returns {Promise<number>} */
async function waitWhileCompacting(folder) {
  const journal = join(folder, "identity.journal");
  const first = await startServer(FILE, ["--data", folder]);
  for (let more = 0; more < 15; more += 1) await addPeople(first, 1500, `more.${more}`);
  await first.stop();
  const before = statSync(journal).size;
  const server = await startServer(FILE, ["--data", folder]);
  const longest = await longestWait(server, () => statSync(journal).size < before);
  await server.stop();
  return longest;
}

/** @template Result @param {(folder: string) => Promise<Result>} work @returns {Promise<Result>} */
async function inFolder(work) {
  await buildServers();
  const folder = mkdtempSync(join(tmpdir(), "identity-bench-"));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The local Identity alone: how it starts and searches. @param {Size} size @returns {Promise<Figure[]>} */
export function identityFigures(size) {
  const { starts } = size;
  return inFolder(async (folder) => {
    const times = await withProgress("Starting the local Identity", () => startTimes(FILE, [], starts));
    const figure = { name: `Identity: start, p50 of ${starts}`, value: median(times), budget: 300, unit: "ms" };
    const many = () => figuresOfMany(folder, size);
    return [figure, ...(await withProgress(`The local Identity with ${counted(size.people)} people`, many))];
  });
}

/** The local Identity through very many requests. @param {Size} size @returns {Promise<Figure[]>} */
export function soakFigures({ soak: asked }) {
  return inFolder(async (folder) => {
    const server = await startServer(FILE, ["--data", folder]);
    await addPeople(server, asked.people);
    const many = counted(asked.requests);
    const { before, after, files } = await withProgress(`${many} mixed requests`, () => soak(server, asked));
    await server.stop();
    return [
      { name: `Identity: memory after ${many} requests ÷ before`, value: after / before, budget: 1.1, unit: "×" },
      { name: "Identity: descriptors more than before", value: Math.max(0, files), budget: 4, unit: "" },
    ];
  });
}
