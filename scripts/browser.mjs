// @ts-check
import { existsSync } from "node:fs";
import { runProgram, Trouble, withProgress } from "./run.mjs";

const SYSTEM = "/usr/bin/chromium";

async function isThere() {
  if (existsSync(SYSTEM)) return true;
  const { chromium } = await import("@playwright/test");
  return existsSync(chromium.executablePath());
}

/** Whoever runs tests as root without a terminal is a machine, and may be given what is missing. */
const mayUseApt = () => process.getuid?.() === 0 && (process.env.CI === "true" || !process.stdin.isTTY);

async function installWithApt() {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  await runProgram("apt-get", ["update"], { env });
  await runProgram("apt-get", ["install", "-y", "--no-install-recommends", "chromium"], { env });
}

/** Makes sure that there is a Chromium to test in: the system's, or Playwright's own. */
export async function ensureBrowser() {
  if (await isThere()) return;
  if (mayUseApt() && existsSync("/usr/bin/apt-get")) await withProgress("Installing Chromium", installWithApt);
  if (await isThere()) return;
  const playwright = ["node_modules/@playwright/test/cli.js", "install", "chromium"];
  await withProgress("Fetching Chromium", () => runProgram(process.execPath, playwright));
  if (await isThere()) return;
  throw new Trouble(
    `The browser tests need Chromium, and it could not be fetched. Install it (Debian: apt-get install chromium; it is looked for at ${SYSTEM}) or run: npx playwright install chromium`,
  );
}
