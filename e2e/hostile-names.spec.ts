import { expect } from "@playwright/test";
import { api } from "./api.ts";
import { test } from "./fixtures.ts";
import { choose, make } from "./screens/people.ts";

const NAME = "<img src=x onerror=alert(1)>\"'</title><script>alert(2)</script>";

// What a name would run is refused by the CSP, and the fixture that watches every page fails on the report of that.
test("S43 a name full of markup is shown as text wherever it stands, and loads and runs nothing", async ({
  page,
  desk,
}) => {
  const asked: string[] = [];
  page.on("dialog", (dialog) => asked.push(dialog.message()));
  await desk.signInAs(page, "admin");
  const email = desk.freshAddress("hostile");
  const id = await make(page, email, NAME);
  await api(page, `PUT /users/${id}/metadata`, { of: "user", set: { bio: NAME }, expected: {} });

  await page.goto(`/users?q=${encodeURIComponent(email)}`);
  await expect(page.getByRole("row").filter({ hasText: email })).toContainText(NAME);
  await page.getByRole("link", { name: email }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(NAME);
  await expect(page).toHaveTitle(/^<img src=x/);

  await choose(page, "Edit name");
  await expect(page.getByRole("textbox", { name: "Name" })).toHaveValue(NAME);
  await page.getByRole("textbox", { name: "Name" }).fill(`${NAME}!`);
  await page.getByRole("dialog").getByRole("button", { name: "Save name" }).click();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(`${NAME}!`);

  await page.goto(`/audit?target=${id}`);
  await expect(page.getByRole("main").getByText(email).first()).toBeVisible();
  const { entries } = await api(page, `GET /audit?target=${id}&action=users.rename`);
  await page.goto(`/audit?entry=${entries[0].id}`);
  await expect(page.getByRole("main")).toContainText(`${NAME}!`);

  await page.keyboard.press("Control+k");
  await page.getByRole("dialog").getByRole("combobox").fill("hostile");
  await expect(page.getByRole("dialog").getByRole("option").filter({ hasText: NAME }).first()).toBeVisible();
  expect(asked).toEqual([]);
  expect(await page.locator('img[src="x"]').count()).toBe(0);
});
