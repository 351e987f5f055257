// @ts-check
import { spawnSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { buildFunctions } from "../scripts/parts.mjs";
import { median } from "./soak.mjs";

const FOLDER = "dist/functions";
const LOAD = "const began = performance.now(); await import(process.argv[1]); console.log(performance.now() - began);";
const NOTHING = "data:text/javascript,";

/** Milliseconds that a fresh process takes to import it. @param {string} url */
function loadTime(url) {
  const { stdout, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", LOAD, url], {
    encoding: "utf8",
  });
  const ms = Number.parseFloat(stdout);
  if (Number.isNaN(ms)) throw new Error(`${url} does not load: ${stderr}`);
  return ms;
}

/** What Netlify has to load before a function can answer. @param {{ loads: number }} size @returns {Promise<import("./table.mjs").Figure[]>} */
export async function functionFigures({ loads }) {
  await buildFunctions();
  const files = readdirSync(FOLDER).filter((file) => file.endsWith(".mjs"));
  const bare = median(Array.from({ length: loads }, () => loadTime(NOTHING)));
  const functions = files.map((file) => {
    const [path, name] = [join(FOLDER, file), basename(file, ".mjs")];
    const url = pathToFileURL(resolve(path)).href;
    const times = Array.from({ length: loads }, () => loadTime(url));
    return { name, kilobytes: statSync(path).size / 1000, ms: median(times) - bare };
  });
  const [largest] = functions.toSorted((a, b) => b.kilobytes - a.kilobytes);
  const [slowest] = functions.toSorted((a, b) => b.ms - a.ms);
  if (!largest || !slowest) throw new Error(`There is no function in ${FOLDER}.`);
  return [
    {
      name: `largest of ${files.length} functions: ${largest.name}`,
      value: largest.kilobytes,
      budget: 150,
      unit: "kB",
    },
    { name: `slowest of them to load: ${slowest.name}`, value: slowest.ms, budget: 15, unit: "ms" },
  ];
}
