import { expect } from "@playwright/test";
import { violations } from "./axe.ts";
import { test } from "./clients/fixtures.ts";
import { expectNoSidewaysScroll, tabTo } from "./fixtures.ts";

test("somebody types who they are to the stand-in for a provider, by keyboard alone", async ({ page, site }) => {
  const email = site.fresh("typed");
  await page.goto("/.netlify/identity/authorize?provider=github");
  await expect(page.getByRole("heading", { name: "Local stand-in for GitHub" })).toBeVisible();
  const address = page.getByRole("textbox", { name: "E-mail" });
  const verified = page.getByRole("checkbox", { name: "GitHub has verified it" });
  await tabTo(page.getByRole("button", { name: "Nora Noaddress" }), address);
  await page.keyboard.type(email);
  await tabTo(address, verified);
  await tabTo(verified, page.getByRole("textbox", { name: "Name" }));
  await page.keyboard.type("Typed In");
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL(/^http:\/\/localhost:\d+\/?#access_token=/);
  expect(await site.stored(email)).toMatchObject({ user_metadata: { full_name: "Typed In" } });

  await page.goto("/.netlify/identity/authorize?provider=github");
  await page.getByRole("button", { name: "Typed In" }).press("Enter");
  await expect(page).toHaveURL(/#access_token=/);
});

test("axe finds nothing on the stand-in's page, and nothing is wider than a small phone", async ({
  page,
  isMobile,
}) => {
  await page.emulateMedia({ colorScheme: isMobile ? "dark" : "light" });
  await page.setViewportSize({ width: 360, height: 740 });
  await page.goto("/.netlify/identity/authorize?provider=github");
  await page.getByText("Further addresses").click();
  expect(await violations(page)).toEqual([]);
  await expectNoSidewaysScroll(page);
});
