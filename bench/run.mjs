// @ts-check
import { availableParallelism, loadavg } from "node:os";
import { checkNode, ensureInstalled } from "../scripts/install.mjs";
import { runScript, Trouble } from "../scripts/run.mjs";
import { counted, FULL, sizeFor } from "./size.mjs";
import { printTable } from "./table.mjs";

const USAGE = `npm run bench -- [--people N] [desk] [functions] [identity] [soak]

Measures against the budgets: what is named, or all but the soak, which takes as long as all the rest. ${counted(FULL)}
people take some minutes; with fewer everything is repeated less and nothing is held against the budgets, which shows
that the bench works.`;

/**
 * Loaded when everything is installed: they need packages.
 * @type {Record<string, () => Promise<(size: import("./size.mjs").Size) => Promise<import("./table.mjs").Figure[]>>>}
 */
const PARTS = {
  desk: async () => (await import("./desk.mjs")).deskFigures,
  functions: async () => (await import("./function-figures.mjs")).functionFigures,
  identity: async () => (await import("./identity.mjs")).identityFigures,
  soak: async () => (await import("./identity.mjs")).soakFigures,
};

const USUAL = ["desk", "functions", "identity"];

/** @param {string[]} argv */
function read(argv) {
  const at = argv.indexOf("--people");
  const people = at < 0 ? FULL : Number(argv[at + 1]);
  if (!Number.isSafeInteger(people) || people < 100) throw new Trouble("--people takes a whole number from 100 on.");
  const names = at < 0 ? argv : argv.toSpliced(at, 2);
  const unknown = names.find((name) => !(name in PARTS));
  if (unknown) throw new Trouble(`There is no ${unknown}.\n\n${USAGE}`);
  return { size: sizeFor(people), names: names.length > 0 ? names : USUAL };
}

/** Who reads the figures wants to know what else the machine did. */
function load() {
  return `${availableParallelism()} processors, load ${loadavg()
    .map((load) => load.toFixed(1))
    .join(", ")}`;
}

await runScript(async () => {
  const argv = process.argv.slice(2);
  if (argv.includes("--help")) return console.log(USAGE);
  const { size, names } = read(argv);
  if (process.platform !== "linux") throw new Trouble("The figures are read from /proc, which only Linux has.");
  checkNode();
  await ensureInstalled();
  const before = load();
  const figures = [];
  for (const [name, part] of Object.entries(PARTS)) {
    if (names.includes(name)) figures.push(...(await (await part())(size)));
  }
  const over = printTable(figures);
  console.log(
    `${counted(size.people)} people, Node ${process.versions.node}, ${before} at first and ${load()} at last`,
  );
  if (size.people < FULL)
    return console.log(`Budgets are about ${counted(FULL)} people: this only shows that the bench works.`);
  if (over > 0) process.exitCode = 1;
});
