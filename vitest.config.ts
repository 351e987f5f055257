import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  define: { __DESK_BASE__: JSON.stringify("") },
  test: {
    include: ["**/*.test.{ts,tsx}"],
    exclude: ["**/node_modules/**", "dist/**", "e2e/**", ".next/**", "out/**"],
    pool: "forks",
    // One a processor, and modules are loaded once in each: loading them for every file takes longer than the tests do.
    maxWorkers: availableParallelism(),
    isolate: false,
    globalSetup: "vitest.bundles.config.ts",
    setupFiles: "lib/testing/quiet-console.ts",
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
