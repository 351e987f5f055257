// @ts-check
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** `npm run cases`: writes into docs/cases.md which tests carry which case in their titles; reasons stay as they are. */
const MAP = "docs/cases.md";
const ROOTS = ["app", "bench", "components", "docs", "e2e", "lib", "netlify", "scripts"];

/** @type {Map<string, Set<string>>} */
const titled = new Map();
for (const root of ROOTS) {
  for (const name of readdirSync(root, { recursive: true, encoding: "utf8" })) {
    const file = join(root, name).replaceAll("\\", "/");
    if (!/\.(test|spec)\.tsx?$/.test(file)) continue;
    for (const [, ids = ""] of readFileSync(file, "utf8").matchAll(/["'`]((?:[SR]\d{2} )+)\w/g)) {
      for (const id of ids.trim().split(" ")) titled.set(id, (titled.get(id) ?? new Set()).add(file));
    }
  }
}

/** What is said in a row besides the files. @param {string} where */
function wordsOf(where) {
  return where.replace(/`[^`]+\.(?:test|spec)\.tsx?`[,;]?\s*/g, "").trim();
}

const lines = readFileSync(MAP, "utf8").split("\n");
const written = lines.map((line) => {
  if (/^\| *id *\|/.test(line)) return "| id | case | where |";
  if (/^\| *-+ *\|/.test(line)) return "| --- | --- | --- |";
  const [, id, what, where] = /^\| ([SR]\d{2}) \| ([^|]+) \| ([^|]+) \|$/.exec(line) ?? [];
  if (id === undefined || what === undefined || where === undefined) return line;
  const files = [...(titled.get(id) ?? [])].sort().map((file) => `\`${file}\``);
  const words = wordsOf(where);
  // "Not yet" is over as soon as there is a test.
  const kept = files.length > 0 && words.startsWith("Not yet") ? "" : words;
  return `| ${id} | ${what.trim()} | ${[files.join(", "), kept].filter((part) => part !== "").join(". ")} |`;
});
writeFileSync(MAP, written.join("\n"));
