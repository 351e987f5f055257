import { expect, type Page } from "@playwright/test";
import { contrastViolations, violations } from "./axe.ts";
import { expectNoSidewaysScroll, test } from "./fixtures.ts";
import { allScreens } from "./screens/all.ts";
import { show } from "./screens/screen.ts";

// Screens of what is refused, and of what fails, are screens too.
test.use({ refusals: [400, 401, 403, 404, 409, 422, 503], breakage: /net::ERR_/ });

const desktop = { width: 1280, height: 800 };
const smallPhone = { width: 360, height: 740 };

/** What axe finds, light and dark; a small phone, where nothing may be wider than the screen, is laid out anew where `turned`. */
async function problems(page: Page, turned: boolean): Promise<string[]> {
  const size = page.viewportSize() ?? desktop;
  const found = await violations(page);
  await page.emulateMedia({ colorScheme: "dark" });
  found.push(...(await contrastViolations(page)));
  await page.setViewportSize(smallPhone);
  await expectNoSidewaysScroll(page);
  if (turned) found.push(...(await violations(page)));
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(size);
  return found;
}

test.describe.configure({ mode: "parallel" });

// A request that a screen holds back goes through once the screen is left, and would change people under the next spec.
test.afterEach(async ({ page }) => {
  await page.request.post("/__dev/reset", { data: {} });
});

for (const [part, screens] of Object.entries(allScreens)) {
  test(`axe finds nothing on any screen of the ${part}, and nothing is wider than a small phone`, async ({
    page,
    desk,
  }) => {
    test.setTimeout(240_000);
    page.setDefaultTimeout(20_000);
    await page.emulateMedia({ colorScheme: "light", reducedMotion: "reduce" });
    if (part !== "front") await desk.signInAs(page, "admin");
    for (const screen of screens) {
      await show(page, desk, screen);
      expect.soft(await problems(page, screen.picture ?? false), screen.name).toEqual([]);
    }
  });
}
