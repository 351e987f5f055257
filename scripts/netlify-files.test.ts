import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, parse, resolve } from "node:path";
import { resolveConfig } from "@netlify/config";
import { listFunctions } from "@netlify/zip-it-and-ship-it";
import { afterEach, describe, expect, it } from "vitest";
import { publishedFiles } from "./build-site.mjs";
import { addressesOf, headersFile, policyOf } from "./site-headers.mjs";

interface Rule {
  for: string;
  values: Record<string, string>;
}

interface Read {
  publish: string;
  functions: string;
  headers: Rule[];
  redirects: { from: string; to: string; status?: number; conditions?: Record<string, unknown> }[];
  complaints: string[];
}

const CSP = "Content-Security-Policy";
const SITE = "dist/site";

/** A site's netlify.toml, `_headers` and `_redirects`, as Netlify's own build reads them. */
async function readAsNetlify(folder: string): Promise<Read> {
  const options = { cwd: folder, repositoryRoot: folder, offline: true, context: "production", branch: "main" };
  const { config, logs } = await resolveConfig({ ...options, mode: "cli", env: {}, buffer: true });
  const { headers, redirects, functionsDirectory: functions, build } = config;
  return { publish: build.publish, functions, headers, redirects, complaints: [...logs.stdout, ...logs.stderr] };
}

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** The stock site as its build leaves it, without its scripts. */
function builtStockSite(): string {
  const folder = mkdtempSync(join(tmpdir(), "stock-site-"));
  folders.push(folder);
  cpSync("examples/stock-site", folder, { recursive: true });
  cpSync(join(folder, "public"), join(folder, "dist"), { recursive: true });
  return folder;
}

function pagesOfTheDesk(): { file: string; html: string }[] {
  if (!existsSync(SITE)) throw new Error(`There is no ${SITE}. Run "npm run build" first ("npm test" does).`);
  const pages = publishedFiles(SITE).filter((file) => /(?<!(^|\/)404)\.html$/.test(file));
  return pages.map((file) => ({ file, html: readFileSync(join(SITE, file), "utf8") }));
}

function rulesFor(headers: Rule[], address: string): Rule[] {
  const isHit = (path: string) => path === address || (path.endsWith("*") && address.startsWith(path.slice(0, -1)));
  return headers.filter((rule) => isHit(rule.for));
}

describe("the desk, as Netlify reads it", () => {
  it("publishes what the build writes, with the functions of the build, and nothing to complain of", async () => {
    const read = await readAsNetlify(resolve("."));
    expect(read).toMatchObject({ publish: resolve(SITE), functions: resolve("dist/functions"), complaints: [] });
    const found = await listFunctions(read.functions);
    const written = readdirSync("netlify/functions").map((file) => parse(file).name);
    expect(found.map(({ name }) => name).sort()).toEqual(written.sort());
  });

  it("S41 gives each page one policy, with every hash as it was written", async () => {
    const { headers } = await readAsNetlify(resolve("."));
    for (const { file, html } of pagesOfTheDesk()) {
      for (const address of addressesOf(file)) {
        const policies = rulesFor(headers, address).flatMap(({ values }) => values[CSP] ?? []);
        expect(policies, address).toEqual([policyOf(file, html)]);
      }
    }
  });
});

describe("the stock site, as Netlify reads it", () => {
  it("has its headers and its redirects by role", async () => {
    const read = await readAsNetlify(builtStockSite());
    expect(read.complaints).toEqual([]);
    expect(read.headers.map((rule) => rule.for).sort()).toEqual(["/*", "/members/*"]);
    expect(read.redirects).toMatchObject([
      { from: "/home", to: "/", status: 301 },
      { from: "/members/*", to: "/members/:splat", status: 200, conditions: { Role: ["member"] } },
      { from: "/members/*", to: "/?members-only=true", status: 302 },
    ]);
  });

  it("keeps its headers when the desk's come behind, and the desk has one policy of its own", async () => {
    const folder = builtStockSite();
    const pages = pagesOfTheDesk().map(({ file, html }) => ({ file: `desk/${file}`, html }));
    const file = join(folder, "dist/_headers");
    writeFileSync(file, `${readFileSync(file, "utf8")}\n${headersFile(pages, "/desk")}`);
    const { headers, complaints } = await readAsNetlify(folder);
    expect(complaints).toEqual([]);
    expect(rulesFor(headers, "/").flatMap(({ values }) => Object.keys(values))).toEqual([
      "X-Content-Type-Options",
      "Referrer-Policy",
    ]);
    const policies = rulesFor(headers, "/desk/users").flatMap(({ values }) => values[CSP] ?? []);
    expect(policies).toEqual([expect.stringContaining("default-src 'none'")]);
  });

  it("is complained of when a line is none that Netlify knows", async () => {
    const folder = builtStockSite();
    writeFileSync(join(folder, "dist/_headers"), "/*\n  X-Without-Value:\n");
    writeFileSync(join(folder, "dist/_redirects"), "/from-nowhere\n");
    const { complaints } = await readAsNetlify(folder);
    expect(complaints.join()).toMatch(/header/);
    expect(complaints.join()).toMatch(/redirect/);
  });
});
