import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["**/*.test.{ts,tsx}"],
    exclude: ["**/node_modules/**", "dist/**", "e2e/**", ".next/**", "out/**"],
    pool: "forks",
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
