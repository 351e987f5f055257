import { type Browser, expect, type Page } from "@playwright/test";
import { violations } from "./axe.ts";
import { type Desk, expectNoSidewaysScroll, test } from "./fixtures.ts";

test.use({ refusals: [409, 422] });

/** Makes somebody through the desk and opens their page. @returns its address. */
async function openSomebody(page: Page, email: string, name: string): Promise<string> {
  await page.goto("/users/new");
  await page.getByRole("textbox", { name: "E-mail" }).fill(email);
  await page.getByRole("textbox", { name: "Name" }).fill(name);
  await page.getByRole("button", { name: "Create user" }).click();
  await page.getByRole("link", { name: "Open this user" }).click();
  await expect(page.getByRole("heading", { name, level: 1 })).toBeVisible();
  return page.url();
}

async function choose(page: Page, label: string): Promise<void> {
  const button = page.getByRole("button", { name: label, exact: true });
  const menu = page.getByRole("button", { name: /^(More|Actions)$/ });
  await expect(menu).toBeVisible();
  if (await button.isVisible()) return button.click();
  await menu.click();
  await page.getByRole("menuitem", { name: label, exact: true }).click();
}

async function colleague(browser: Browser, desk: Desk, address: string): Promise<Page> {
  const page = await (await browser.newContext({ baseURL: desk.url })).newPage();
  await desk.signInAs(page, "owner");
  await page.goto(address);
  return page;
}

