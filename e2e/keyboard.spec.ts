import { expect } from "@playwright/test";
import { expectNoSidewaysScroll, test } from "./fixtures.ts";

test("a working day without a mouse: to a person, renamed and back, to the audit list, and back to the search", async ({
  page,
  desk,
}) => {
  const { keyboard } = page;
  const h1 = (name: string) => page.getByRole("heading", { level: 1, name });
  await desk.signInAs(page, "admin");
  await expect(page.getByRole("link", { name: "zoe@example.gr" })).toBeVisible();

  await keyboard.press("Control+k");
  const search = page.getByRole("combobox", { name: "Search or jump" });
  await expect(search).toBeFocused();
  await keyboard.type("papadop");
  await expect(page.getByRole("option", { name: /zoe@example.gr/, selected: true })).toBeVisible();
  await expectNoSidewaysScroll(page);
  await keyboard.press("Enter");
  await expect(h1("Zoë Papadopoulou")).toBeFocused();

  await keyboard.press("Control+k");
  await expect(page.getByRole("option", { name: /Change roles/ })).toBeVisible();
  await keyboard.press("Escape");
  await expect(h1("Zoë Papadopoulou")).toBeFocused();

  await keyboard.press("Control+k");
  await keyboard.type("edit name");
  await expect(page.getByRole("option", { name: /Edit name/, selected: true })).toBeVisible();
  await keyboard.press("Enter");
  await page.getByRole("dialog").getByRole("textbox", { name: "Name" }).press("Control+a");
  await keyboard.type("Zoë Renamed");
  await keyboard.press("Enter");
  await expect(h1("Zoë Renamed")).toBeVisible();
  await page.getByRole("region", { name: "Messages" }).getByRole("button", { name: "Undo" }).press("Enter");
  await expect(h1("Zoë Papadopoulou")).toBeVisible();

  await keyboard.press("g");
  await keyboard.press("a");
  await expect(h1("Audit")).toBeFocused();
  await keyboard.press("Control+k");
  await expect(page.getByRole("option", { name: /Zoë Papadopoulou/ })).toBeVisible();
  await keyboard.type("users");
  await keyboard.press("Enter");
  await expect(h1("Users")).toBeFocused();

  await keyboard.press("/");
  await expect(page.getByRole("searchbox", { name: "Search users" })).toBeFocused();
  await keyboard.type("n?g u");
  await expect(page.getByRole("searchbox", { name: "Search users" })).toHaveValue("n?g u");
});

test("single keys are listed on ?, and can be switched off", async ({ page, desk }) => {
  const { keyboard } = page;
  await desk.signInAs(page, "admin");
  await expect(page.getByRole("link", { name: "New user" })).toBeVisible();
  await keyboard.press("?");
  const dialog = page.getByRole("dialog", { name: "Keyboard shortcuts" });
  await expect(dialog.getByRole("listitem").filter({ hasText: "New user" }).last()).toContainText("n");
  await expect(dialog.getByText("Search the list")).toBeVisible();
  await dialog.getByRole("checkbox").press("Space");
  await dialog.getByRole("button", { name: "Close" }).press("Enter");
  await page.reload();
  await expect(page.getByRole("link", { name: "New user" })).toBeVisible();
  await keyboard.press("n");
  await keyboard.press("?");
  await keyboard.press("Control+k");
  await expect(page.getByRole("dialog", { name: "Search or jump" })).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Users");
});
