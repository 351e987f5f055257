import { expect, type Locator, type Page } from "@playwright/test";
import { violations } from "./axe.ts";
import { expectNoSidewaysScroll, test } from "./fixtures.ts";

test.use({ refusals: [422] });

/** Follows a bar, and holds the list's total against the number it said. */
async function leadsToAsMany(page: Page, bar: Locator): Promise<void> {
  const name = (await bar.getAttribute("aria-label")) ?? (await bar.textContent()) ?? "";
  const [, number] = /(\d[\d,]*) [a-z-]+$/.exec(name.replace(/\s+/g, " ").trim()) ?? [];
  expect(number, name).toBeDefined();
  await bar.click();
  await expect(page.getByRole("heading", { level: 1, name: "Users" })).toBeVisible();
  await expect(page.getByText(`${number} ${number === "1" ? "user" : "users"} found`)).toBeVisible();
  await page.goBack();
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
}

test("a viewer reads the numbers, and finds behind each bar as many people as it says", async ({ page, desk }) => {
  const known = desk.seeds.known[0] ?? "";
  await page.request.post(`${desk.url}/.netlify/identity/signup`, { data: { email: known, password: "long enough" } });
  await desk.signInAs(page, "viewer");
  await expect(page.getByRole("link", { name: /@/ }).first()).toBeVisible();
  await page.keyboard.press("g");
  await page.keyboard.press("o");
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeFocused();
  await expect(page.getByText("Everybody as read")).toBeVisible();
  await page.getByRole("button", { name: "Refresh" }).click();
  await expect(page.getByText(/Everybody as read/)).toBeVisible();
  await expect(page.getByRole("list", { name: "Refused sign-ups by reason" })).toContainText("A directory knows");
  await expectNoSidewaysScroll(page);
  expect(await violations(page), "30 days").toEqual([]);

  await leadsToAsMany(page, page.getByRole("link", { name: /^Active/ }));
  await leadsToAsMany(page, page.getByRole("list", { name: "Users by role" }).getByRole("link").first());
  await leadsToAsMany(page, page.getByRole("list", { name: "Users by provider" }).getByRole("link").first());

  await page.getByRole("button", { name: "90 days" }).click();
  await expect(page).toHaveURL(/days=90/);
  await expect(page.getByRole("link", { name: /Sign-ups in 90 days/ })).toBeVisible();
  const days = page.getByRole("list", { name: /Sign-ups per day/ }).getByRole("link");
  await days.last().focus();
  await page.keyboard.press("Home");
  await expect(days.first()).toBeFocused();
  await page.getByText("Show as a table").first().click();
  await expect(page.getByRole("table", { name: /Sign-ups per day/ }).getByRole("row")).toHaveCount(
    (await days.count()) + 1,
  );
  await expectNoSidewaysScroll(page);
  expect(await violations(page), "90 days and their table").toEqual([]);
  await leadsToAsMany(page, days.last());
});
