import { readFile } from "node:fs/promises";
import { expect } from "@playwright/test";
import { violations } from "./axe.ts";
import { expectNoSidewaysScroll, test } from "./fixtures.ts";

test("a viewer finds in the audit what was done to somebody, and links to it", async ({ page, desk, browser }) => {
  const address = desk.freshAddress("audited");
  const admin = await browser.newPage({ baseURL: desk.url });
  await desk.signInAs(admin, "admin");
  await admin.goto("/users/new");
  await admin.getByRole("textbox", { name: "E-mail" }).fill(address);
  await admin
    .getByRole("radio", { name: /password/i })
    .first()
    .check();
  await admin.getByRole("button", { name: "Create user" }).click();
  await expect(admin.getByTestId("password")).toBeVisible();
  await admin.goto(`/audit?target=${encodeURIComponent(address)}`);
  await admin.getByRole("button", { name: "Export" }).click();
  const downloading = admin.waitForEvent("download");
  await admin.getByRole("menuitem", { name: /CSV/ }).click();
  const file = await downloading;
  await expect(admin.getByText("1 entry exported")).toBeVisible();
  expect(file.suggestedFilename()).toMatch(/^audit-\d{4}-\d\d-\d\d\.csv$/);
  expect(await readFile(await file.path(), "utf8")).toContain(address);
  await admin.close();

  await desk.signInAs(page, "viewer");
  await page.goto("/audit");
  await expect(page.getByRole("heading", { name: "Today" })).toBeVisible();
  await expect(page.getByRole("button", { name: "Export" })).toHaveCount(0);
  await page.getByText("Filters", { exact: true }).click();
  await page.getByRole("textbox", { name: "To whom" }).fill(address);
  await page.getByRole("combobox", { name: "What" }).selectOption({ label: "People created" });
  await page.getByRole("button", { name: "Show entries" }).click();
  await expect(page).toHaveURL(/target=.*action=created/);
  await expect(page.getByRole("status").filter({ hasText: "1 entry found" })).toBeVisible();
  await expectNoSidewaysScroll(page);
  expect(await violations(page)).toEqual([]);

  await page.getByRole("link", { name: /This entry by itself/ }).click();
  await expect(page.getByRole("heading", { name: "Audit entry", level: 1 })).toBeVisible();
  await expect(page.getByText(address).first()).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.goBack();

  await page.getByRole("button", { name: /Remove the filter What/ }).click();
  await expect(page).not.toHaveURL(/action=/);
  await page.goto(`/audit?target=${encodeURIComponent(address)}&to=2020-01-01`);
  await expect(page.getByRole("heading", { name: "No entries found" })).toBeVisible();
  await expectNoSidewaysScroll(page);
});
