import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { zipFunctions } from "@netlify/zip-it-and-ship-it";
import { expect, it } from "vitest";
import { parseHeadersFile } from "#netlify/local/site/headers-file.ts";
import { leaksIn, publishedFiles } from "./build-site.mjs";
import { addressesOf, policyOf, refusedByPolicy } from "./site-headers.mjs";

const SITE = "dist/site";
const FUNCTIONS = "dist/functions";
const BUNDLE_BYTES = 150_000;

/** These hold what `npm run build` wrote; they build nothing themselves. */
function built(path: string): string {
  if (!existsSync(path)) throw new Error(`There is no ${path}. Run "npm run build" first ("npm test" does).`);
  return path;
}

it("S76 publishes no server code, no secret and no source map", () => {
  expect(leaksIn(built(SITE), process.env)).toEqual([]);
  expect(publishedFiles(SITE).filter((file) => file.endsWith(".map"))).toEqual([]);
});

it("has, for each page and address, the policy that its scripts need", () => {
  const headersFor = parseHeadersFile(readFileSync(join(built(SITE), "_headers"), "utf8"));
  const pages = publishedFiles(SITE).filter((file) => file.endsWith(".html"));
  expect(pages).toEqual(expect.arrayContaining(["index.html", "users.html", "user.html", "sign-up.html", "404.html"]));
  for (const file of pages) {
    const html = readFileSync(join(SITE, file), "utf8");
    expect(refusedByPolicy(file, html)).toBeUndefined();
    if (file === "404.html") {
      const [, own] = /<meta http-equiv="Content-Security-Policy" content="([^"]+)">/.exec(html) ?? [];
      expect(`${own}; frame-ancestors 'none'`.split("; ").sort()).toEqual(policyOf(file, html).split("; ").sort());
      continue;
    }
    for (const address of addressesOf(file)) {
      expect(headersFor(address)["content-security-policy"], address).toBe(policyOf(file, html));
    }
  }
});

it("bundles functions that Netlify's own bundler takes, with the routes they export", {
  timeout: 120_000,
}, async () => {
  const target = mkdtempSync(join(tmpdir(), "desk-zip-"));
  const results = await zipFunctions(built(FUNCTIONS), target, { basePath: resolve("."), archiveFormat: "none" });
  rmSync(target, { recursive: true });
  const names = results.map(({ name }) => name);
  expect(names).toEqual(
    expect.arrayContaining([
      "audit",
      "identity-login",
      "identity-signup",
      "identity-validate",
      "openapi",
      "session",
      "signup-verdict",
      "users",
    ]),
  );
  for (const { name, routes, runtimeAPIVersion } of results) {
    const file = join(FUNCTIONS, `${name}.mjs`);
    const { config } = await import(pathToFileURL(resolve(file)).href);
    const paths = [config?.path ?? []].flat();
    expect([name, runtimeAPIVersion, (routes ?? []).map(({ pattern }) => pattern)]).toEqual([name, 2, paths]);
    const calledByNetlify = name.startsWith("identity-") || config?.schedule !== undefined;
    expect(paths.length > 0, `${name} has a path, or is called by Identity or by the clock`).toBe(!calledByNetlify);
    expect(statSync(file).size, `${name} in bytes`).toBeLessThanOrEqual(BUNDLE_BYTES);
  }
});