test("support corrects a name and metadata, and asks again before losing what was typed", async ({ page, desk }) => {
  await desk.signInAs(page, "support");
  await openSomebody(page, desk.freshAddress("edit"), "Ann Tyop");

  await choose(page, "Edit name");
  const dialog = page.getByRole("dialog");
  await dialog.getByRole("textbox", { name: "Name" }).fill("Ann Typo");
  await page.keyboard.press("Escape");
  await dialog.getByRole("button", { name: "Go on editing" }).click();
  await dialog.getByRole("button", { name: "Save name" }).click();
  await expect(page.getByRole("heading", { name: "Ann Typo", level: 1 })).toBeVisible();
  await expect(page.getByText("keeps the old name until")).toBeVisible();
  await expect(dialog).toBeHidden();

  await choose(page, "Edit user metadata");
  await dialog.getByRole("button", { name: "Add a field" }).click();
  await dialog.getByRole("combobox", { name: "Field" }).fill("phone");
  await dialog.getByRole("textbox", { name: "Text" }).fill("+49 30 1234");
  await expect(dialog.getByRole("region", { name: "What will be saved" })).toContainText("phone added");
  await expectNoSidewaysScroll(page);
  expect(await violations(page)).toEqual([]);
  await dialog.getByText("JSON", { exact: true }).click();
  const json = dialog.getByRole("textbox", { name: "JSON" });
  await json.fill('{\n  "full_name": "Ann Typo",\n  "phone": "+49 30 1234",\n  "customer": 12345678901234567890\n}');
  await expect(dialog.getByRole("status")).toContainText("Line 4, column 15");
  expect(await violations(page)).toEqual([]);
  await json.fill('{ "phone": "+49 30 1234", "customer": "12345678901234567890" }');
  await expect(dialog.getByRole("region", { name: "What will be saved" })).toContainText("full_name will be removed");
  await dialog.getByRole("button", { name: "Save metadata" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('"customer": "12345678901234567890"')).toBeVisible();
});

test("an admin edits app metadata as JSON, and roles cannot slip in with it", async ({ page, desk }) => {
  await desk.signInAs(page, "admin");
  await openSomebody(page, desk.freshAddress("plan"), "Pat Plan");
  await choose(page, "Edit app metadata");
  const dialog = page.getByRole("dialog");
  await dialog.getByText("JSON", { exact: true }).click();
  const json = dialog.getByRole("textbox", { name: "JSON" });
  await json.fill('{ "plan": "pro", }');
  await dialog.getByRole("button", { name: "Save metadata" }).click();
  await expect(dialog.getByRole("status")).toContainText("Line 1, column");
  await json.fill('{ "plan": "pro", "roles": ["desk:admin"] }');
  await dialog.getByRole("button", { name: "Save metadata" }).click();
  await expect(dialog.getByText(/roles/i).last()).toBeVisible();
  await expect(dialog).toBeVisible();
  await json.fill('{ "plan": "pro" }');
  await expect(dialog.getByRole("region", { name: "What will be saved" })).toContainText("plan added");
  await dialog.getByRole("button", { name: "Save metadata" }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('"plan": "pro"')).toBeVisible();
});

test("two people edit one person, and neither loses anything unseen", async ({ page, desk, browser }) => {
  await desk.signInAs(page, "admin");
  const address = await openSomebody(page, desk.freshAddress("both"), "Bo Both");
  const other = await colleague(browser, desk, address);

  for (const [who, phone, extra] of [
    [other, "111", undefined],
    [page, "222", "Paris"],
  ] as const) {
    await choose(who, "Edit user metadata");
    const dialog = who.getByRole("dialog");
    await dialog.getByText("JSON", { exact: true }).click();
    await dialog
      .getByRole("textbox", { name: "JSON" })
      .fill(JSON.stringify({ full_name: "Bo Both", phone, ...(extra && { city: extra }) }));
  }
  await other.getByRole("button", { name: "Save metadata" }).click();
  await expect(other.getByRole("dialog")).toBeHidden();

  await page.getByRole("button", { name: "Save metadata" }).click();
  const clash = page.getByRole("group", { name: "phone" });
  await expect(clash).toContainText("You saw: nothing");
  await expect(clash).toContainText("111");
  await expect(clash).toContainText("222");
  await expectNoSidewaysScroll(page);
  expect(await violations(page)).toEqual([]);
  await clash.getByRole("radio", { name: /^Theirs/ }).check();
  await page.getByRole("button", { name: "Save my choice" }).click();
  await expect(page.getByRole("dialog")).toBeHidden();
  await expect(page.getByText('"phone": "111"')).toBeVisible();
  await expect(page.getByText('"city": "Paris"')).toBeVisible();
  await other.context().close();
});

test("an admin moves somebody to another address, sets a password once, and sends a link", async ({ page, desk }) => {
  const moved = desk.freshAddress("moved");
  await desk.signInAs(page, "admin");
  await openSomebody(page, desk.freshAddress("before"), "Mo Moved");
  const dialog = page.getByRole("dialog");

  await choose(page, "Send a link to set a password");
  await dialog.getByRole("button", { name: "Send the mail" }).click();
  await expect(dialog.getByText(/is on its way to/)).toBeVisible();
  await dialog.getByRole("button", { name: "Done" }).click();

  await choose(page, "Set a password");
  await dialog.getByRole("button", { name: "Set password" }).click();
  const password = (await dialog.getByTestId("password").textContent()) ?? "";
  expect(password).toMatch(/^\w{5}(-\w{5}){3}$/);
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText(password)).toHaveCount(0);

  await choose(page, "Change e-mail address");
  await dialog.getByRole("textbox", { name: "New address" }).fill("known@example.com");
  await expect(dialog.getByText("knows this address already, as L-1003")).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await dialog.getByRole("textbox", { name: "New address" }).fill(moved);
  await expect(dialog.getByText("No account has this address")).toBeVisible();
  await dialog.getByRole("button", { name: "Change address" }).click();
  await expect(dialog.getByText("Give a reason.")).toBeVisible();
  await dialog.getByRole("textbox", { name: "Reason" }).fill("married");
  await dialog.getByRole("button", { name: "Change address" }).click();
  await expect(dialog.getByText(/less than a day ago still opens this account/)).toBeVisible();
  await expect(dialog.getByText(/keeps the old address until/)).toBeVisible();
  await expectNoSidewaysScroll(page);
  await dialog.getByRole("button", { name: "Done" }).click();
  await expect(page.getByText(moved).first()).toBeVisible();
});
