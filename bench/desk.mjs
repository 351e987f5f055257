// @ts-check
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { buildAll } from "../scripts/parts.mjs";
import { withProgress } from "../scripts/run.mjs";
import { crawlFigures } from "./crawl-figures.mjs";
import { exportFigures } from "./export-figures.mjs";
import { directFigures, listFigures } from "./list-figures.mjs";
import { lookAlikeFigures } from "./look-alike-figures.mjs";
import { startServer } from "./server-process.mjs";
import { counted } from "./size.mjs";

const FILE = "dist/local/main.mjs";

/** @type {[string, (server: import("./server-process.mjs").Server, size: import("./size.mjs").Size) => Promise<import("./table.mjs").Figure[]>][]} */
const PARTS = [
  ["Reading everybody into the snapshot", crawlFigures],
  ["Lists beside the direct call", directFigures],
  ["Filters and orders beside a plain page", listFigures],
  ["Look-alikes", lookAlikeFigures],
  ["Exports", exportFigures],
];

/** Everything as `npm start` serves it: Identity, Blobs and the functions share one process. @param {import("./size.mjs").Size} size @returns {Promise<import("./table.mjs").Figure[]>} */
export async function deskFigures(size) {
  await buildAll();
  const folder = mkdtempSync(join(tmpdir(), "desk-bench-"));
  try {
    const args = ["--data", folder, "--people", String(size.people)];
    const starting = () => startServer(FILE, args, "/.netlify/identity/health");
    const server = await withProgress(`Starting everything with ${counted(size.people)} people`, starting);
    const figures = [];
    for (const [what, figuresOf] of PARTS) figures.push(...(await withProgress(what, () => figuresOf(server, size))));
    figures.push({ name: "memory of all servers after that", value: server.memory(), budget: 1500, unit: "MB" });
    await server.stop();
    return figures;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
