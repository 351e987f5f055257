import { existsSync } from "node:fs";
import { defineConfig, devices } from "@playwright/test";

// Debian's Chromium where Playwright cannot download its own; as root Chromium refuses to start inside its sandbox.
const debian = "/usr/bin/chromium";
const launchOptions = {
  ...(existsSync(debian) ? { executablePath: debian } : {}),
  args: [
    ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
  ],
};

export default defineConfig({
  testDir: "e2e",
  // They need netlify-cli: `npm run test:netlify`.
  testIgnore: "netlify/**",
  // `npm run screenshots` runs the same browser over another file.
  testMatch: process.env.PICTURES ? "screenshots.ts" : "**/*.spec.ts",
  fullyParallel: false,
  workers: 2,
  forbidOnly: true,
  retries: 0,
  timeout: 60_000,
  expect: { timeout: 10_000 },
  reporter: [["list"]],
  outputDir: "test-results",
  use: {
    launchOptions,
    // Pictures and DOM of every step cost as much processor time as all the rest: `npx playwright test --trace on` has them.
    trace: { mode: "retain-on-failure", screenshots: false, snapshots: false },
    screenshot: "only-on-failure",
    locale: "en-GB",
    timezoneId: "Europe/Berlin",
  },
  projects: [
    { name: "desktop", use: { ...devices["Desktop Chrome"], viewport: { width: 1280, height: 800 } } },
    {
      name: "phone",
      // What other people's clients do does not depend on the screen; the screens are all made as narrow as a phone by their one test.
      testIgnore: ["netlify/**", "clients/**", "accessibility.spec.ts"],
      use: { ...devices["Pixel 7"], viewport: { width: 390, height: 844 } },
    },
  ],
});
