import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";
import { defineConfig } from "vitest/config";
import { functionOptions } from "./scripts/bundle.mjs";

/** The functions as they are deployed: tests call the bundles, in Netlify's runtime. */
const functionsDir = mkdtempSync(join(tmpdir(), "identity-desk-functions-"));
await build({ ...functionOptions(), outdir: functionsDir });

export default defineConfig({
  define: { __DESK_BASE__: JSON.stringify("") },
  test: {
    include: ["**/*.test.{ts,tsx}"],
    exclude: ["**/node_modules/**", "dist/**", "e2e/**", ".next/**", "out/**"],
    pool: "forks",
    provide: { functionsDir },
    globalSetup: "lib/testing/remove-bundles.ts",
    setupFiles: "lib/testing/quiet-console.ts",
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
