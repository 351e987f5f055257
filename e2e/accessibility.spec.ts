import { expect } from "@playwright/test";
import { violations } from "./axe.ts";
import { expectNoSidewaysScroll, test } from "./fixtures.ts";

test.use({ refusals: [422] });

const pages = [
  { path: "/overview", ready: "Everybody as read" },
  { path: "/users", ready: "zoe@example.gr" },
  { path: "/users?q=nobody-is-called-this", ready: "Clear" },
  { path: "/users/new", ready: "Create user" },
  { path: "/audit", ready: "Audit" },
];

for (const scheme of ["light", "dark"] as const) {
  test(`axe finds nothing on any page in ${scheme}, and nothing is wider than a small phone`, async ({
    page,
    desk,
  }) => {
    await page.emulateMedia({ colorScheme: scheme, reducedMotion: "reduce" });
    await page.goto("/");
    await page.getByRole("button", { name: "Sign in" }).waitFor();
    expect(await violations(page), "sign-in").toEqual([]);

    await desk.signInAs(page, "admin");
    for (const { path, ready } of pages) {
      await page.goto(path);
      await expect(page.getByText(ready).filter({ visible: true }).first()).toBeVisible();
      expect(await violations(page), path).toEqual([]);
    }
    await page.goto("/users");
    await page.getByRole("link", { name: "zoe@example.gr" }).click();
    await page.getByRole("button", { name: "Save roles" }).waitFor();
    expect(await violations(page), "/user").toEqual([]);

    await page.setViewportSize({ width: 360, height: 740 });
    for (const path of ["/overview", "/users", "/users/new", "/audit", page.url(), "/welcome"]) {
      await page.goto(path);
      await page.getByRole("heading", { level: 1 }).waitFor();
      await expectNoSidewaysScroll(page);
    }
  });
}
