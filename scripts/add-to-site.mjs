// @ts-check
import { appendFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, parse, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { checkNode, ensureInstalled } from "./install.mjs";
import { buildFunctions, buildPages } from "./parts.mjs";
import { runScript, Trouble } from "./run.mjs";

const USAGE = "node desk/scripts/add-to-site.mjs --publish dist [--functions netlify/functions] [--base /desk]";
/** Where Netlify looks for functions that a build has made, besides the site's own. */
const MADE_FUNCTIONS = ".netlify/v1/functions";

/** What is to be done; paths are whole. */
function readPlan() {
  const text = /** @type {const} */ ({ type: "string" });
  const { values } = read(() => parseArgs({ options: { base: text, publish: text, functions: text } }));
  if (values.publish === undefined) throw new Trouble(`--publish names the folder that Netlify publishes. ${USAGE}`);
  const publish = resolve(values.publish);
  if (!existsSync(publish)) throw new Trouble(`There is no ${publish}. Build the site first, then add the desk to it.`);
  const functions = resolve(values.functions ?? "netlify/functions");
  const base = (values.base ?? "/desk").replace(/\/+$/, "");
  if (base === "")
    throw new Trouble(`--base is a path of the site, like /desk: at its root the desk is a site of its own. ${USAGE}`);
  return { base, publish, functions, target: resolve(MADE_FUNCTIONS) };
}

/** @template T @param {() => T} parse @returns {T} */
function read(parse) {
  try {
    return parse();
  } catch (error) {
    throw new Trouble(`${error instanceof Error ? error.message : error} ${USAGE}`);
  }
}

/** Netlify runs one function of a name, and prefers the site's. @param {string} own @param {string} ours */
function refuseSameNames(own, ours) {
  if (!existsSync(own)) return;
  const names = new Set(readdirSync(ours).map((file) => parse(file).name));
  const taken = readdirSync(own).find((file) => names.has(parse(file).name));
  if (taken === undefined) return;
  const { name } = parse(taken);
  const typed = name.startsWith("identity-")
    ? " Give yours the typed form under a name of its own: Netlify calls all listeners of an event."
    : " Give yours another name.";
  throw new Trouble(`Both ${relative("", join(own, taken))} and the desk are the function ${name}.${typed}`);
}

/** @param {string} path of a rule in `_headers` @param {string} base */
function isAbout(path, base) {
  const pattern = path.replace(/[.+?^${}()|[\]\\]/g, "\\$&").replaceAll("*", ".*");
  return new RegExp(`^${pattern}$`).test(`${base}/users`);
}

/** Netlify joins the values of all rules for a page, and a page obeys both of two policies. @param {string} file @param {string} base */
function refusePolicyForDesk(file, base) {
  if (!existsSync(file)) return;
  let path = "";
  for (const line of readFileSync(file, "utf8")
    .split("\n")
    .map((raw) => raw.trim())) {
    if (line.startsWith("/")) path = line;
    if (!/^content-security-policy:/i.test(line) || !isAbout(path, base)) continue;
    throw new Trouble(
      `${relative("", file)} gives ${path} a Content-Security-Policy, which would also bind the desk at ${base} and break its pages. Name the site's own paths instead of ${path}.`,
    );
  }
}

/** Builds the desk below `base` and lays pages, headers and functions into a site that is built. */
await runScript(async () => {
  const site = process.cwd();
  const { base, publish, functions, target } = readPlan();
  // Everything of the desk is built from its own folder.
  const desk = dirname(dirname(fileURLToPath(import.meta.url)));
  refuseSameNames(functions, join(desk, "netlify/functions"));
  refusePolicyForDesk(join(publish, "_headers"), base);
  process.env.DESK_BASE = base;
  process.chdir(desk);
  checkNode();
  await ensureInstalled();
  await buildFunctions();
  await buildPages();
  process.chdir(site);
  const built = join(desk, "dist");
  cpSync(join(built, "site", base), join(publish, base), { recursive: true });
  appendFileSync(join(publish, "_headers"), `\n${readFileSync(join(built, "site/_headers"), "utf8")}`);
  mkdirSync(target, { recursive: true });
  cpSync(join(built, "functions"), target, { recursive: true });
  console.log(`The desk is at ${base} of ${relative("", publish)}, its functions are in ${MADE_FUNCTIONS}.`);
});
