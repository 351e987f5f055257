import { readFile } from "node:fs/promises";
import { expect, type Page } from "@playwright/test";
import { api } from "./api.ts";
import { violations } from "./axe.ts";
import { expectNoSidewaysScroll, test } from "./fixtures.ts";
import { make } from "./screens/people.ts";

// 403: what is refused stands in the list, too.
test.use({ refusals: [403] });

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

test("the audit tells who did what and why, before and after, and what was refused to whom", async ({ page, desk }) => {
  await desk.signInAs(page, "admin");
  const address = desk.freshAddress("renamed");
  const id = await make(page, address, "Old Name");
  await api(page, `PUT /users/${id}/name`, { name: "New Name", expected: "Old Name", reason: "asked on the phone" });
  await page.goto("/audit");
  await page.getByText("Filters", { exact: true }).click();
  await page.getByRole("textbox", { name: "Who did it" }).fill("admin@example.com");
  await page.getByRole("textbox", { name: "To whom" }).fill(address);
  await page.getByRole("combobox", { name: "What" }).selectOption({ label: "Name, e-mail or metadata changed" });
  await page.getByRole("combobox", { name: "Outcome" }).selectOption({ label: "Done" });
  await page.getByRole("button", { name: "Show entries" }).click();
  await expect(page.getByRole("status").filter({ hasText: "1 entry found" })).toBeVisible();
  await page.getByRole("link", { name: /This entry by itself/ }).click();
  const entry = page.getByRole("main");
  for (const told of ["admin@example.com", address, "Old Name", "New Name", "asked on the phone", "production"]) {
    await expect(entry).toContainText(told);
  }

  const refused = await page.evaluate(
    async (staff) => {
      const { token } = JSON.parse(localStorage.getItem("gotrue.user") ?? "{}");
      const headers = { authorization: `Bearer ${token.access_token}`, "content-type": "application/json" };
      const body = JSON.stringify({ reason: "to see that it is told" });
      return (await fetch(`/api/users/${staff}/suspend`, { method: "POST", headers, body })).status;
    },
    await ownerId(page),
  );
  expect(refused).toBe(403);
  await page.goto("/audit?outcome=refused&actor=admin@example.com");
  await expect(page.getByRole("main")).toContainText("owner@example.com");
  await expect(page.getByRole("main")).toContainText("Refused");
});

async function ownerId(page: Page): Promise<string> {
  const { users } = await api(page, "GET /users?q=owner@example.com");
  return users[0].id;
}
