import { defineConfig } from "@playwright/test";
import base from "./playwright.config.ts";

// `npm run test:netlify`: the same browser over sites that the real `netlify dev` serves. Each of its function calls takes
// some tenths of a second, for it loads the function anew.
process.env.DESK_STACK = "netlify-dev";

export default defineConfig({
  ...base,
  testMatch: [
    "netlify/*.spec.ts",
    "create-account.spec.ts",
    "change-roles.spec.ts",
    "sign-up.spec.ts",
    "mail-links.spec.ts",
    "not-staff.spec.ts",
  ],
  testIgnore: [],
  // Apart from the other run, which empties its own first.
  outputDir: "dist/netlify-results",
  workers: 1,
  timeout: 180_000,
  expect: { timeout: 30_000 },
  projects: (base.projects ?? []).filter(({ name }) => name === "desktop"),
});
