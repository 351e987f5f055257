import { expect, type Page } from "@playwright/test";
import { api } from "./api.ts";
import { violations } from "./axe.ts";
import { expectNoSidewaysScroll, test } from "./fixtures.ts";

test.use({ refusals: [409, 422] });

/** Makes somebody through the desk and opens their page. */
async function openSomebody(page: Page, email: string, name: string): Promise<void> {
  await page.goto("/users/new");
  await page.getByRole("textbox", { name: "E-mail" }).fill(email);
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("button", { name: "Create user" }).click();
  await page.getByRole("link", { name: "Open this user" }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
}

async function choose(page: Page, label: string): Promise<void> {
  const button = page.getByRole("button", { name: label, exact: true });
  const menu = page.getByRole("button", { name: /^(More|Actions)$/ });
  await expect(menu).toBeVisible();
  if (await button.isVisible()) return button.click();
  await menu.click();
  await page.getByRole("menuitem", { name: label, exact: true }).click();
}

test("support suspends somebody with a reason and an end, and takes it back from the toast", async ({ page, desk }) => {
  await desk.signInAs(page, "support");
  await openSomebody(page, desk.freshAddress("pause"), "Pia Pause");

  await choose(page, "Suspend");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("button", { name: "Suspend" }).click();
  await expect(dialog.getByText("Give a reason.")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Reason" }).fill("Spam from this account");
  await dialog.getByLabel("Ends by itself").fill("2099-11-30T12:00");
  await expectNoSidewaysScroll(page);
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Suspend" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("the roles come back within an hour after")).toBeVisible();
  await expect(page.getByText("keeps its roles until")).toBeVisible();
  expect(await violations(page)).toEqual([]);

  await page.getByRole("button", { name: "Undo: Suspended" }).click();
  await expect(page.getByText("Undone", { exact: true })).toBeVisible();
  await expect(page.getByText("the roles come back within an hour after")).toBeHidden();
});

test("an admin moves somebody to the bin and brings them back", async ({ page, desk }) => {
  await desk.signInAs(page, "admin");
  await openSomebody(page, desk.freshAddress("bin"), "Bea Bin");

  await choose(page, "Move to the bin");
  const dialog = page.getByRole("dialog");
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole("button", { name: "Move to the bin" }).click();
  await expect(page.getByText("In the bin", { exact: true })).toBeVisible();
  await expectNoSidewaysScroll(page);

  await choose(page, "Restore");
  await dialog.getByRole("button", { name: "Restore" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText("In the bin", { exact: true })).toBeHidden();
});

test("an undo that would overwrite a later change shows both, from the toast and from the audit list", async ({
  page,
  desk,
}) => {
  await desk.signInAs(page, "admin");
  const email = desk.freshAddress("undo");
  const { user } = await api(page, "POST /users", { email, name: "Una Undo", roles: [], access: "password" });
  await page.goto(`/user?id=${user.id}`);
  await page.getByRole("button", { name: "Edit name" }).click();
  await page.getByRole("textbox", { name: "Name" }).fill("Una Two");
  await page.getByRole("dialog").getByRole("button", { name: "Save name" }).click();
  await expect(page.getByRole("heading", { name: "Una Two", level: 1 })).toBeVisible();
  await api(page, `PUT /users/${user.id}/name`, { name: "Una Three", expected: "Una Two" });

  await page.getByRole("button", { name: /^Undo: / }).click();
  const said = page.getByRole("region", { name: "Messages" });
  await expect(said).toContainText("Since this change:");
  await expect(said).toContainText("Una Two");
  await expect(said).toContainText("Una Three");
  expect(await violations(page), "the toast").toEqual([]);

  const { entries } = await api(page, `GET /audit?target=${user.id}`);
  const renamed = entries.find((entry: { after?: object }) => JSON.stringify(entry.after ?? {}).includes("Una Two"));
  await page.goto(`/audit?entry=${renamed.id}`);
  await page.getByRole("button", { name: /^Undo/ }).click();
  await expect(page.getByText("Since this change:")).toBeVisible();
  await expect(page.getByRole("main")).toContainText("Una Three");
  await expectNoSidewaysScroll(page);
});
