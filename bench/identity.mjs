// @ts-check
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildServers } from "../scripts/parts.mjs";
import { runScript, Trouble } from "../scripts/run.mjs";
import { longestWait, searchTimes, startTimes } from "./identity-figures.mjs";
import { addPeople } from "./people.mjs";
import { startServer } from "./server-process.mjs";
import { median, quantile, soak } from "./soak.mjs";
import { printTable } from "./table.mjs";

const FILE = "dist/identity/main.mjs";
const MANY = 100_000;
const STARTS = 10;
const SEARCHES = 400;

/** @typedef {import("./table.mjs").Figure} Figure */

/** @param {string} folder @returns {Promise<Figure[]>} */
async function figuresOfMany(folder) {
  const data = ["--data", folder];
  const first = await startServer(FILE, data);
  await addPeople(first, MANY);
  await first.stop();
  const compacting = await waitWhileCompacting(folder);
  const starts = await startTimes(FILE, data, STARTS);
  const server = await startServer(FILE, data);
  const searches = await searchTimes(server, SEARCHES);
  const memory = server.memory();
  await server.stop();
  return [
    { name: "start with 100,000 people, p50 of 10", value: median(starts), budget: 1000, unit: "ms" },
    { name: "search among 100,000, writes in between, p95", value: quantile(searches, 0.95), budget: 20, unit: "ms" },
    { name: "memory with 100,000 people, after searches", value: memory, budget: 400, unit: "MB" },
    { name: "longest wait while 100,000 are compacted", value: compacting, budget: 100, unit: "ms" },
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

/** @param {string} folder @returns {Promise<Figure[]>} */
async function figuresOfSoak(folder) {
  const people = 10_000;
  const server = await startServer(FILE, ["--data", folder]);
  await addPeople(server, people);
  const { before, after, files, requests, seconds } = await soak(server, { people, warmUp: 30_000, requests: 100_000 });
  await server.stop();
  console.log(
    `${requests} mixed requests in ${Math.round(seconds)} s: ${Math.round(before)} MB, then ${Math.round(after)} MB`,
  );
  return [
    { name: "memory after 100,000 requests ÷ before", value: after / before, budget: 1.1, unit: "×" },
    { name: "descriptors more than before", value: Math.max(0, files), budget: 4, unit: "" },
  ];
}

await runScript(async () => {
  if (process.platform !== "linux") throw new Trouble("The figures are read from /proc, which only Linux has.");
  await buildServers();
  const folder = mkdtempSync(join(tmpdir(), "identity-bench-"));
  try {
    const starts = await startTimes(FILE, [], STARTS);
    const figures = [{ name: "start, p50 of 10", value: median(starts), budget: 300, unit: "ms" }];
    figures.push(...(await figuresOfMany(join(folder, "many"))), ...(await figuresOfSoak(join(folder, "soak"))));
    if (printTable(figures) > 0) process.exitCode = 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
});
