import { expect } from "@playwright/test";
import { violations } from "./axe.ts";
import { expectNoSidewaysScroll, test } from "./fixtures.ts";

test("support narrows the list, shares it as a link, and takes each filter away again", async ({ page, desk }) => {
  await desk.signInAs(page, "support");
  await page.getByRole("button", { name: "Filters" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("checkbox", { name: "Suspended" }).check();
  await dialog.getByRole("checkbox", { name: "Invited" }).check();
  expect(await violations(page), "filters").toEqual([]);
  await dialog.getByRole("button", { name: "Show users" }).click();
  await expect(page).toHaveURL(/status=invited(,|%2C)suspended/);
  await expect(page.getByRole("button", { name: "Refresh" })).toBeVisible();
  await expect(page.getByRole("row").filter({ hasText: "Active" })).toHaveCount(0);
  await expect(page.getByRole("row").filter({ hasText: "Invited" }).first()).toBeVisible();
  await expectNoSidewaysScroll(page);
  expect(await violations(page), "a narrowed list").toEqual([]);

  await page.reload();
  await page.getByRole("button", { name: "Remove the filter Status: Invited" }).click();
  await expect(page).toHaveURL(/status=suspended$/);
  await expect(page.getByRole("row").filter({ hasText: "Invited" })).toHaveCount(0);

  await page.goto("/users?status=rejected&role=treasurer");
  await expect(page.getByRole("heading", { name: "No users found" })).toBeVisible();
  await expect(page.getByText(/Nobody matches status Rejected, role treasurer/)).toBeVisible();
  await page.getByRole("button", { name: "Clear all filters" }).click();
  await expect(page.getByRole("link", { name: "zoe@example.gr" })).toBeVisible();
});

test("columns are chosen and kept, and a view is found again under its name", async ({ page, desk }) => {
  await desk.signInAs(page, "viewer");
  await page.getByRole("button", { name: "Columns" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("checkbox", { name: "Provider" }).check();
  await dialog.getByRole("button", { name: "Move Provider up" }).click();
  await dialog.getByRole("button", { name: "Show these columns" }).click();
  await expect(page).toHaveURL(/columns=/);
  await page.goto("/users");
  await expect(page.getByRole("columnheader", { name: "Provider" })).toBeAttached();

  await page.goto("/users?q=example&sort=createdAt");
  await page.getByRole("button", { name: "Views" }).click();
  await dialog.getByRole("textbox", { name: "Save what shows now as" }).fill("Oldest");
  await dialog.getByRole("button", { name: "Save", exact: true }).click();
  expect(await violations(page), "saved views").toEqual([]);
  await dialog.getByRole("button", { name: "Close" }).click();
  await page.goto("/users");
  await page.getByRole("button", { name: "Views" }).click();
  await dialog.getByRole("button", { name: "Oldest", exact: true }).click();
  await expect(page).toHaveURL(/q=example&sort=createdAt/);
});

test("a column head sorts, up and down", async ({ page, desk }) => {
  // On a phone the order is chosen among the filters.
  await page.setViewportSize({ width: 1280, height: 800 });
  await desk.signInAs(page, "viewer");
  await page.getByRole("button", { name: "E-mail" }).click();
  await expect(page).toHaveURL(/sort=email/);
  await expect(page.getByRole("columnheader", { name: "E-mail" })).toHaveAttribute("aria-sort", "ascending");
  await expect(page.getByRole("row").nth(1)).toContainText(/^a/i);
  await page.getByRole("button", { name: "E-mail" }).click();
  await expect(page).toHaveURL(/sort=-email/);
  await expect(page.getByRole("columnheader", { name: "E-mail" })).toHaveAttribute("aria-sort", "descending");
});
