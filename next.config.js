import { readdirSync, readFileSync } from "node:fs";
import { buildSync } from "esbuild";
import { PHASE_PRODUCTION_BUILD } from "next/constants.js";
import * as zod from "zod/mini";

/** Pages and API under a path, e.g. /desk; empty at the root of the site. */
const base = (process.env.DESK_BASE ?? "").replace(/\/+$/, "");
const contract = "lib/contract";
const usedZod = "./node_modules/.cache/identity-desk/zod-mini.mjs";

/**
 * Writes the part of zod that the contract uses. Turbopack keeps all of it, for zod hands its own parts around as
 * namespaces: 8 kB more on every page.
 */
function bundleUsedZod() {
  const sources = readdirSync(contract).filter((file) => !file.includes(".test."));
  const text = sources.map((file) => readFileSync(`${contract}/${file}`, "utf8")).join("\n");
  const used = [...text.matchAll(/\bz\.(\w+)/g)].map(([, name]) => name);
  // The contract has these as types alone; zod has functions of that name, too.
  const names = new Set(used.filter((name) => name in zod && !["input", "output", "ZodMiniType"].includes(name)));
  const contents = `export { ${[...names].join(", ")} } from "zod/mini";`;
  buildSync({ stdin: { contents, resolveDir: "." }, bundle: true, minify: true, format: "esm", outfile: usedZod });
}

/** @returns {import('next').NextConfig} */
export default function config(phase) {
  const isBuild = phase === PHASE_PRODUCTION_BUILD;
  if (isBuild) bundleUsedZod();
  return {
    output: "export",
    basePath: base,
    // Inlined into the bundle, for addresses Next does not write itself; lib/client/base.ts is the one reader.
    env: { DESK_BASE: base },
    reactStrictMode: true,
    turbopack: {
      resolveAlias: {
        "next/dist/compiled/buffer": { browser: "./lib/client/no-buffer.ts" },
        ...(isBuild && { "zod/mini": usedZod }),
      },
    },
    // `npm run typecheck` checks the whole project; the build would only do a part of it again.
    typescript: { ignoreBuildErrors: true },
  };
}
