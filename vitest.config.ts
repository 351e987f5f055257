import { availableParallelism } from "node:os";
import { defineConfig } from "vitest/config";

export default defineConfig({
  define: { __DESK_BASE__: JSON.stringify("") },
  test: {
    include: ["**/*.test.{ts,tsx}"],
    exclude: ["**/node_modules/**", "dist/**", "e2e/**", ".next/**", "out/**"],
    pool: "forks",
    // Vitest leaves one processor for itself: of two, half of what there is.
    maxWorkers: availableParallelism(),
    globalSetup: "vitest.bundles.config.ts",
    setupFiles: "lib/testing/quiet-console.ts",
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
