// @ts-check
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";
import Papa from "papaparse";
import { asAdmin, FUNCTION_MS, timed } from "./desk-client.mjs";
import { counted } from "./size.mjs";

/**
 * @typedef {import("./server-process.mjs").Server} Server
 * @typedef {import("./table.mjs").Figure} Figure
 */

const MEGABYTE = 1024 * 1024;
/** What a function of Netlify may answer. */
const ANSWER_MB = 6;
const COLUMNS = ["id", "email", "name", "status", "roles", "createdAt", "lastSeenAt", "userMetadata", "appMetadata"];
const MOST_CHOSEN = 1_000;

/** The browser's own code, for the file it writes. @returns {Promise<any>} */
async function browserCode() {
  const folder = mkdtempSync(join(tmpdir(), "desk-bench-"));
  const outfile = join(folder, "exports.mjs");
  const contents = 'export * from "#lib/client/exports/collect.ts"; export * from "#lib/client/exports/format.ts";';
  await build({ stdin: { contents, resolveDir: "." }, bundle: true, format: "esm", outfile, logLevel: "silent" });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Writes a CSV as the browser does. @param {Server} server @param {{ q: string } | { ids: string[] }} scope */
async function exported(server, scope) {
  const { collect, nothingYet, writerFor } = await browserCode();
  const ask = await asAdmin(server);
  const so = nothingYet();
  /** @type {{ ms: number, bytes: number, memory: number }[]} */
  const parts = [];
  const before = server.memory();
  const { ms, value: file } = await timed(async () => {
    await collect(so, {
      scope,
      shared: { columns: COLUMNS, format: "csv", batch: "b".repeat(32) },
      ask: async (/** @type {unknown} */ body) => {
        const part = await timed(() => ask("POST /api/exports", body));
        parts.push({ ms: part.ms, bytes: JSON.stringify(part.value).length, memory: server.memory() - before });
        return part.value;
      },
      onPart: () => true,
    });
    const { head, row, tail } = writerFor("csv", COLUMNS);
    return [head, ...[...so.rows.values()].map(row), tail].join("");
  });
  const most = (/** @type {"ms" | "bytes" | "memory"} */ what) => Math.max(...parts.map((part) => part[what]));
  return { ms, file, parts: parts.length, most };
}

/** How many ids stand in a file, each once. @param {string} file */
function idsIn(file) {
  const { data } = Papa.parse(file, { header: true, skipEmptyLines: true });
  const ids = data.map((/** @type {any} */ { id }) => id);
  if (new Set(ids).size !== ids.length) throw new Error("Somebody is in the file twice.");
  return ids;
}

/** Everybody as a CSV with nine columns, read back, and as many as somebody may choose by a filter. @param {Server} server @returns {Promise<Figure[]>} */
export async function exportFigures(server) {
  const ask = await asAdmin(server);
  const { total } = await ask("GET /api/users?perPage=1");
  const all = await exported(server, { q: "" });
  const ids = idsIn(all.file);
  const some = ids.slice(0, Math.min(MOST_CHOSEN, ids.length / 10));
  const chosen = await exported(server, { ids: some });
  const missed = Math.abs(total - ids.length) + Math.abs(some.length - idsIn(chosen.file).length);
  if (missed > 0) throw new Error(`${missed} people are missing in exports of ${total}, or too many.`);
  const name = `export of ${counted(ids.length)}`;
  return [
    { name: `${name}: people missing, twice or too many`, value: missed, budget: 0, unit: "" },
    { name: `${name}, ${COLUMNS.length} columns`, value: all.ms / 1000, budget: 120, unit: "s" },
    { name: `${name}: size of the file`, value: all.file.length / MEGABYTE, budget: 100, unit: "MB" },
    { name: `${name}: parts`, value: all.parts, budget: 100, unit: "" },
    { name: `${name}: longest part`, value: all.most("ms"), budget: FUNCTION_MS, unit: "ms" },
    { name: `${name}: largest part`, value: all.most("bytes") / MEGABYTE, budget: ANSWER_MB, unit: "MB" },
    {
      name: `${name}: memory that the servers took more`,
      value: Math.max(0, all.most("memory")),
      budget: 500,
      unit: "MB",
    },
    {
      name: `export of ${counted(some.length)} by id ÷ people`,
      value: chosen.ms / some.length,
      budget: 20,
      unit: "ms",
    },
  ];
}
