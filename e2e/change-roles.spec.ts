import { expect } from "@playwright/test";
import { expectNoSidewaysScroll, navigate, test } from "./fixtures.ts";

test.use({ refusals: [409] });

test("an admin changes roles and finds it in the audit list", async ({ page, desk }) => {
  const address = desk.freshAddress("roles");
  await desk.signInAs(page, "admin");
  await page.goto("/users/new");
  await page.getByRole("textbox", { name: "E-mail" }).fill(address);
  await page
    .getByRole("radio", { name: /password/i })
    .first()
    .check();
  await page.getByRole("button", { name: "Create user" }).click();
  await expect(page.getByTestId("password")).toBeVisible();

  await page.goto(`/users?q=${encodeURIComponent(address)}`);
  await page.getByRole("link", { name: address }).click();
  await expect(page).toHaveURL(/\/user\?id=/);
  await page.getByRole("checkbox", { name: /editor/ }).check();
  await expectNoSidewaysScroll(page);
  await page.getByRole("button", { name: "Save roles" }).click();
  await expect(page.getByText(/keep|until/i).first()).toBeVisible();

  await navigate(page, "Audit");
  const entry = page.getByRole("listitem").filter({ hasText: address }).filter({ hasText: /role/i }).first();
  await expect(entry).toContainText("admin@example.com");
  await expect(entry).toContainText("editor");
  await expectNoSidewaysScroll(page);
});
