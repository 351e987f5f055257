import { expect, type Page } from "@playwright/test";
import { violations } from "./axe.ts";
import { expectNoSidewaysScroll, test } from "./fixtures.ts";
import { make } from "./screens/people.ts";

async function tick(page: Page, ...addresses: string[]): Promise<void> {
  for (const address of addresses) await page.getByRole("checkbox", { name: `Select ${address}` }).check();
}

test("S23 an admin gives many a role, reads who was refused by name, and takes it back", async ({ page, desk }) => {
  await desk.signInAs(page, "admin");
  const [rosa, theo] = [desk.freshAddress("rosa"), desk.freshAddress("theo")];
  for (const address of [rosa, theo]) await make(page, address, "Bulk Reader");
  await page.goto("/users");
  await tick(page, rosa, "admin@example.com", theo);
  await expect(page.getByText("3 users selected")).toBeVisible();
  await page.getByRole("button", { name: "Change 3 users" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("radio", { name: "Give a role" }).check();
  await dialog.getByLabel("Role", { exact: true }).selectOption("billing");
  await dialog.getByRole("textbox", { name: "Reason" }).fill("moved to the new plan");
  expect(await violations(page), "the question").toEqual([]);
  await dialog.getByRole("button", { name: /^Give a role/ }).click();

  await expect(dialog.getByRole("status")).toHaveText("3 of 3 users: 2 done, 1 refused.");
  const refused = dialog.getByRole("group").filter({ hasText: "Refused" });
  await expect(refused.getByText("admin@example.com")).toBeVisible();
  await expect(refused.getByText(/your own account/)).toBeVisible();
  await expectNoSidewaysScroll(page);
  expect(await violations(page), "the outcome").toEqual([]);

  await dialog.getByRole("button", { name: "Undo 2 users" }).click();
  await expect(dialog.getByRole("heading", { name: "Undo" })).toBeVisible();
  await expect(dialog.getByRole("status")).toHaveText("2 of 2 users: 2 done.");
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(page.getByText("users selected")).toBeHidden();
  await expect(page.getByRole("row").filter({ hasText: rosa })).not.toContainText("billing");
});

test("support is offered no deleting, and a suspension asks for a reason", async ({ page, desk }) => {
  await desk.signInAs(page, "support");
  await tick(page, "zoe@example.gr");
  await page.getByRole("button", { name: "Change 1 user" }).click();
  const dialog = page.getByRole("dialog");
  await expect(dialog.getByRole("radio", { name: "Suspend" })).toBeVisible();
  await expect(dialog.getByRole("radio", { name: "Delete" })).toHaveCount(0);
  await dialog.getByRole("radio", { name: "Suspend" }).check();
  await dialog.getByRole("button", { name: /^Suspend/ }).click();
  await expect(dialog.getByText(/Give a reason/)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
});

test.describe("a line that breaks", () => {
  test.use({ refusals: [503] });

  test("R36 a run goes on by itself after an answer that passes", async ({ page, desk }) => {
    await desk.signInAs(page, "admin");
    let tries = 0;
    await page.route("**/api/users/bulk", async (route) => {
      tries += 1;
      if (tries > 1) return route.continue();
      const error = { code: "identity_unavailable", message: "Identity is not available." };
      return route.fulfill({ status: 503, json: { error }, headers: { "retry-after": "1" } });
    });
    await tick(page, "inaki@example.eus");
    await page.getByRole("button", { name: "Change 1 user" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByRole("radio", { name: "Give a role" }).check();
    await dialog.getByLabel("Role", { exact: true }).selectOption("member");
    await dialog.getByRole("button", { name: /^Give a role/ }).click();
    await expect(dialog.getByText(/Going on in 1 s/)).toBeVisible();
    await expect(dialog.getByRole("status")).toHaveText("1 of 1 user: 1 done.");
  });
});

test("keys go from row to row and tick them", async ({ page, desk }) => {
  // A phone has no keys to go from row to row with.
  await page.setViewportSize({ width: 1280, height: 800 });
  await desk.signInAs(page, "support");
  const links = page.getByRole("row").getByRole("link");
  await links.nth(1).focus();
  await page.keyboard.press("x");
  await page.keyboard.press("Shift+ArrowDown");
  await page.keyboard.press("Shift+ArrowDown");
  await expect(links.nth(3)).toBeFocused();
  await expect(page.getByText("3 users selected")).toBeVisible();
  await page.getByRole("button", { name: "Clear the selection" }).click();
  await expect(page.getByText("users selected")).toBeHidden();
});
