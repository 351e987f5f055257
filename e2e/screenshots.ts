import { mkdir, writeFile } from "node:fs/promises";
import type { Page, TestInfo } from "@playwright/test";
import { test } from "./fixtures.ts";
import { allScreens } from "./screens/all.ts";
import { compact } from "./screens/compact.ts";
import { type Screen, show } from "./screens/screen.ts";

/**
 * Takes the pictures of docs/screenshots, from the built product with its seeded people. Not one of the specs: it shows
 * and proves nothing. `npm run build && npm run screenshots`. PICTURES=all has every screen there is, in
 * test-results/screens.
 */
test.use({ refusals: [400, 401, 403, 404, 409, 422, 503], breakage: /net::ERR_/ });
test.describe.configure({ mode: "parallel" });

const everything = process.env.PICTURES === "all";
const folder = everything ? "test-results/screens" : "docs/screenshots";

async function picture(page: Page, name: string, { project }: TestInfo, scheme: string): Promise<void> {
  const taken = await page.screenshot({ scale: "css" });
  await mkdir(folder, { recursive: true });
  await writeFile(`${folder}/${name}-${project.name}-${scheme}.png`, await compact(taken));
}

/** Those with a picture, and those one has to go through to come there. */
function worthGoing(screens: Screen[]): Screen[] {
  return screens.filter((_, index) => {
    const next = screens.findIndex(({ goesOn }, other) => other > index && !goesOn);
    return everything || screens.slice(index, next < 0 ? undefined : next).some((later) => later.picture);
  });
}

for (const scheme of ["light", "dark"] as const) {
  for (const [part, screens] of Object.entries(allScreens)) {
    test(`pictures of the ${part} in ${scheme}`, async ({ page, desk }, info) => {
      test.setTimeout(240_000);
      page.setDefaultTimeout(20_000);
      await page.request.post("/__dev/reset", { data: {} });
      await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
      if (part !== "front") await desk.signInAs(page, "admin");
      for (const screen of worthGoing(screens)) {
        await show(page, desk, screen);
        if (everything || screen.picture) await picture(page, screen.name, info, scheme);
      }
    });
  }

  test(`pictures of the local Netlify in ${scheme}`, async ({ page }, info) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await page.request.post("/.netlify/identity/recover", { data: { email: "zoe@example.gr" } });
    for (const name of ["mails", "clock", "faults"]) {
      await page.goto(`/__dev/${name}`);
      await picture(page, `local-${name}`, info, scheme);
    }
  });
}
