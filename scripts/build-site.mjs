// @ts-check
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { basePath } from "./base-path.mjs";
import { runProgram, Trouble } from "./run.mjs";
import { headersFile, policyOf, refusedByPolicy } from "./site-headers.mjs";

export const SITE_OUT = "dist/site";
const NEXT_OUT = "out";

/**
 * Words that only server code holds; in a published file they mean that the border was crossed. DESK_OWNERS and
 * DESK_SECRET are not among them: the page that helps to set the desk up names both.
 */
const SERVER_ONLY = [
  "netlifyIdentityContext",
  "NETLIFY_BLOBS_CONTEXT",
  "IDENTITY_WEBHOOK_SECRET",
  "DESK_DIRECTORY_HTTP",
  "DESK_CRON_SECRET",
  "GOTRUE_",
  "node:crypto",
  "createHmac",
  "timingSafeEqual",
];
/** Variables whose values must not be in a published file. */
const SECRET_VARIABLES = /^(DESK_DIRECTORY_|IDENTITY_)|SECRET|TOKEN|PASSWORD|API_KEY|DATABASE_URL/;

/** @param {string} directory @returns {string[]} paths below it, with "/" */
export function publishedFiles(directory) {
  const entries = readdirSync(directory, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile());
  return files
    .map((entry) =>
      join(entry.parentPath, entry.name)
        .slice(directory.length + 1)
        .replaceAll("\\", "/"),
    )
    .sort();
}

/**
 * What in the published files must not be there: names only server code knows, and values of secrets.
 * @param {string} directory
 * @param {Record<string, string | undefined>} env
 * @returns {string[]} in words
 */
export function leaksIn(directory, env) {
  const values = Object.entries(env).flatMap(([name, value]) =>
    SECRET_VARIABLES.test(name) && value !== undefined && value.length >= 12 ? [{ name, text: value }] : [],
  );
  const names = SERVER_ONLY.map((text) => ({ name: text, text }));
  return publishedFiles(directory).flatMap((file) => {
    const content = readFileSync(join(directory, file), "latin1");
    const hits = [...names, ...values].filter(({ text }) => content.includes(Buffer.from(text).toString("latin1")));
    return hits.map(({ name }) => `${file} holds ${name}`);
  });
}

/**
 * The error page answers at every address that does not exist, which no rule in `_headers` can name without giving every
 * page a second policy. So it carries its policy itself.
 * @param {string} html
 */
function withOwnPolicy(html) {
  const policy = policyOf("404.html", html).replace(/; frame-ancestors 'none'/, "");
  return html.replace(/<head>/i, `<head><meta http-equiv="Content-Security-Policy" content="${policy}">`);
}

/** Writes `_headers` for the pages in the folder, and refuses pages that their policy would break. @param {string} base */
function writeHeaders(base) {
  const pages = publishedFiles(SITE_OUT)
    .filter((file) => file.endsWith(".html"))
    .map((file) => ({ file, html: readFileSync(join(SITE_OUT, file), "utf8") }));
  const trouble = pages.map(({ file, html }) => refusedByPolicy(file, html)).find((words) => words !== undefined);
  if (trouble) throw new Trouble(trouble);
  for (const { file, html } of pages) {
    if (/(^|\/)404\.html$/.test(file)) writeFileSync(join(SITE_OUT, file), withOwnPolicy(html));
  }
  const own = pages.filter(({ file }) => !/(^|\/)404\.html$/.test(file));
  writeFileSync(join(SITE_OUT, "_headers"), headersFile(own, base));
}

/** Builds the pages into dist/site, below the base path, and gives each its policy. */
export async function buildSite() {
  const base = basePath();
  rmSync(NEXT_OUT, { recursive: true, force: true });
  const next = "node_modules/next/dist/bin/next";
  const env = { NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" };
  const { code, output } = await runProgram(process.execPath, [next, "build"], { env });
  if (code !== 0) throw new Trouble(`The site does not build:\n${output.trim()}`);
  if (!existsSync(join(NEXT_OUT, "index.html")))
    throw new Trouble("next build wrote no pages: next.config.js needs output: 'export'.");
  rmSync(SITE_OUT, { recursive: true, force: true });
  mkdirSync(join(SITE_OUT, base), { recursive: true });
  cpSync(NEXT_OUT, join(SITE_OUT, base), { recursive: true });
  rmSync(NEXT_OUT, { recursive: true, force: true });
  writeHeaders(base);
  const leaks = leaksIn(SITE_OUT, process.env);
  if (leaks.length > 0) throw new Trouble(`Server code or secrets reached the site: ${leaks.join("; ")}.`);
}
